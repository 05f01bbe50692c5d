// Whatever happens in whatever order: once all is quiet, the page shows what the kernel has.
'use strict';

const assert = require('node:assert');
const {after, before, mock, test} = require('node:test');
const {Page} = require('./scripted');

const ORDERS = 200;
const EVENTS = 25;

/** What can happen to a page, by name; what cannot be done just then is left. */
const HAPPEN = {
    click: page => page.commands.click(),
    start: page => page.commands.start(),
    stop: page => page.commands.stop(),
    switch: page => page.commands.switch(),
    cancel: page => page.starts.length && page.starts[page.starts.length - 1].cancel(),
    choose: page => page.session.machine.send('dismiss'),
    keep: page => page.commands.keep(),
    step: page => page.kernel.step(),
    again: page => page.kernel.step(),
    cellStarts: page => page.kernel.execute('cell starts', {}, {silent: false}),
    cellStops: page => page.kernel.execute('cell stops', {}, {silent: false}),
    fails: page => page.kernel.queue.length && page.kernel.queue[0].code.startsWith('RUN') &&
        page.kernel.step({status: 'error', ename: 'E', evalue: 'e', traceback: []}),
    aborted: page => page.kernel.queue.length && page.kernel.queue[0].options.user_expressions &&
        page.kernel.step({status: 'aborted'}),
    news: page => page.kernel.hear({phase: 'java'}),
    javaDies: page => {
        if (page.kernel.isRunning) {
            Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: 1}});
            page.kernel.hear({phase: 'ended'});
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

/** Note the starts of a page. */
function follow(page) {
    const {Start} = page.load('start');
    const {run} = Start.prototype;
    page.starts = [];
    Start.prototype.run = function () {
        page.starts.push(this);
        return run.call(this);
    };
}

async function opened(number) {
    const first = await new Page().open();
    const pages = number === 1 ? [first] : [first, await new Page(first).open()];
    pages.forEach(follow);
    return pages;
}

before(() => {
    for (const name of ['warn', 'error']) {
        mock.method(console, name, () => {});  // it says what it could not ask a kernel that ended
    }
});

after(() => mock.restoreAll());

for (let seed = 0; seed < 2 * ORDERS; seed += 1) {
    test(`order ${seed}`, async () => {
        const pages = await opened(1 + seed % 2);
        const happened = await happen(pages, seed);
        pages.forEach(page => page.kernel.reconnect());
        // Whatever somebody else has started has ended.
        pages.forEach(page => page.kernel.trigger('kernel_idle'));
        await pages[0].settle();
        await pages[0].close();
        pages.forEach(page => expectTheTruth(page, happened));
    });
}

function expectTheTruth({session, kernel, starts}, happened) {
    assert.ok(!session.locked, happened);
    assert.strictEqual(session.state === 'running', kernel.isRunning, `${session.state}: ${happened}`);
    assert.ok(['ready', 'running', 'failed', 'lost'].includes(session.state), `${session.state}: ${happened}`);
    assert.ok(!session.kernelIsBusy, happened);
    const cancelled = starts.filter(it => it.isCancelled && it.execution).map(it => it.execution.rendered.run);
    assert.ok(!cancelled.includes(`RUN:${kernel.isRunning && kernel.process.maker}`), `cancelled: ${happened}`);
}
