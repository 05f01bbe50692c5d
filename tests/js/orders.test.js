// Whatever happens in whatever order: once all is quiet, the page shows what the kernel has.
'use strict';

const assert = require('node:assert');
const {after, before, mock, test} = require('node:test');
const {Page} = require('./scripted');

const ORDERS = 200;
const EVENTS = 25;

/** What can happen, by name; what a page cannot do just then, it leaves. */
const HAPPEN = {
    click: page => page.commands.click(),
    start: page => page.commands.start(),
    stop: page => page.commands.stop(),
    switch: page => page.commands.switch(),
    cancel: page => page.cancel && page.cancel(),
    choose: page => page.session.machine.send('dismiss'),
    step: page => page.kernel.step(),
    again: page => page.kernel.step(),
    cellStarts: page => cell(page, true),
    cellStops: page => cell(page, false),
    fails: page => page.kernel.queue.length && page.kernel.queue[0].code === 'CODE' &&
        page.kernel.step({status: 'error', ename: 'E', evalue: 'e', traceback: []}),
    aborted: page => page.kernel.queue.length && page.kernel.step({status: 'aborted'}),
    news: page => page.kernel.hear({phase: 'java'}),
    javaDies: page => {
        if (page.kernel.isRunning) {
            Object.assign(page.kernel, {isRunning: false, ended: {reason: 'jvm', exit_code: 1}});
            page.kernel.hear({phase: 'ended'});
        }
    },
    restart: page => page.kernel.restart(),
    die: page => page.kernel.die(),
};

/** Milliseconds that can pass. */
const PASS = {time: 700, long: 11_000};

function cell(page, isRunning) {
    const {kernel} = page;
    kernel.execute('cell', {shell: {reply: () => {
        kernel.isRunning = isRunning;
        kernel.ended = null;
    }}}, {silent: false});
}

/** The same numbers for the same seed (Park and Miller). */
function random(seed) {
    let state = seed * 7919 + 1;
    return limit => {
        state = (state * 48271) % 2147483647;
        return state % limit;
    };
}

async function happen(page, seed) {
    const next = random(seed);
    const names = [...Object.keys(HAPPEN), ...Object.keys(PASS)];
    const happened = [];
    for (let number = 0; number < EVENTS; number += 1) {
        const name = names[next(names.length)];
        happened.push(name);
        if (next(2) || PASS[name]) {
            await page.flush();
        }
        if (PASS[name]) {
            page.clock.tick(PASS[name]);
        } else {
            HAPPEN[name](page);
        }
    }
    return happened.join(' ');
}

before(() => {
    for (const name of ['warn', 'error']) {
        mock.method(console, name, () => {});  // it says what it could not ask a kernel that ended
    }
});

after(() => mock.restoreAll());

for (let seed = 0; seed < ORDERS; seed += 1) {
    test(`order ${seed}`, async () => {
        const page = await new Page().open();
        const {Start} = page.load('start');
        const {run} = Start.prototype;
        Start.prototype.run = function () {
            page.cancel = () => this.cancel();
            return run.call(this);
        };
        const happened = await happen(page, seed);
        page.events.trigger('kernel_idle.Kernel');  // whatever another page has started has ended
        await page.settle();
        page.close();

        const {session, kernel} = page;
        assert.ok(!session.locked, happened);
        assert.strictEqual(session.state === 'running', kernel.isRunning, `${session.state}: ${happened}`);
        assert.ok(['ready', 'running', 'failed', 'lost'].includes(session.state), `${session.state}: ${happened}`);
        assert.ok(!session.kernelIsBusy, happened);
    });
}
