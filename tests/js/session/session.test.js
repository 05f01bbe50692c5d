// The session follows the kernel, whatever happens in which order.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {SessionPage} from './session_page.js';

const NOTHING = {running: false, ended: null};

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

/** A cell is run, in which Spark starts or stops. */
function cell(isRunning) {
    page.run('cell');
    page.kernel.step();
    page.kernel.isRunning = isRunning;
}

test('a kernel without Spark is ready', () => {
    assert.strictEqual(page.phase, 'ready');
    assert.strictEqual(page.state.session.obstacle, null);
});

test('a cell that starts Spark, and one that stops it, are noticed', async () => {
    cell(true);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.state.session.facts.config, 'local');
    cell(false);
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('a cell of another page that starts Spark is noticed', async () => {
    const other = await new SessionPage(page).open();
    other.run('cell starts');
    await page.settle();
    assert.deepStrictEqual([page.phase, other.phase], ['running', 'running']);
});

test('the kernel is not asked where no cell has run', async () => {
    page.kernel.emit('idle');
    await page.flush();
    page.clock.tick(1000);
    await page.flush();
    assert.deepStrictEqual(page.kernel.queue, []);
    assert.ok(page.session.isSurelyReady);
});

test('a kernel that has lost the library gets it again', async () => {
    page.kernel.hasLibrary = false;
    cell(true);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a busy kernel is shown as busy, and no longer once it answers', async () => {
    const asked = page.session.look();
    await page.flush();
    assert.ok(!page.state.session.isKernelBusy);
    page.clock.tick(500);
    assert.ok(page.state.session.isKernelBusy);
    await page.settle();
    await asked;
    assert.ok(!page.state.session.isKernelBusy);
});

test('a request that the kernel skips is asked again', async () => {
    const asked = page.session.look();
    await page.flush();
    page.kernel.step({status: 'aborted'});
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('an answer without sense is no state', async () => {
    const error = mock.method(console, 'error', () => {});
    const asked = page.session.look();
    await page.flush();
    page.kernel.step({status: 'ok', user_expressions: {answer: {ename: 'E', evalue: 'odd'}}});
    await assert.rejects(asked, /cannot report its Spark session: E: odd$/);
    assert.strictEqual(page.phase, 'ready');
    assert.strictEqual(error.mock.callCount(), 1);
    error.mock.restore();
});

test('a kernel that cannot answer is asked once, and the reason is told', async () => {
    const muted = ['error', 'warn'].map(name => mock.method(console, name, () => {}));
    const {process} = page.kernel;
    let asked = 0;
    const reply = process.reply.bind(process);
    process.reply = request => {
        asked += request.expressions.answer ? 1 : 0;
        return asked > 9 ? reply(request) : {status: 'error', ename: 'RuntimeError', evalue: 'too old'};
    };
    page.kernel.restart();
    await page.settle();
    assert.ok(asked > 0 && asked < 4, `${asked} times`);  // an application may say twice that it is ready
    assert.match(page.state.session.trouble, /cannot report its Spark session: RuntimeError: too old$/);
    delete process.reply;
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.strictEqual(page.state.session.trouble, '');
    muted.forEach(it => it.mock.restore());
});

for (const [how, phase] of [['restart', 'ready'], ['die', 'lost'], ['kill', 'no-kernel']]) {
    test(`a running Spark is gone after: ${how}`, async () => {
        cell(true);
        await page.settle();
        page.kernel[how]();
        await page.settle();
        assert.strictEqual(page.phase, phase);
        assert.ok(!page.state.session.facts.running);
    });
}

test('a kernel that is shut down from elsewhere is gone, and no Spark is lost', async () => {
    cell(true);
    await page.settle();
    const phases = [];
    page.store.subscribe(({session: {phase}}) => phase !== phases.at(-1) && phases.push(phase));
    page.kernel.kill('dead');
    await page.settle();
    assert.deepStrictEqual(phases, ['running', 'no-kernel']);
    assert.ok(!page.state.session.facts.running);
});

test('a kernel that ends leaves nobody waiting', async () => {
    for (const how of ['restart', 'die', 'kill']) {
        const asked = page.session.look();
        asked.catch(() => {});
        await page.flush();
        page.kernel[how]();
        await assert.rejects(asked, {message: /^The kernel was (restarted|shut down)\.$/});
        page.kernel.isConnected = true;
    }
});

test('a kernel that others have shut down is no longer waited for', async () => {
    for (const [status, sentence] of [[404, 'The kernel was shut down.'],
        [403, 'You are no longer signed in to the notebook server.']]) {
        const asked = page.session.look();
        asked.catch(() => {});
        await page.flush();
        page.server.statuses['api/kernels/k1'] = status;
        page.kernel.emit('reconnecting');
        await assert.rejects(asked, {message: sentence});
        page.kernel.queue = [];
    }
});

test('a connection that is lost for a while ends nothing', async () => {
    const asked = page.session.look();
    await page.flush();
    page.kernel.emit('reconnecting');
    await page.flush();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('an answer that was lost is asked for again', async () => {
    for (const isThere of [true, false]) {  // another page gets what the kernel says, else the server keeps it
        const other = isThere && await new SessionPage(page).open();
        const asked = page.session.look();
        await page.flush();
        page.kernel.drop();
        page.kernel.step();
        page.kernel.reconnect();
        await page.settle();
        assert.deepStrictEqual(await asked, NOTHING);
        if (other) {
            other.kernel.drop();
        }
    }
});

test('what is asked without a connection is answered once there is one', async () => {
    page.kernel.drop();
    const asked = page.session.look();
    await page.flush();
    page.kernel.reconnect();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('another page’s start is followed to its end', async () => {
    page.kernel.hear({phase: 'jvm'});
    assert.strictEqual(page.phase, 'starting');
    assert.deepStrictEqual(page.state.session.otherStart, {phase: 'jvm'});
    page.kernel.hear({running: true, config: 'local'});
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.state.session.otherStart, null);
});

test('another page’s start that fails is over when the kernel is idle', async () => {
    page.kernel.hear({phase: 'jvm'});
    page.kernel.emit('idle');
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('a start of another page is over where the kernel is gone', async () => {
    page.kernel.hear({phase: 'jvm'});
    page.kernel.kill();
    await page.settle();
    assert.strictEqual(page.phase, 'no-kernel');
});

test('the dialog of another page’s start closes with it, unless it brings a Spark', async () => {
    for (const isRunning of [false, true]) {
        page.kernel.hear({phase: 'jvm'});
        page.actions.click();
        await page.flush();
        assert.ok(page.state.dialog.isOpen);
        page.kernel.isRunning = isRunning;
        page.kernel.emit('idle');
        await page.settle();
        assert.strictEqual(page.state.dialog.isOpen, isRunning);
    }
});

test('a published end has the kernel asked', async () => {
    cell(true);
    await page.settle();
    Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: -9}});
    page.kernel.hear({phase: 'ended'});
    await page.settle();
    assert.strictEqual(page.phase, 'lost');
    assert.deepStrictEqual(page.state.session.ended, {reason: 'jvm', exit_code: -9});
});

test('an idle session has the kernel asked for how long', async () => {
    cell(true);
    await page.settle();
    page.kernel.hear({phase: 'running', idle: true});
    await page.flush();
    page.clock.tick(1000);
    await page.flush();
    assert.deepStrictEqual(page.queued, ['look']);
});

test('messages that make no sense change nothing', () => {
    for (const message of [{}, [], null, 7, 'x', {prewarmed: null}, {phase: null}, {progress: {id: 1}}]) {
        page.kernel.hear(message);
    }
    assert.ok(['ready', 'starting'].includes(page.phase));
});

test('what Spark’s jobs do does not change the session', () => {
    page.kernel.hear({progress: {application: 'app-1'}});
    assert.strictEqual(page.phase, 'ready');
});

test('what the kernel answers of Spark’s jobs is kept apart, as long as Spark runs', () => {
    const progress = {application: 'app-1', seq: 3};
    page.session.apply({running: true, progress});
    assert.deepStrictEqual([page.state.session.progress, page.state.session.facts.progress], [progress, undefined]);
    page.session.apply({running: true});
    assert.strictEqual(page.state.session.progress, progress);
    page.session.apply({running: false});
    assert.strictEqual(page.state.session.progress, null);
});

test('while somebody changes the session nobody else asks for it', async () => {
    page.session.update({isLocked: true});
    await page.session.refresh();
    page.kernel.hear({running: true});
    assert.deepStrictEqual(page.kernel.queue, []);
    assert.notStrictEqual(page.phase, 'running');
});

test('a prewarmed JVM, and an archive that is built, are told', () => {
    page.kernel.hear({prewarmed: {ready: true, memory: 5}});
    assert.deepStrictEqual(page.state.session.jvm, {ready: true, memory: 5});
    page.kernel.hear({archive_build: {phase: 'session'}});
    assert.deepStrictEqual(page.state.session.facts.archive_build, {phase: 'session'});
});

test('what the kernel publishes of a prewarmed JVM is newer than an answer that comes after it', async () => {
    const looks = page.session.refresh();
    await page.flush();
    page.kernel.hear({prewarmed: {ready: true, memory: 5}});
    await Promise.all([looks, page.settle()]);
    assert.deepStrictEqual(page.state.session.jvm, {ready: true, memory: 5});
    await Promise.all([page.session.refresh(), page.settle()]);
    assert.deepStrictEqual(page.state.session.jvm, {});
});

test('what is known of an archive outlives the next look', async () => {
    page.kernel.hear({archive_build: {phase: 'session'}});
    await Promise.all([page.session.refresh(), page.settle()]);
    assert.deepStrictEqual(page.state.session.facts.archive_build, {phase: 'session'});
});

for (const [language, connected, expected] of [
    ['python', true, null], [null, true, /Waiting for the kernel to report/], ['R', true, /this one runs R/],
    ['python', false, /not connected/],
]) {
    test(`a kernel of the language ${language}, ${connected ? 'with' : 'without'} a connection`, async () => {
        Object.assign(page.kernel, {language, isConnected: connected});
        page.kernel.emit('changed');
        await page.flush();
        page.clock.tick(0);
        const {obstacle} = page.state.session;
        assert.ok(expected ? expected.test(obstacle) : obstacle === expected, obstacle);
        assert.strictEqual(page.phase, expected ? 'no-kernel' : 'ready');
    });
}

test('a notebook without a kernel has an obstacle', async () => {
    page.kernel.exists = false;
    page.kernel.emit('changed');
    page.clock.tick(0);
    assert.match(page.state.session.obstacle, /not connected/);
});
