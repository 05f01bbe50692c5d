// A start that the user does not want any more.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {SessionPage} from './session_page.js';

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

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
        await page.startSpark();
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
