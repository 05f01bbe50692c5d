// The whole front end with an application that is none: what the user clicks, and what the page shows then.
import './dom.js';

import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import {start} from '../../startspark/static/app.js';
import {Page} from './frontend.js';

let page;

beforeEach(async () => {
    document.body.replaceChildren();
    document.head.replaceChildren();
    page = await open();
});

afterEach(async () => {
    // Without a kernel the page polls nothing, also not with the clock that comes back.
    page.kernel.process.kernels.forEach(it => it.kill());
    await page.settle();
    await page.close();
    mock.restoreAll();
});

/** A page that is loaded, on its own or beside another one of the same notebook. */
async function open(first, prepare = () => {}) {
    const opened = new Page(first);
    prepare(opened.server);
    const started = start(opened.host);
    await opened.settle();
    await started;
    await opened.settle();
    return opened;
}

/** What of a page is in its place: '.startspark-start'. */
function find(selector, at = page) {
    return at.host.root.querySelector(selector);
}

function phase(at = page) {
    return find('.startspark-start', at).dataset.state;
}

async function clickStart(at = page) {
    find('.startspark-start', at).click();
    await at.flush();
}

/** Choose the drop-down's last entry. */
async function reloadList(at = page) {
    const select = find('.startspark-config', at);
    select.value = '';
    select.dispatchEvent(new Event('change'));
    await at.flush();
}

/** The text of the dialog that is open; null where none is. */
function shown() {
    const dialogs = [...document.querySelectorAll('dialog[open]')];
    assert.ok(dialogs.length < 2);
    return dialogs.length ? dialogs[0].textContent : null;
}

/** Click a button of the dialog by what it says. */
async function press(label) {
    const buttons = [...document.querySelectorAll('dialog[open] button')];
    const button = buttons.find(it => it.textContent.trim() === label);
    assert.ok(button, `${label}: ${buttons.map(it => it.textContent)}`);
    button.click();
    await page.flush();
}

/** Have the kernel do what it is asked, up to the code that starts Spark. */
async function reachCode() {
    while (!page.kernel.queue[0]?.code.startsWith('RUN')) {
        assert.ok(page.kernel.queue.length);
        page.kernel.step();
        await page.flush();
    }
}

test('a page shows its configs, and that Spark can be started', () => {
    assert.strictEqual(phase(), 'ready');
    assert.strictEqual(find('.startspark-config').value, 'local');
    assert.strictEqual(shown(), null);
    assert.deepStrictEqual(Object.keys(page.host.commands).sort(),
        ['check', 'insert-code', 'open-web-ui', 'settings', 'start', 'stop', 'switch']);
});

test('a server without Start Spark’s extension is an obstacle', async () => {
    const other = await open(page, ({statuses}) => Object.assign(statuses, {'startspark/all-config': 404}));
    const button = find('.startspark-start', other);
    assert.ok(button.disabled);
    assert.match(button.title, /server extension is not enabled/);
});

test('where there is no config, the list can be read again', async () => {
    let configs;
    const other = await open(page, server => {
        configs = server.configs.splice(0);
    });
    const button = find('.startspark-start', other);
    const entries = () => [...find('.startspark-config', other).options].map(it => it.textContent);
    assert.deepStrictEqual([button.disabled, entries()], [true, ['No configuration', '↻ Reload this list']]);
    assert.match(button.title, /choose “Reload this list”/);
    other.server.configs = configs;
    await reloadList(other);
    assert.deepStrictEqual([button.disabled, entries()[0]], [false, 'This machine']);
});

test('a broken config is marked and explained, and starts once it is corrected', async () => {
    page.server.configs[0].error = 'local.yaml:2: mastr is not a config key';
    await reloadList();
    assert.strictEqual(find('[value=local]').textContent, '⚠ This machine');
    await clickStart();
    assert.match(shown(), /local\.yaml:2: mastr is not a config key/);
    page.server.configs[0].error = null;
    await press('Start again');
    await page.settle();
    assert.strictEqual(phase(), 'running');
});

test('a config that goes between list and click is said', async () => {
    page.server.configs = [{...page.server.configs[0], name: 'other'}];
    await clickStart();
    assert.strictEqual(phase(), 'failed');
    assert.match(shown(), /This server has no configuration “local”: choose another\./);
});

test('a failure behind a hidden dialog waits for a click', async () => {
    let answer;
    page.server.answers['startspark/all-config'] = () => new Promise(resolve => {
        answer = () => resolve({configs: []});
    });
    await clickStart();
    assert.match(shown(), /Reading the configuration/);
    await press('Hide');
    answer();
    await page.flush();
    assert.deepStrictEqual([phase(), shown()], ['failed', null]);
    await clickStart();
    assert.match(shown(), /This server has no configuration “local”/);
});

test('a click starts Spark, and a stop ends it', async () => {
    await clickStart();
    assert.strictEqual(phase(), 'starting');
    assert.notStrictEqual(shown(), null);
    await page.settle();
    assert.strictEqual(phase(), 'running');
    assert.match(shown(), /Spark is running/);
    page.host.commands.stop.run();
    await page.settle();
    assert.strictEqual(phase(), 'ready');
    assert.strictEqual(shown(), null);
    assert.ok(!page.kernel.isRunning);
});

test('a start that is cancelled leaves nothing', async () => {
    await clickStart();
    await reachCode();
    page.kernel.queue[0].listeners.onBusy();
    await page.flush();
    await press('Cancel');
    assert.strictEqual(page.kernel.interrupts, 1);
    await page.settle();
    assert.strictEqual(phase(), 'ready');
    assert.strictEqual(shown(), null);
    assert.ok(!page.kernel.isRunning);
});

test('a start that fails says why, and can be tried again', async () => {
    await clickStart();
    await reachCode();
    page.kernel.print('WARN odd\n');
    page.kernel.step({status: 'error', ename: 'OddError', evalue: 'very odd', traceback: ['line 1']});
    await page.settle();
    assert.strictEqual(phase(), 'failed');
    assert.match(shown(), /OddError: very odd/);
    assert.match(shown(), /WARN odd/);
});

test('a reply that is lost is found out', async () => {
    const other = await open(page);
    await clickStart();
    await reachCode();
    page.kernel.drop();
    page.kernel.step();
    page.kernel.reconnect();
    await page.settle();
    assert.strictEqual(phase(), 'running');
    assert.strictEqual(phase(other), 'running');
});

test('a restart ends a start, and a running Spark', async () => {
    mock.method(console, 'warn', () => {});
    await clickStart();
    await reachCode();
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(phase(), 'ready');
    assert.match(shown(), /The kernel was restarted/);
    await press('Start again');
    await page.settle();
    assert.strictEqual(phase(), 'running');
    page.kernel.restart();
    await page.settle();
    assert.strictEqual(phase(), 'ready');
});

test('a kernel that dies takes Spark with it, and the page says so', async () => {
    await clickStart();
    await page.settle();
    page.kernel.die();
    await page.settle();
    assert.strictEqual(phase(), 'lost');
    assert.match(shown() ?? '', /kernel/i);
});

test('two pages that start at once get one Spark', async () => {
    const other = await open(page);
    find('.startspark-start').click();
    find('.startspark-start', other).click();
    await page.settle();
    assert.deepStrictEqual([phase(), phase(other)], ['running', 'running']);
    assert.strictEqual(page.server.rendered.length + other.server.rendered.length, 2);
});

test('nothing goes on for a notebook that is closed', async () => {
    find('.startspark-start').click();
    await page.flush();
    while (!page.kernel.queue[0]?.code.startsWith('RUN')) {
        page.kernel.step();
        await page.flush();
    }
    assert.strictEqual(document.querySelectorAll('dialog[open]').length, 1);
    page.host.closing.abort();
    page.kernel.emit('changed');
    page.clock.tick(60_000);
    await page.flush();
    assert.strictEqual(page.clock.countTimers(), 0);
    assert.strictEqual(document.querySelectorAll('dialog[open]').length, 0);
});
