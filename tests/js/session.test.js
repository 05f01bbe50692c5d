// The session follows the kernel, whatever happens in which order.
'use strict';

const assert = require('node:assert');
const {beforeEach, afterEach, mock, test} = require('node:test');
const {Page} = require('./scripted');

let page;

beforeEach(async () => {
    page = await new Page().open();
});

afterEach(() => page.close());

/** A cell is run, in which Spark starts or stops. */
function cell(isRunning) {
    page.kernel.execute('cell', {shell: {reply: () => {}}}, {silent: false});
    page.kernel.step();
    page.kernel.isRunning = isRunning;
}

test('a kernel without Spark is ready', () => {
    assert.strictEqual(page.session.state, 'ready');
    assert.strictEqual(page.session.obstacle, null);
});

test('a cell that starts Spark, and one that stops it, are noticed', async () => {
    cell(true);
    await page.settle();
    assert.strictEqual(page.session.state, 'running');
    assert.strictEqual(page.session.facts.config, 'local');
    cell(false);
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
});

test('the kernel is not asked where no cell has run', async () => {
    page.events.trigger('kernel_idle.Kernel');
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
    assert.strictEqual(page.session.state, 'running');
});

test('a busy kernel is shown as busy, and no longer once it answers', async () => {
    const asked = page.session.look();
    await page.flush();
    assert.ok(!page.session.kernelIsBusy);
    page.clock.tick(500);
    assert.ok(page.session.kernelIsBusy);
    await page.settle();
    await asked;
    assert.ok(!page.session.kernelIsBusy);
});

test('a request that the kernel skips is asked again', async () => {
    const asked = page.session.look();
    await page.flush();
    page.kernel.step({status: 'aborted'});
    await page.settle();
    assert.deepStrictEqual(await asked, {running: false, ended: null});
});

test('an answer without sense is no state', async () => {
    const error = mock.method(console, 'error', () => {});
    const asked = page.session.look();
    await page.flush();
    page.kernel.step({status: 'ok', user_expressions: {answer: {ename: 'E', evalue: 'odd'}}});
    await assert.rejects(asked, /cannot tell what Spark runs there: E: odd$/);
    assert.strictEqual(page.session.state, 'ready');
    assert.strictEqual(error.mock.callCount(), 1);
    error.mock.restore();
});

test('a kernel that cannot answer is asked once, and the reason is told', async () => {
    const muted = ['error', 'warn'].map(name => mock.method(console, name, () => {}));
    const {process} = page.kernel;
    let asked = 0;
    const reply = process.reply.bind(process);
    process.reply = request => {
        asked += request.options.user_expressions ? 1 : 0;
        return asked > 9 ? reply(request) : {status: 'error', ename: 'RuntimeError', evalue: 'too old'};
    };
    page.kernel.restart();
    await page.settle();
    assert.ok(asked < 4, `${asked} times`);  // Jupyter says twice that it is ready
    assert.match(page.session.trouble, /cannot tell what Spark runs there: RuntimeError: too old$/);
    delete process.reply;
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
    assert.strictEqual(page.session.trouble, '');
    muted.forEach(it => it.mock.restore());
});

for (const [how, state] of [['restart', 'ready'], ['die', 'lost'], ['kill', 'no-kernel']]) {
    test(`a running Spark is gone after: ${how}`, async () => {
        cell(true);
        await page.settle();
        page.kernel[how]();
        await page.settle();
        assert.strictEqual(page.session.state, state);
    });
}

test('a kernel that is shut down from elsewhere is gone, and no Spark is lost', async () => {
    cell(true);
    await page.settle();
    const states = [];
    page.session.machine.onChange = state => states.push(state);
    page.kernel.isConnected = false;
    page.kernel.trigger('kernel_dead');
    page.kernel.trigger('kernel_disconnected');
    await page.settle();
    assert.deepStrictEqual(states, ['no-kernel']);
    assert.ok(!page.session.facts.running);
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
        page.statuses['/api/kernels/k1'] = status;
        page.events.trigger('kernel_reconnecting.Kernel');
        await assert.rejects(asked, {message: sentence});
        page.kernel.queue = [];
    }
});

test('a connection that is lost for a while ends nothing', async () => {
    const asked = page.session.look();
    await page.flush();
    page.events.trigger('kernel_reconnecting.Kernel');
    await page.flush();
    await page.settle();
    assert.deepStrictEqual(await asked, {running: false, ended: null});
});

test('an answer that was lost is asked for again', async () => {
    for (const isThere of [true, false]) {  // another page gets what the kernel says, else the server keeps it
        const other = isThere && await new Page(page).open();
        const asked = page.session.look();
        await page.flush();
        page.kernel.drop();
        page.kernel.step();
        page.kernel.reconnect();
        await page.settle();
        assert.deepStrictEqual(await asked, {running: false, ended: null});
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
    assert.deepStrictEqual(await asked, {running: false, ended: null});
});

test('another page’s start is followed to its end', async () => {
    page.kernel.hear({phase: 'java'});
    assert.strictEqual(page.session.state, 'starting');
    assert.deepStrictEqual(page.session.progress, {phase: 'java'});
    page.kernel.hear({running: true, config: 'local'});
    assert.strictEqual(page.session.state, 'running');
    assert.strictEqual(page.session.progress, null);
});

test('another page’s start that fails is over when the kernel is idle', async () => {
    page.kernel.hear({phase: 'java'});
    page.events.trigger('kernel_idle.Kernel');
    await page.settle();
    assert.strictEqual(page.session.state, 'ready');
});

test('a start of another page is over where the kernel is gone', async () => {
    page.kernel.hear({phase: 'java'});
    page.kernel.kill();
    await page.settle();
    assert.strictEqual(page.session.state, 'no-kernel');
});

test('news of an end has the kernel asked', async () => {
    cell(true);
    await page.settle();
    Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: -9}});
    page.kernel.hear({phase: 'ended'});
    await page.settle();
    assert.strictEqual(page.session.state, 'lost');
    assert.deepStrictEqual(page.session.ended, {reason: 'jvm', exit_code: -9});
});

test('news that make no sense change nothing', () => {
    for (const news of [{}, [], null, 7, 'x', {java: null}, {phase: null}]) {
        page.kernel.hear(news);
    }
    assert.ok(['ready', 'starting'].includes(page.session.state));
});

test('while somebody changes the session nobody else asks for it', async () => {
    page.session.locked = true;
    await page.session.refresh();
    page.kernel.hear({running: true});
    assert.deepStrictEqual(page.kernel.queue, []);
    assert.notStrictEqual(page.session.state, 'running');
});

test('a Java that waits, and an archive that is made, are told', () => {
    page.kernel.hear({java: {ready: true, memory: 5}});
    assert.deepStrictEqual(page.session.java, {ready: true, memory: 5});
    page.kernel.hear({warming: {phase: 'session'}});
    assert.deepStrictEqual(page.session.facts.warming, {phase: 'session'});
});

test('a kernel of another language, or none, is an obstacle', () => {
    const {obstacle} = page.load('kernel');
    assert.strictEqual(obstacle(page.notebook), null);
    page.kernel.info_reply = {};
    assert.strictEqual(obstacle(page.notebook), null);  // the notebook knows what it was
    page.notebook.metadata = {};
    assert.match(obstacle(page.notebook), /Waiting for the kernel to say/);
    page.kernel.info_reply = {language_info: {name: 'R'}};
    assert.match(obstacle(page.notebook), /this one runs R/);
    page.kernel.isConnected = false;
    assert.match(obstacle(page.notebook), /not connected/);
    assert.match(obstacle({kernel: null}), /not connected/);
});
