// Spark starts with the notebook: once it is opened, and after a restart before the first cell.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {SessionPage, errorReply} from './session_page.js';

const ON = {config: 'local', start_with_notebook: true};

let page, muted;

beforeEach(() => {
    localStorage.clear();
    muted = ['info', 'warn', 'error'].map(name => mock.method(console, name, () => {}));
    page = new SessionPage();
});

afterEach(async () => {
    muted.forEach(it => it.mock.restore());
    await page.close();
});

/** Open the page of a notebook whose user has wanted this before, and let all happen that follows. */
async function open({metadata = ON, said = true, of = page} = {}) {
    of.host.saved.metadata = metadata;
    if (said !== null) {
        of.settings.consent(said);
    }
    await of.open();
    await of.settle();
    return of;
}

/** Restart the kernel, and run a cell as soon as the application says that it is there. */
async function restartAndRun(until) {
    page.kernel.restartsUntil = until;
    page.kernel.subscribe(({type}) => {
        if (type === until) {
            page.run('first cell');
        }
    });
    page.kernel.restart();
    while (!codes().includes('first cell')) {
        page.clock.tick(300);
        page.kernel.queue[0].code.startsWith('RUN') || page.kernel.step();
        await page.flush();
    }
}

/** What the kernel is to do that is not silent, in order. */
function codes() {
    return [...page.kernel.queue, ...page.kernel.pending].filter(it => !it.silent).map(it => it.code.replace(/:\d+/, ''));
}

test('a notebook that says nothing of it starts nothing, and nothing is at hand', async () => {
    await open({metadata: {config: 'local'}});
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.server.rendered], ['ready', []]);
});

test('Spark starts once the notebook is opened, and no dialog says so', async () => {
    const shown = [];
    page.store.subscribe(({dialog}) => shown.push(dialog.isOpen));
    await open();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!shown.includes(true));
});

test('a click meanwhile shows how far the start is', async () => {
    page.host.saved.metadata = ON;
    page.settings.consent(true);
    const opened = page.parts.load();
    while (page.phase !== 'starting') {
        await page.flush();
        page.kernel.step();
    }
    page.actions.click();
    assert.ok(page.state.dialog.isOpen);
    await page.settle();
    await opened;
    assert.strictEqual(page.phase, 'running');
});

for (const until of ['connected', 'ready']) {
    test(`after a restart it comes before cells that are run once the kernel is ${until}`, async () => {
        await open();
        await restartAndRun(until);
        assert.deepStrictEqual(codes(), ['RUN', 'first cell']);
        await page.settle();
        assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.phase, 'running');
    });
}

test('it comes before a cell that the user runs while the kernel is away', async () => {
    await open();
    page.kernel.restart();
    page.run('first cell');
    assert.deepStrictEqual(codes(), ['RUN', 'first cell']);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('it starts what the config’s file says at the restart', async () => {
    await open();
    page.server.answers['startspark/configs/local/render'] = undefined;
    const before = page.server.rendered.length;
    page.kernel.restart();
    await page.flush();
    assert.strictEqual(page.server.rendered.length, before + 1);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a server that is away at the restart does not keep it from starting', async () => {
    await open();
    let answer;
    page.server.answers['startspark/configs/local/render'] = () => new Promise(resolve => {
        answer = resolve;
    });
    await restartAndRun('connected');
    assert.deepStrictEqual(codes(), ['RUN', 'first cell']);
    answer({});
    await page.settle();
});

test('a kernel that dies starts nothing by itself, however often', async () => {
    await open();
    for (let death = 0; death < 3; death += 1) {
        page.kernel.die();
        await page.settle();
        assert.ok(['lost', 'ready'].includes(page.phase));
    }
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('another kernel gets a Spark, too', async () => {
    await open();
    page.kernel.kill();
    await page.settle();
    page.kernel.connect();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a Spark that was stopped stays so until the kernel is restarted', async () => {
    await open();
    await Promise.all([page.actions.stop(), page.settle()]);
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    page.actions.choose('local');
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('a session that has ended unasked is not started again by opening the notebook', async () => {
    page.kernel.ended = {reason: 'idle'};
    await open();
    assert.strictEqual(page.phase, 'lost');
    page.actions.choose('local');
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('a Spark that runs is left alone', async () => {
    page.kernel.isRunning = true;
    await open();
    assert.deepStrictEqual([page.phase, page.kernel.process.maker], ['running', null]);
});

test('two pages of a notebook start one Spark', async () => {
    const second = new SessionPage(page);
    const opened = [page, second].map(it => {
        it.host.saved.metadata = ON;
        it.settings.consent(true);
        return it.parts.load();
    });
    await page.settle();
    await second.settle();
    await Promise.all(opened);
    assert.deepStrictEqual([page.phase, second.phase], ['running', 'running']);
    page.kernel.restart();
    await page.settle();
    await second.settle();
    assert.deepStrictEqual([page.phase, second.phase], ['running', 'running']);
});

test('a start that fails is shown, with the cells that have not run behind it', async () => {
    await open();
    page.kernel.restart();
    page.clock.tick(300);
    while (!page.kernel.queue[0].code.startsWith('RUN')) {
        page.kernel.step();
    }
    page.kernel.step(errorReply('OddError', 'very odd'));
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['failed', true]);
    assert.match(page.sentences.at(-1), /OddError: very odd/);
});

test('a restart during the start ends it, and starts again, without a dialog', async () => {
    await open();
    page.kernel.restart();
    page.clock.tick(300);
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
});

for (const [what, status, body, sentence] of [
    ['asks for something', 400, {message: 'no', parameters: {n: 'needs a value'}}, /“This machine” has a parameter without a default/],
    ['is broken', 409, {message: 'local.yaml:2: odd'}, /local\.yaml:2: odd/],
]) {
    test(`a config that ${what} is no start, and a click says why`, async () => {
        page.server.statuses['startspark/configs/local/render'] = status;
        page.server.answers['startspark/configs/local/render'] = body;
        await open();
        assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['failed', false]);
        page.actions.click();
        assert.ok(page.state.dialog.isOpen);
        assert.match(page.sentences.at(-1), sentence);
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.phase, 'failed');
    });
}

// Consent

test('somebody else’s notebook asks once, and starts when the answer is yes', async () => {
    await open({said: null});
    assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['ready', true]);
    page.actions.answerAutoStart(true);
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['running', false]);
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');

    const again = await open({said: null, of: new SessionPage(page)});
    assert.ok(!again.state.autoStart.asks);
});

test('who does not want it is not asked again', async () => {
    await open({said: null});
    page.actions.answerAutoStart(false);
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['ready', false]);
    const again = await open({said: null, of: new SessionPage(page)});
    assert.deepStrictEqual([again.phase, again.state.autoStart.asks], ['ready', false]);
});

test('a notebook that is not trusted asks first', async () => {
    page.host.saved.isTrusted = false;
    await open();
    assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['ready', true]);
});

test('what was said of one configuration does not count for another', async () => {
    page.host.saved.metadata = ON;
    page.settings.consent(true);
    await open({metadata: {...ON, config: 'other'}, said: null});
    assert.ok(page.state.autoStart.asks);
});

test('changes that the user has not seen ask first, and are shown before they count', async () => {
    await open({metadata: {...ON, conf: {'spark.a': '1'}}});
    assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['ready', true]);
    page.actions.answerAutoStart(true);
    await page.flush();
    assert.strictEqual(page.question.kind, 'review');
    page.answer('with');
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.deepStrictEqual(page.server.rendered.at(-1).conf, {'spark.a': '1'});
});

test('the user switches it on and off in the menu', async () => {
    await open({metadata: {config: 'local'}, said: null});
    const item = () => page.actions.optionsMenuItems(page.state)[1];
    assert.deepStrictEqual([item().text, item().isChecked], ['Start Spark with this notebook', false]);
    item().action();
    await page.settle();
    assert.deepStrictEqual([item().isChecked, page.host.saved.metadata, page.phase], [true, ON, 'ready']);
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    item().action();
    await page.settle();
    assert.deepStrictEqual(page.host.saved.metadata, {config: 'local'});
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('what the user has said holds for another choice of theirs, and under another name', async () => {
    await open();
    page.server.configs.push({...page.config, name: 'other', title: 'Other'});
    await page.catalog.reload();
    page.actions.choose('other');
    page.host.saved.path = 'new.ipynb';
    await page.settle();
    assert.strictEqual(page.settings.startConsent, 'yes');
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.server.rendered.at(-1).name], ['running', 'other']);
    assert.strictEqual(page.server.rendered.at(-1).notebook, 'new.ipynb');
});

test('a restart starts the notebook’s configuration, whatever a cell has started before', async () => {
    page.server.configs.push({...page.config, name: 'other', title: 'Other'});
    await open();
    await page.tellOf('other');
    assert.strictEqual(page.state.catalog.chosen, 'other');
    page.server.statuses['startspark/configs/other/render'] = 500;
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.failures], ['running', []]);
});

for (const isTrusted of [true, false]) {
    test(`what is allowed is not what the metadata says later, ${isTrusted ? '' : 'not '}trusted`, async () => {
        page.host.saved.isTrusted = isTrusted;
        await open({said: null});
        page.actions.answerAutoStart(true);
        await page.settle();
        assert.strictEqual(page.phase, 'running');
        page.host.saved.metadata = {...ON, config: 'grid'};  // as by a reload from the disk
        page.kernel.restart();
        await page.settle();
        assert.deepStrictEqual([page.phase, page.state.autoStart.asks], ['ready', true]);
        page.host.saved.metadata = {...ON, conf: {'spark.jars': '/evil.jar'}};
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.phase, 'ready');
        page.host.saved.metadata = ON;
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.phase, 'running');
    });
}

test('what the user changes in a notebook that is not trusted stays allowed', async () => {
    page.host.saved.isTrusted = false;
    await open({said: null});
    page.actions.answerAutoStart(true);
    await page.settle();
    page.settings.change({'spark.ui.enabled': 'false'});
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.deepStrictEqual(page.server.rendered.at(-1).conf, {'spark.ui.enabled': 'false'});
});

test('a notebook with a new name starts what its user has seen', async () => {
    const metadata = {...ON, conf: {'spark.a': '1'}};
    page.host.saved.metadata = metadata;
    page.settings.accept();
    await open({metadata});
    assert.strictEqual(page.phase, 'running');
    page.host.saved.path = 'moons.ipynb';
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

const HOSTILE = ['constructor', '__proto__', 'toString', '<img src=x onerror=alert(1)>', 'x'.repeat(3_000_000), ''];

for (const hostile of HOSTILE) {
    test(`a configuration called ${hostile.slice(0, 30)} starts nothing, and asks nothing of the server`, async () => {
        await open({metadata: {...ON, config: hostile}, said: null});
        page.kernel.restart();
        await page.settle();
        assert.deepStrictEqual([page.phase, page.server.rendered], ['ready', []]);
        assert.ok(JSON.stringify(page.state).length < 100_000);
    });
}

test('it leaves alone what the dialog asks', async () => {
    page.host.saved.metadata = ON;
    page.settings.consent(true);
    const loaded = page.parts.load();
    await page.flush();
    page.actions.customize();  // the kernel is busy
    await page.flush();
    await page.answer({parameters: {}, conf: {'spark.a': '1'}, saveAs: true});
    await page.settle();
    await loaded;
    assert.deepStrictEqual([page.phase, page.question?.kind], ['running', 'save-config']);
});
