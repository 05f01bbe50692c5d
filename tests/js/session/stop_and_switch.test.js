// What is done with a Spark that runs: it is stopped, or replaced.
import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import {SessionPage, replyOf} from './session_page.js';

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

test('a start that cannot succeed says why, and leaves the Spark that runs', async () => {
    await page.startSpark();
    const {maker} = page.kernel.process;
    const cause = {sentence: 'It cannot start.', advice: 'Mend it.', key: 'spark.x'};
    page.actions.switch();
    await page.flush();
    page.kernel.step(replyOf({...page.kernel.facts, cause}));
    await page.flush();
    assert.deepStrictEqual(page.sentences, ['It cannot start.']);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.kernel.process.maker, maker);
    assert.ok(page.state.session.failure);  // the dialog shows it, until it is closed
    page.actions.closeDialog();
    await page.flush();
    assert.strictEqual(page.state.session.failure, null);
});

test('a switch stops the old Spark and starts the new one', async () => {
    await page.startSpark();
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
    await page.startSpark();
    page.server.statuses['startspark/configs/local/render'] = 409;
    page.server.answers['startspark/configs/local/render'] = {message: 'broken.yaml'};
    page.actions.switch();
    await page.settle();
    assert.ok(page.kernel.isRunning);
    assert.deepStrictEqual(page.sentences, ['broken.yaml']);
    assert.strictEqual(page.phase, 'running');
    assert.ok(page.state.session.failure);
    page.actions.showSession();
    await page.flush();
    assert.strictEqual(page.state.session.failure, null);
});

test('a stop ends Spark', async () => {
    await page.startSpark();
    page.actions.stop();
    assert.strictEqual(page.phase, 'stopping');
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.ok(!page.kernel.isRunning);
    assert.ok(!page.state.dialog.isOpen);
});

test('a click while Spark stops shows what it waits for', async () => {
    await page.startSpark();
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
    await page.startSpark();
    page.actions.stop();
    await page.flush();
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.deepStrictEqual(page.failures, []);
});

test('a stop without a sensible answer is a failure, and the dialog opens with it', async () => {
    const error = mock.method(console, 'error', () => {});
    await page.startSpark();
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

test('the code of the running Spark becomes a cell', async () => {
    await page.startSpark();
    const {inserted} = page.host.saved;
    page.actions.insertCode();
    assert.deepStrictEqual(inserted, ['CODE']);
    page.actions.stop();
    await page.settle();
    page.actions.insertCode();
    assert.deepStrictEqual(inserted, ['CODE']);
});

test('a switch takes its place, too', async () => {
    await page.startSpark();
    page.actions.switch();
    await page.flush();
    page.run('behind');
    assert.deepStrictEqual(page.queued, ['replace', 'RUNstarted', 'behind']);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a session that is kept, and an archive that is built, in a kernel that restarts', async () => {
    const warn = mock.method(console, 'warn', () => {});
    await page.startSpark();
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
