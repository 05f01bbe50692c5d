// The kernel restarts, dies or is shut down, in each phase of the session.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {SessionPage, errorReply} from './session_page.js';

let page, muted;

beforeEach(async () => {
    muted = ['warn', 'error'].map(name => mock.method(console, name, () => {}));
    page = await new SessionPage().open();
});

afterEach(async () => {
    muted.forEach(it => it.mock.restore());
    await page.close();
});

async function run() {
    await page.click();
    await page.settle();
}

/** What leads to each phase. */
const PHASES = {
    'no-kernel': async () => {
        page.kernel.drop();
        await page.settle();
    },
    unknown: async () => {
        page.run('cell');
        page.kernel.drop();
        page.kernel.emit('changed');
        page.clock.tick(0);
        page.kernel.reconnect();
        page.clock.tick(0);
        await page.flush();
    },
    ready: async () => {},
    starting: () => page.click(1),
    running: run,
    stopping: async () => {
        await run();
        page.actions.stop();
        await page.flush();
    },
    failed: async () => {
        await page.click(1);
        page.kernel.step(errorReply('E', 'e'));
        await page.settle();
    },
    lost: async () => {
        await run();
        Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: -9}});
        page.kernel.hear({phase: 'ended'});
        await page.settle();
    },
};

/** Where a phase leads to once the kernel is there again; where nothing is said, that is `ready`. */
const AFTER = {
    restart: {},
    die: {starting: 'failed', running: 'lost', lost: 'ready'},
    kill: {},
};

for (const [phase, lead] of Object.entries(PHASES)) {
    for (const [how, after] of Object.entries(AFTER)) {
        test(`${how} where the phase is ${phase}`, async () => {
            await lead();
            assert.strictEqual(page.phase, phase);
            page.kernel[how]();
            await page.settle();
            if (how === 'kill') {
                assert.strictEqual(page.phase, 'no-kernel');
                page.kernel.becomeReady();
                await page.settle();
            }
            page.kernel.reconnect();
            await page.settle();
            assert.strictEqual(page.phase, after[phase] ?? 'ready');
            assert.ok(!page.state.session.isLocked);
            assert.ok(!page.state.session.isKernelBusy);
            if (phase === 'starting') {  // the dialog says why, whatever the phase is by now
                assert.match(page.state.session.failure.sentence, /^The kernel was/);
                assert.ok(page.state.dialog.isOpen);
            }
            page.actions.start();
            await page.settle();
            assert.strictEqual(page.phase, 'running');
        });
    }
}
