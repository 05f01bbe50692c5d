// A page whose connection breaks misses what the kernel replies: another page gets it instead.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {SessionPage, errorReply} from './session_page.js';

let page, other, muted;

beforeEach(async () => {
    muted = ['warn', 'error'].map(name => mock.method(console, name, () => {}));
    page = await new SessionPage().open();
    other = await new SessionPage(page).open();
});

afterEach(async () => {
    muted.forEach(it => it.mock.restore());
    await page.close();
});

async function startIt() {
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
}

/** The page is away while the kernel does what it was asked; the configuration's code ends with `content`. */
async function miss(steps, content) {
    page.kernel.drop();
    for (let step = 0; step < steps && page.kernel.queue.length; step += 1) {
        page.kernel.step(page.kernel.queue[0].code.startsWith('RUN') ? content : undefined);
        await page.flush();
    }
    page.kernel.reconnect();
    await page.settle();
    await other.settle();
}

function expectTheTruth() {
    const {isRunning, process: {claim}} = page.kernel;
    for (const {state, phase} of [page, other]) {
        assert.ok(!state.session.isLocked);
        assert.strictEqual(state.session.start, null);
        assert.strictEqual(phase === 'running', isRunning, phase);
        assert.ok(['ready', 'running', 'failed'].includes(phase), phase);
    }
    assert.strictEqual(claim, null);
}

test('a start whose end was missed shows the running Spark', async () => {
    await page.click();
    await miss(Infinity);
    assert.strictEqual(page.phase, 'running');
    assert.deepStrictEqual(page.failures, []);
    expectTheTruth();
});

test('a start whose failure was missed is one', async () => {
    await page.click();
    await miss(Infinity, errorReply('E', 'e'));
    assert.match(page.failures[0].sentence, /Spark is not running/);
    expectTheTruth();
});

test('a stop whose end was missed has stopped Spark, and is not asked for again', async () => {
    await startIt();
    page.actions.stop();
    await page.flush();
    await miss(Infinity);
    assert.strictEqual(page.phase, 'ready');
    expectTheTruth();
});

test('a start ends with a kernel that another page has restarted', async () => {
    await page.click();
    other.kernel.restart();
    await page.settle();
    assert.ok(!page.state.session.isLocked);
    assert.match(page.failures[0].sentence, /Spark is not running/);
});

/** What the user does, by name; what it leads to is missed from each step on. */
const DONE = {
    'a start': () => page.click(),
    'a start behind a cell': async () => {
        page.run('before');
        await page.click();
    },
    'a start that is cancelled': async () => {
        await page.click();
        page.cancel();
        await page.flush();
    },
    'a switch': async () => {
        await startIt();
        page.actions.switch();
        await page.flush();
    },
    'a stop': async () => {
        await startIt();
        page.actions.stop();
        await page.flush();
    },
    'another page’s start': async () => {
        page.actions.click();
        other.actions.click();
        await page.flush();
    },
};

/** How the configuration's code ends. */
const ENDS = {'ends well': undefined, 'fails': errorReply('E', 'e')};

/** How many replies come, and how many are missed then. */
const MISSED = [0, 1, 2, 3].flatMap(before => [1, 2, Infinity].map(missed => [before, missed]));

/** @returns {Array<[action: string, end: string, before: number, missed: number]>} */
function cases() {
    return Object.keys(DONE).flatMap(name => Object.keys(ENDS).flatMap(end =>
        MISSED.map(([before, missed]) => [name, end, before, missed])));
}

for (const [name, end, before, missed] of cases()) {
    test(`${name} that ${end}: after ${before} replies, ${missed} are missed`, async () => {
        await DONE[name]();
        for (let step = 0; step < before; step += 1) {
            page.kernel.step(page.kernel.queue[0]?.code.startsWith('RUN') ? ENDS[end] : undefined);
            await page.flush();
        }
        await miss(missed, ENDS[end]);
        expectTheTruth();
    });
}

test('a prewarmed JVM whose answer was lost is asked for once more', async () => {
    const [config] = page.server.configs;
    config.prewarm = true;
    await page.catalog.reload();
    page.prewarm.begin();
    await page.flush();
    assert.deepStrictEqual(page.queued, ['prewarm']);
    await miss(Infinity);
    assert.strictEqual(page.phase, 'ready');
    assert.ok(!page.prewarm.isAsking);
});
