// Whatever happens in whatever order: once all is quiet, the page shows what the kernel has.
import assert from 'node:assert';
import {after, before, mock, test} from 'node:test';

import {pageOf} from '../../../startspark/static/session/dialog.js';
import {Start} from '../../../startspark/static/session/start.js';
import {SessionPage, errorReply} from './session_page.js';

const ORDERS = 200;
const EVENTS = 25;

/** What can happen to a page, by name; what cannot be done just then is left. */
const HAPPEN = {
    click: page => page.actions.click(),
    start: page => page.actions.start(),
    stop: page => page.actions.stop(),
    switch: page => page.actions.switch(),
    retry: page => page.actions.retry(),
    customize: page => page.actions.customize(),
    close: page => page.actions.closeDialog(),
    submit: page => page.question?.answer({parameters: {}, conf: {}, saveAs: false}),
    cancel: page => page.state.session.start?.cancel(),
    choose: page => page.actions.choose('local'),
    keep: page => page.actions.keepIdleSession(),
    step: page => page.kernel.step(),
    again: page => page.kernel.step(),
    cellStarts: page => page.run('cell starts'),
    cellStops: page => page.run('cell stops'),
    fails: page => page.kernel.queue[0]?.code.startsWith('RUN') && page.kernel.step(errorReply('E', 'e')),
    aborted: page => page.kernel.queue[0]?.expressions.answer && page.kernel.step({status: 'aborted'}),
    publishes: page => page.kernel.hear({phase: 'jvm'}),
    jvmDies: page => {
        if (page.kernel.isRunning) {
            Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: 1}});
            page.kernel.process.kernels.forEach(it => it.hear({phase: 'ended'}));
        }
    },
    restart: page => page.kernel.restart(),
    die: page => page.kernel.die(),
    drop: page => page.kernel.drop(),
    reconnect: page => page.kernel.reconnect(),
};

/** Milliseconds that can pass. */
const PASS = {time: 700, long: 11_000};

/** The same numbers for the same seed (Park and Miller). */
function random(seed) {
    let state = seed * 7919 + 1;
    return limit => {
        state = (state * 48271) % 2147483647;
        return state % limit;
    };
}

async function happen(pages, seed) {
    const next = random(seed);
    const names = [...Object.keys(HAPPEN), ...Object.keys(PASS), 'work'];
    const happened = [];
    for (let number = 0; number < EVENTS; number += 1) {
        const name = names[next(names.length)];
        const which = next(pages.length);
        happened.push(`${name}${which}`);
        if (next(2) || PASS[name]) {
            await pages[which].flush();
        }
        if (PASS[name]) {
            pages[which].clock.tick(PASS[name]);
        } else if (name === 'work') {
            await work(pages[which]);
        } else {
            HAPPEN[name](pages[which]);
        }
    }
    return happened.join(' ');
}

/** The kernel does some of what it was asked. */
async function work(page) {
    for (let steps = 0; steps < 8; steps += 1) {
        page.kernel.step();
        await page.flush();
    }
}

/** @type {Start[]} of all pages of a test */
const starts = [];

async function opened(number) {
    starts.length = 0;
    const first = await new SessionPage().open();
    return number === 1 ? [first] : [first, await new SessionPage(first).open()];
}

before(() => {
    for (const name of ['warn', 'error', 'info']) {
        mock.method(console, name, () => {});  // it says what it could not ask a kernel that ended
    }
    const {run} = Start.prototype;
    mock.method(Start.prototype, 'run', function () {
        starts.push(this);
        return run.call(this);
    });
});

after(() => mock.restoreAll());

for (let seed = 0; seed < 2 * ORDERS; seed += 1) {
    test(`order ${seed}`, async () => {
        const pages = await opened(1 + seed % 2);
        const happened = await happen(pages, seed);
        pages.forEach(page => page.question && page.actions.closeDialog());
        pages.forEach(page => page.kernel.reconnect());
        await pages[0].flush();
        pages.forEach(page => page.question && page.actions.closeDialog());  // it was asked again
        // Whatever somebody else has started has ended.
        pages.forEach(page => page.kernel.emit('idle'));
        await pages[0].settle();
        await pages[0].close();
        pages.forEach(page => expectTheTruth(page, happened));
    });
}

function expectTheTruth({state, phase, kernel}, happened) {
    assert.ok(!state.session.isLocked, happened);
    assert.strictEqual(phase === 'running', kernel.isRunning, `${phase}: ${happened}`);
    assert.ok(['ready', 'running', 'failed', 'lost'].includes(phase), `${phase}: ${happened}`);
    assert.ok(!state.session.isKernelBusy, happened);
    assert.strictEqual(state.session.start, null, happened);
    assert.ok(!state.dialog.isOpen || pageOf(state), `nothing is shown: ${happened}`);
    const cancelled = starts.filter(it => it.isCancelled && it.execution).map(it => it.execution.rendered.run);
    assert.ok(!cancelled.includes(`RUN:${kernel.isRunning && kernel.process.maker}`), `cancelled: ${happened}`);
}
