// One click, from the question what runs to the running Spark or to why there is none.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {phaseSentence} from '../../../startspark/static/session/startup_phase.js';
import {SessionPage, errorReply, replyOf} from './session_page.js';

const INTERRUPTED = errorReply('KeyboardInterrupt');

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

/** Spark runs, started by a click. */
async function startIt() {
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
}

function sentences() {
    return page.failures.map(it => it.sentence);
}

test('a click starts Spark', async () => {
    await page.click();
    assert.strictEqual(page.phase, 'starting');
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!page.state.session.isLocked);
    assert.strictEqual(page.state.session.start, null);
    assert.deepStrictEqual(page.server.rendered.map(it => it.name), ['local']);
});

test('a click where a cell has started Spark starts nothing', async () => {
    page.run('cell');
    page.kernel.step();
    page.kernel.isRunning = true;
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!page.kernel.process.maker);
});

test('a phase that the kernel has published before it answers is kept', async () => {
    await page.click();
    page.kernel.hear({phase: 'java'});
    page.kernel.step();  // prepare
    await page.flush();
    assert.deepStrictEqual(page.progress, {phase: 'java'});
    await page.settle();
});

test('two clicks start one Spark', async () => {
    page.actions.click();
    page.actions.click();
    await page.settle();
    assert.strictEqual(page.server.rendered.length, 1);
});

test('the dialog shows the start, and then the session', async () => {
    page.actions.click();
    const {start} = page.state.session;
    assert.deepStrictEqual([start.step, start.title, start.begun], ['reading', 'This machine', null]);
    assert.ok(page.state.dialog.isOpen);
    await page.flush();
    assert.strictEqual(page.state.session.start.step, 'executing');
    await page.settle();
    assert.deepStrictEqual([page.state.dialog.isOpen, page.phase], [true, 'running']);
});

test('the time of a start is counted from when the kernel begins with it', async () => {
    page.run('before', true);
    await page.click();
    page.clock.tick(7000);
    assert.strictEqual(page.state.session.start.begun, null);
    page.kernel.step();
    page.kernel.step();  // prepare
    await page.flush();
    assert.strictEqual(page.state.session.start.begun, Date.now());
});

test('what Spark prints is kept with the start, and with its failure', async () => {
    await page.click(1);
    page.kernel.print('\u001b[31mWARN\u001b[0m one\n');
    const [, id] = page.kernel.queue[0].code.split(':');
    page.kernel.hear({log: 'two\n', page: Number(id)});
    page.kernel.hear({log: 'of another page\n', page: 'x'});
    assert.strictEqual(page.state.session.start.log, 'WARN one\ntwo\n');
    page.kernel.step(errorReply('E'));
    await page.settle();
    assert.strictEqual(page.failures[0].log, 'WARN one\ntwo\n');
});

test('a dialog that is hidden while Spark starts stays hidden', async () => {
    await page.click();
    page.actions.closeDialog();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
});

test('a click while Spark starts shows the dialog again', async () => {
    await page.click();
    page.actions.closeDialog();
    await page.click();
    assert.ok(page.state.dialog.isOpen);
    await page.settle();
    assert.strictEqual(page.server.rendered.length, 1);
});

test('a kernel that is free is not waited for', async () => {
    await page.click();
    assert.deepStrictEqual(page.progress, {phase: 'preparing'});
    page.clock.tick(400);
    page.kernel.step();
    await page.flush();
    page.clock.tick(400);
    assert.deepStrictEqual(page.progress, {phase: 'preparing'});
});

test('a kernel that is busy is waited for, until it begins', async () => {
    page.run('before', true);
    await page.click();
    page.clock.tick(500);
    assert.deepStrictEqual(page.progress, {phase: 'waiting'});
    page.kernel.step();
    assert.deepStrictEqual(page.progress, {phase: 'waiting'});
    page.kernel.queue[0].listeners.onBusy();
    assert.deepStrictEqual(page.progress, {phase: 'preparing'});
});

test('what is still to come once Spark is up depends on the code', async () => {
    for (const [code, expected] of [
        ['spark = 1\nsc = spark.sparkContext\n', /^Spark is up\. Completing the start…$/],
        ['spark = 1\nsc = spark.sparkContext\n\nspark.range(3)\n', /^Spark is up\. The rest of the configuration’s code/],
        ['whatever = 1\n', /^Spark is up\. Completing the start…$/],
    ]) {
        const {render} = page.api;
        page.api.render = async (...wanted) => ({...await render.apply(page.api, wanted), code});
        await page.click();
        page.kernel.hear({phase: 'running', local: true});
        assert.match(phaseSentence(page.state.session.start), expected);
        page.api.render = render;
        await page.settle();
        page.actions.stop();
        await page.settle();
    }
});

test('a start that fails says why, and leaves nothing', async () => {
    await page.click(1);  // prepare
    page.kernel.step(errorReply('OddError', 'odd'));
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(sentences(), ['Spark did not start: OddError: odd']);
    assert.ok(!page.kernel.isRunning);
    assert.ok(page.state.dialog.isOpen);
});

test('a failure is shown again by a click, and forgotten by another choice', async () => {
    await page.click(1);
    page.kernel.step(errorReply('OddError', 'odd'));
    await page.settle();
    page.actions.closeDialog();
    await page.flush();
    assert.ok(page.state.session.failure);
    await page.click();
    assert.ok(page.state.dialog.isOpen);
    assert.strictEqual(page.phase, 'failed');
    page.actions.closeDialog();
    page.actions.choose('local');
    await page.flush();
    assert.deepStrictEqual([page.phase, page.state.session.failure], ['ready', null]);
});

test('a start that cannot succeed says why, and leaves the Spark that runs', async () => {
    await startIt();
    const {maker} = page.kernel.process;
    const cause = {sentence: 'It cannot start.', advice: 'Mend it.', key: 'spark.x'};
    page.actions.switch();
    await page.flush();
    page.kernel.step(replyOf({...page.kernel.facts, cause}));
    await page.flush();
    assert.deepStrictEqual(sentences(), ['It cannot start.']);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.kernel.process.maker, maker);
    assert.ok(page.state.session.failure);  // the dialog shows it, until it is closed
    page.actions.closeDialog();
    await page.flush();
    assert.strictEqual(page.state.session.failure, null);
});

test('interrupts that come while the kernel is asked are not taken for an answer', async () => {
    await page.click(1);  // prepare
    page.kernel.step(INTERRUPTED);  // the code
    await page.flush();
    for (const content of [INTERRUPTED, {status: 'ok', user_expressions: {answer: INTERRUPTED}}]) {
        page.kernel.step(content);
        await page.flush();
    }
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.match(page.failures[0].sentence, /KeyboardInterrupt/);
    assert.ok(!page.kernel.process.claim);
});

test('code that leaves no Spark is a failure', async () => {
    await page.click(1);
    page.kernel.step({status: 'ok', user_expressions: {}});
    await page.settle();
    assert.match(page.failures[0].sentence, /there is no running Spark/);
});

test('a session whose own description fails is asked for once more', async () => {
    await page.click(1);
    page.kernel.isRunning = true;
    page.kernel.step({status: 'ok', user_expressions: {started: {ename: 'E', evalue: ''}}});
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a config that is broken starts nothing', async () => {
    page.config.error = 'local.yaml:1: `mastre` is not a config key';
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(sentences(), [page.config.error]);
    assert.strictEqual(page.failures[0].config.name, 'local');  // it is the user's to correct
    assert.deepStrictEqual(page.server.rendered, []);
});

test('a server that does not answer is a failure, and the next click tries again', async () => {
    page.server.statuses['startspark/configs/local/render'] = 0;
    await page.click();
    await page.settle();
    assert.deepStrictEqual(sentences(), ['The notebook server does not answer.']);
    page.server.statuses = {};
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.state.session.failure, null);
});

test('a server without a list of configs is a failure, too', async () => {
    page.server.statuses['startspark/all-config'] = 503;
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(sentences(), ['refused']);
});

test('another page’s start is waited for, and shown', async () => {
    await page.click();
    page.kernel.step(replyOf({running: false, claimed: true}));
    await page.flush();
    assert.deepStrictEqual(page.progress, {phase: 'elsewhere'});
    assert.strictEqual(page.state.session.start.begun, null);
    page.kernel.isRunning = true;
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!page.kernel.queue.some(({code}) => code.startsWith('RUN')));
});

test('of two pages that start Spark one does, and both show it', async () => {
    const other = await new SessionPage(page).open();
    page.actions.click();
    other.actions.click();
    await page.settle();
    await other.settle();
    assert.deepStrictEqual([page.phase, other.phase], ['running', 'running']);
    assert.deepStrictEqual([page.failures, other.failures], [[], []]);
    other.actions.stop();
    await page.settle();
    assert.deepStrictEqual([page.phase, other.phase], ['ready', 'ready']);
});

test('a switch stops the old Spark and starts the new one', async () => {
    await startIt();
    const {maker} = page.kernel.process;
    page.actions.switch();
    await page.flush();
    assert.deepStrictEqual([page.phase, page.progress], ['stopping', {phase: 'stopping'}]);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.server.rendered.length, 2);
    assert.notStrictEqual(page.kernel.process.maker, maker);
});

test('a switch to what cannot be rendered leaves the old Spark', async () => {
    await startIt();
    page.server.statuses['startspark/configs/local/render'] = 409;
    page.server.answers['startspark/configs/local/render'] = {message: 'broken.yaml'};
    page.actions.switch();
    await page.settle();
    assert.ok(page.kernel.isRunning);
    assert.deepStrictEqual(sentences(), ['broken.yaml']);
    assert.strictEqual(page.phase, 'running');
    assert.ok(page.state.session.failure);
    page.actions.showSession();
    await page.flush();
    assert.strictEqual(page.state.session.failure, null);
});

test('a stop ends Spark', async () => {
    await startIt();
    page.actions.stop();
    assert.strictEqual(page.phase, 'stopping');
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.ok(!page.kernel.isRunning);
    assert.ok(!page.state.dialog.isOpen);
});

test('a click while Spark stops shows what it waits for', async () => {
    await startIt();
    page.actions.closeDialog();
    page.actions.stop();
    await page.click();
    assert.ok(page.state.dialog.isOpen);
    page.actions.interrupt();
    assert.strictEqual(page.kernel.interrupts, 1);
    await page.settle();
    assert.ok(!page.state.dialog.isOpen);
});

test('a stop that the kernel does not survive has stopped Spark', async () => {
    await startIt();
    page.actions.stop();
    await page.flush();
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.deepStrictEqual(page.failures, []);
});

test('a stop without a sensible answer is a failure, and the dialog opens with it', async () => {
    const error = mock.method(console, 'error', () => {});
    await startIt();
    page.actions.closeDialog();
    page.actions.stop();
    await page.flush();
    page.kernel.step({status: 'ok', user_expressions: {answer: {ename: 'E', evalue: 'odd'}}});
    await page.flush();
    assert.strictEqual(page.phase, 'failed');
    assert.strictEqual(page.failures.length, 1);
    assert.ok(page.state.dialog.isOpen);
    error.mock.restore();
});

for (const how of ['restart', 'die', 'kill']) {
    for (const steps of [0, 1]) {
        test(`a start ends with its kernel: ${how} after ${steps} requests`, async () => {
            await page.click(steps);
            page.kernel[how]();
            await page.settle();
            page.kernel.becomeReady();
            await page.settle();
            assert.ok(!page.state.session.isLocked);
            assert.strictEqual(page.failures.length, 1);
            assert.match(page.failures[0].sentence, /^The kernel (was|has)/);
            assert.ok(page.state.dialog.isOpen && page.state.session.failure);
            page.actions.retry();
            await page.settle();
            assert.strictEqual(page.phase, 'running');
        });
    }
}

for (const steps of [0, 1]) {
    test(`a start that is cancelled after ${steps} requests leaves nothing`, async () => {
        await page.click(steps);
        page.cancel();
        page.cancel();
        await page.settle();
        assert.strictEqual(page.phase, 'ready');
        assert.ok(!page.kernel.isRunning);
        assert.ok(!page.state.session.isLocked);
        assert.ok(!page.state.dialog.isOpen);
        assert.deepStrictEqual(page.failures, []);
        await startIt();
    });
}

test('a start that is cancelled while the server reads the config ends at once', async () => {
    page.api.render = () => new Promise(() => {});
    page.actions.click();
    page.cancel();
    await page.flush();
    assert.deepStrictEqual([page.state.session.isLocked, page.state.dialog.isOpen], [false, false]);
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('a cancel interrupts the start, and not the cell before it', async () => {
    page.run('cell', true);
    await page.click();
    page.cancel();
    assert.strictEqual(page.kernel.interrupts, 0);
    await page.settle();
    assert.ok(!page.kernel.isRunning);
});

test('a kernel that does not react to a cancel is told so', async () => {
    await page.click(1);
    page.kernel.queue[0].listeners.onBusy();
    page.cancel();
    assert.deepStrictEqual(page.progress, {phase: 'cancelled'});
    assert.strictEqual(page.kernel.interrupts, 1);
    page.clock.tick(10_000);
    assert.deepStrictEqual(page.progress, {phase: 'stubborn'});
});

test('the code of the running Spark becomes a cell', async () => {
    await startIt();
    const {inserted} = page.host.saved;
    page.actions.insertCode();
    assert.deepStrictEqual(inserted, ['CODE']);
    page.actions.stop();
    await page.settle();
    page.actions.insertCode();
    assert.deepStrictEqual(inserted, ['CODE']);
});

test('a click takes its place in the queue of a busy kernel', async () => {
    page.run('before', true);
    await page.click();
    page.run('behind');
    assert.deepStrictEqual(page.queued, ['before', 'prepare', 'RUNstarted', 'behind']);
});

test('so does the first click in a kernel that has never answered', async () => {
    const busy = new SessionPage(page);
    busy.run('before', true);
    busy.parts.load('');
    await busy.flush();
    busy.actions.click();
    await busy.flush();
    busy.run('behind', true);
    const places = busy.queued.filter(it => !it.endsWith('look'));
    assert.deepStrictEqual(places, ['before', 'LIBRARYprepare', 'RUNstarted', 'behind']);
});

test('a switch takes its place, too', async () => {
    await startIt();
    page.actions.switch();
    await page.flush();
    page.run('behind');
    assert.deepStrictEqual(page.queued, ['replace', 'RUNstarted', 'behind']);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a start that a failed cell has skipped begins again', async () => {
    await page.click();
    page.kernel.step({status: 'aborted'});
    page.kernel.step({status: 'aborted'});
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a start in a kernel that others have restarted gives it the library again', async () => {
    await page.click();
    page.kernel.hasLibrary = false;
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a start that is cancelled as it waits leaves nothing, even if the page is gone by then', async () => {
    page.run('before', true);
    await page.click();
    page.cancel();
    await page.flush();
    assert.deepStrictEqual(page.queued, ['before', 'prepare', 'RUNstarted', 'abandon']);
    assert.deepStrictEqual(page.progress, {phase: 'withdrawn'});
    page.kernel.drop();
    while (page.kernel.queue.length) {
        page.kernel.step();
    }
    assert.ok(!page.kernel.isRunning);
    assert.strictEqual(page.kernel.interrupts, 0);
    page.kernel.reconnect();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('who waits for another page’s start can leave at once', async () => {
    page.kernel.process.claim = 'other';
    await page.click(2);
    assert.deepStrictEqual(page.progress, {phase: 'elsewhere'});
    page.cancel();
    await page.flush();
    assert.deepStrictEqual([page.state.session.isLocked, page.state.dialog.isOpen], [false, false]);
    await page.settle();
    assert.strictEqual(page.kernel.process.claim, 'other');
    assert.deepStrictEqual([page.phase, page.failures], ['ready', []]);
});

test('who is behind another page’s start shows it', async () => {
    const other = await new SessionPage(page).open();
    await other.click();
    await page.click();
    await page.settle();
    assert.deepStrictEqual([page.phase, other.phase], ['running', 'running']);
    assert.deepStrictEqual([page.failures, other.failures], [[], []]);
});

for (const how of ['kill', 'restart']) {
    test(`a start meets the end of its kernel while the server renders: ${how}`, async () => {
        const {render} = page.api;
        let submit;
        page.api.render = (...wanted) => new Promise(resolve => {
            submit = () => resolve(render.apply(page.api, wanted));
        });
        await page.click();
        page.kernel[how]();
        submit();
        await page.settle();
        assert.ok(!page.state.session.isLocked);
        assert.strictEqual(page.phase, {kill: 'no-kernel', restart: 'running'}[how]);
        assert.deepStrictEqual(sentences(), how === 'kill' ? ['The kernel was shut down.'] : []);
    });
}

test('a session that is kept, and an archive that is built, in a kernel that restarts', async () => {
    const warn = mock.method(console, 'warn', () => {});
    await startIt();
    for (const action of ['keepIdleSession', 'buildArchive', 'cancelArchive']) {
        page.actions[action]();
        await page.flush();
        page.kernel.restart();
        await page.settle();
        assert.strictEqual(page.phase, 'ready');
    }
    assert.ok(warn.mock.callCount() >= 3);
    warn.mock.restore();
});
