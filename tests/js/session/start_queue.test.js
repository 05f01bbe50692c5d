// A start’s place in the kernel's queue, among cells and other pages' starts.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {SessionPage, replyOf} from './session_page.js';

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

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

test('who is behind another page’s start shows it', async () => {
    const other = await new SessionPage(page).open();
    await other.click();
    await page.click();
    await page.settle();
    assert.deepStrictEqual([page.phase, other.phase], ['running', 'running']);
    assert.deepStrictEqual([page.failures, other.failures], [[], []]);
});
