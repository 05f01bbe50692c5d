// One click, from the question what runs to the running Spark or to why there is none.
'use strict';

const assert = require('node:assert');
const {beforeEach, afterEach, mock, test} = require('node:test');
const {Page} = require('./scripted');

let page;

beforeEach(async () => {
    page = await new Page().open();
});

afterEach(() => page.close());

/** Click, and have the kernel do the first of what it is asked. */
async function click(steps = 0) {
    page.commands.start();
    for (let step = 0; step < steps; step += 1) {
        await page.flush();
        page.kernel.step();
    }
    await page.flush();
}

test('a click starts Spark', async () => {
    await click();
    assert.strictEqual(page.session.state, 'starting');
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.ok(!page.session.locked);
    assert.deepStrictEqual(page.rendered.map(it => it.name), ['local']);
});

test('a click where a cell has started Spark starts nothing', async () => {
    page.kernel.execute('cell', {shell: {reply: () => {}}}, {silent: false});
    page.kernel.step();
    page.kernel.isRunning = true;
    await click();
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.ok(!page.kernel.process.maker);
});

test('a phase that the kernel has published before it answers is kept', async () => {
    page.commands.start();
    await page.flush();
    page.kernel.hear({phase: 'java'});
    page.kernel.step();  // prepare
    await page.flush();
    assert.deepStrictEqual(page.session.progress, {phase: 'java'});
    await page.settle();
});

test('two clicks start one Spark', async () => {
    page.commands.start();
    page.commands.start();
    await page.settle();
    assert.strictEqual(page.rendered.length, 1);
});

test('a start that fails says why, and leaves nothing', async () => {
    await click(1);  // prepare
    page.kernel.step({status: 'error', ename: 'OddError', evalue: 'odd', traceback: []});
    await page.settle();
    assert.strictEqual(page.session.state, 'failed');
    assert.strictEqual(page.failures[0].sentence, 'Spark did not start: OddError: odd');
    assert.ok(!page.kernel.isRunning);
});

test('a start that cannot succeed says why, and leaves the Spark that runs', async () => {
    await click();
    await page.settle();
    const {maker} = page.kernel.process;
    const cause = {sentence: 'It cannot start.', advice: 'Mend it.', key: 'spark.x'};
    page.commands.switch();
    await page.flush();
    const answer = {data: {'application/json': {...page.kernel.facts, cause}}};
    page.kernel.step({status: 'ok', user_expressions: {answer}});
    await page.flush();
    assert.strictEqual(page.failures[0].sentence, 'It cannot start.');
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.strictEqual(page.kernel.process.maker, maker);
});

test('interrupts that come while the kernel is asked are not taken for an answer', async () => {
    const interrupted = {ename: 'KeyboardInterrupt', evalue: '', traceback: []};
    await click(1);  // prepare
    page.kernel.step({status: 'error', ...interrupted});  // the code
    await page.flush();
    for (const content of [{status: 'error', ...interrupted},
        {status: 'ok', user_expressions: {answer: {status: 'error', ...interrupted}}}]) {
        page.kernel.step(content);
        await page.flush();
    }
    await page.settle();
    assert.strictEqual(page.session.state, 'failed');
    assert.match(page.failures[0].sentence, /KeyboardInterrupt/);
    assert.ok(!page.kernel.process.claim);
});

test('code that leaves no Spark is a failure', async () => {
    await click(1);
    page.kernel.step({status: 'ok', user_expressions: {}});
    await page.settle();
    assert.match(page.failures[0].sentence, /there is no running Spark/);
});

test('a session whose own description fails is asked for once more', async () => {
    await click(1);
    page.kernel.isRunning = true;
    page.kernel.step({status: 'ok', user_expressions: {started: {ename: 'E', evalue: ''}}});
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
});

test('a config that is broken starts nothing', async () => {
    page.config.error = 'local.yaml:1: `mastre` is not a config key';
    await click();
    await page.settle();
    assert.strictEqual(page.session.state, 'failed');
    assert.strictEqual(page.failures[0].sentence, page.config.error);
    assert.deepStrictEqual(page.rendered, []);
});

test('a server that does not answer is a failure, and the next click tries again', async () => {
    const {render} = page.api;
    page.api.render = async () => {
        throw Object.assign(new Error(''), {xhr: {status: 0}});
    };
    await click();
    await page.settle();
    assert.strictEqual(page.failures[0].sentence, 'The notebook server does not answer.');
    page.api.render = render;
    page.commands.again();
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
});

test('another page’s start is waited for, and shown', async () => {
    await click();
    const claimed = {running: false, claimed: true};
    const reply = {status: 'ok', user_expressions: {answer: {data: {'application/json': claimed}}}};
    page.kernel.step(reply);
    await page.flush();
    assert.deepStrictEqual(page.session.progress, {phase: 'elsewhere'});
    page.kernel.isRunning = true;
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.ok(!page.kernel.queue.some(({code}) => code.startsWith('RUN')));
});

test('a switch stops the old Spark and starts the new one', async () => {
    await click();
    await page.settle();
    page.commands.switch();
    await page.flush();
    page.kernel.step();  // look, as a cell may have run
    await page.flush();
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.strictEqual(page.rendered.length, 2);
});

test('a switch to what cannot be rendered leaves the old Spark', async () => {
    await click();
    await page.settle();
    page.api.render = async () => {
        throw Object.assign(new Error('broken.yaml'), {xhr: {status: 409}});
    };
    page.commands.switch();
    await page.settle();
    assert.ok(page.kernel.isRunning);
    assert.strictEqual(page.failures[0].sentence, 'broken.yaml');
    assert.strictEqual(page.session.state, 'running');
});

test('a stop ends Spark', async () => {
    await click();
    await page.settle();
    page.commands.stop();
    assert.strictEqual(page.session.state, 'stopping');
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
    assert.ok(!page.kernel.isRunning);
});

test('a stop that the kernel does not survive has stopped Spark', async () => {
    await click();
    await page.settle();
    page.commands.stop();
    await page.flush();
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
    assert.deepStrictEqual(page.failures, []);
});

test('a stop without a sensible answer is a failure', async () => {
    const error = mock.method(console, 'error', () => {});
    await click();
    await page.settle();
    page.commands.stop();
    await page.flush();
    page.kernel.step({status: 'ok', user_expressions: {answer: {ename: 'E', evalue: 'odd'}}});
    await page.flush();
    assert.strictEqual(page.session.state, 'failed');
    assert.strictEqual(page.failures.length, 1);
    error.mock.restore();
});

for (const how of ['restart', 'die', 'kill']) {
    for (const steps of [0, 1]) {
        test(`a start ends with its kernel: ${how} after ${steps} requests`, async () => {
            await click(steps);
            page.kernel[how]();
            await page.settle();
            page.kernel.becomeReady();
            await page.settle();
            assert.ok(!page.session.locked);
            assert.strictEqual(page.failures.length, 1);
            assert.match(page.failures[0].sentence, /^The kernel (was|has)/);
            page.commands.again();
            await page.settle();
            assert.strictEqual(page.session.state, 'running');
        });
    }
}

/** The start that runs, to be cancelled as by its dialog's button. */
function startOf() {
    const {Start} = page.load('start');
    const {run} = Start.prototype;
    let found;
    mock.method(Start.prototype, 'run', function () {
        found = this;
        return run.call(this);
    });
    return () => found;
}

for (const steps of [0, 1]) {
    test(`a start that is cancelled after ${steps} requests leaves nothing`, async () => {
        const start = startOf();
        await click(steps);
        start().cancel();
        start().cancel();
        await page.settle();
        assert.strictEqual(page.session.state, 'ready');
        assert.ok(!page.kernel.isRunning);
        assert.ok(!page.session.locked);
        assert.deepStrictEqual(page.failures, []);
        await click();
        await page.settle();
        assert.strictEqual(page.session.state, 'running');
    });
}

test('a cancel interrupts the start, and not the cell before it', async () => {
    const start = startOf();
    page.kernel.execute('cell', {shell: {reply: () => {}}}, {silent: true});
    await click();
    start().cancel();
    assert.strictEqual(page.kernel.interrupts, 0);
    await page.settle();
    assert.ok(!page.kernel.isRunning);
});

test('a kernel that does not react to a cancel is told so', async () => {
    const start = startOf();
    await click(1);
    page.kernel.queue[0].callbacks.iopub.status({content: {execution_state: 'busy'}});
    start().cancel();
    assert.deepStrictEqual(start().giveUp, {phase: 'cancelled'});
    page.clock.tick(10_000);
    assert.deepStrictEqual(start().giveUp, {phase: 'stubborn'});
});

test('the code of the running Spark becomes a cell', async () => {
    await click();
    await page.settle();
    const cells = [];
    Object.assign(page.notebook, {
        insert_cell_above: () => ({set_text: text => cells.push(text)}),
        scroll_to_cell: () => {},
        find_cell_index: () => 0,
    });
    page.commands.insertCode();
    assert.deepStrictEqual(cells, ['CODE']);
    page.commands.stop();
    await page.settle();
    page.commands.insertCode();
    assert.deepStrictEqual(cells, ['CODE']);
});

/** What the kernel is to do, in order. */
function queued() {
    return page.kernel.queue.map(({code, options: {user_expressions: {answer = ''} = {}}}) =>
        `${code}${answer}`.replace(/:\d+/g, ''));
}

test('a click takes its place in the queue of a busy kernel', async () => {
    page.kernel.execute('before', {});
    await click();
    page.kernel.execute('behind', {});
    assert.deepStrictEqual(queued(), ['before', 'prepare', 'RUNstarted', 'behind']);
});

test('a switch takes its place, too', async () => {
    await click();
    await page.settle();
    page.commands.switch();
    await page.flush();
    page.kernel.execute('behind', {});
    assert.deepStrictEqual(queued(), ['replace', 'RUNstarted', 'behind']);
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
});

test('a start that a failed cell has skipped begins again', async () => {
    await click();
    page.kernel.step({status: 'aborted'});
    page.kernel.step({status: 'aborted'});
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
});

test('a start in a kernel that others have restarted gives it the library again', async () => {
    await click();
    page.kernel.hasLibrary = false;
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
});

test('a start that is cancelled as it waits leaves nothing, even if the page is gone by then', async () => {
    const start = startOf();
    page.kernel.execute('before', {});
    await click();
    start().cancel();
    await page.flush();
    assert.deepStrictEqual(queued(), ['before', 'prepare', 'RUNstarted', 'abandon']);
    assert.deepStrictEqual(start().giveUp, {phase: 'withdrawn'});
    page.kernel.drop();
    while (page.kernel.queue.length) {
        page.kernel.step();
    }
    assert.ok(!page.kernel.isRunning);
    assert.strictEqual(page.kernel.interrupts, 0);
    page.kernel.reconnect();
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
});

test('who waits for another page’s start can leave at once', async () => {
    const start = startOf();
    const other = await new Page(page).open();
    other.commands.start();
    await other.flush();
    await click(2);  // both prepare
    page.kernel.step();
    page.kernel.step();
    await page.flush();
    start().cancel();
    await page.flush();
    assert.ok(!page.session.locked);
    await page.settle();
    assert.ok(page.kernel.isRunning);
    assert.deepStrictEqual([page.session.state, other.session.state], ['running', 'running']);
});

/** The page is away while the kernel does all that it was asked, and another page gets what it says. */
async function missAll(content) {
    page.kernel.drop();
    while (page.kernel.queue.length) {
        page.kernel.step(page.kernel.queue[0].code.startsWith('RUN') ? content : undefined);
        await page.flush();
    }
    page.kernel.reconnect();
    await page.settle();
    assert.ok(!page.session.locked);
}

test('a start whose end was missed shows the running Spark', async () => {
    await new Page(page).open();
    await click();
    await missAll();
    assert.strictEqual(page.session.state, 'running');
    assert.deepStrictEqual(page.failures, []);
});

test('a start whose failure was missed is one', async () => {
    await new Page(page).open();
    await click();
    await missAll({status: 'error', ename: 'E', evalue: 'e', traceback: []});
    assert.match(page.failures[0].sentence, /no Spark runs/);
    assert.strictEqual(page.kernel.process.claim, null);
});

test('a stop whose end was missed has stopped Spark, and is not asked for again', async () => {
    await new Page(page).open();
    await click();
    await page.settle();
    page.commands.stop();
    await page.flush();
    await missAll();
    assert.strictEqual(page.session.state, 'ready');
});

test('a start ends with a kernel that another page has restarted', async () => {
    const other = await new Page(page).open();
    await click();
    other.kernel.restart();
    await page.settle();
    assert.ok(!page.session.locked);
    assert.match(page.failures[0].sentence, /no Spark runs/);
});

for (const [how, state] of [['kill', 'no-kernel'], ['restart', 'running']]) {
    test(`a start that asks the user meanwhile meets the end of its kernel: ${how}`, async () => {
        const {render} = page.api;
        let submit;
        page.api.render = () => new Promise(resolve => {
            submit = () => resolve(render('local', {}));
        });
        await click();
        page.kernel[how]();
        submit();
        await page.settle();
        assert.ok(!page.session.locked);
        assert.strictEqual(page.session.state, state);
        assert.deepStrictEqual(page.failures.map(it => it.sentence),
            how === 'kill' ? ['The kernel was shut down.'] : []);
    });
}

test('a session that is kept, and an archive that is made, in a kernel that restarts', async () => {
    const warn = mock.method(console, 'warn', () => {});
    await click();
    await page.settle();
    for (const action of [() => page.commands.keep(), () => page.session.warm('warm')]) {
        action();
        await page.flush();
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.session.state, 'ready');
    }
    assert.ok(warn.mock.callCount() >= 2);
    warn.mock.restore();
});
