// The drop-down and the buttons.
import {CONFIG, flush, LOOK, Views} from './views.js';

import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import {IdleBanner} from '../../../startspark/static/ui/idle_banner.js';
import {Toolbar} from '../../../startspark/static/ui/toolbar.js';
import {press} from '../dom.js';

const BROKEN = {...CONFIG, name: 'broken', title: 'Broken', error: 'x.yaml:1: is wrong'};

let views;
let toolbar;

beforeEach(() => {
    views = new Views();
    toolbar = new Toolbar({store: views.store, actions: views.actions, look: LOOK});
    document.body.append(toolbar.element);
});

async function list(configs, chosen) {
    views.store.update('catalog', {configs, chosen});
    await flush();
}

function choose(value) {
    toolbar.select.value = value;
    toolbar.select.dispatchEvent(new Event('change'));
}

const entries = () => [...toolbar.select.options].map(it => it.textContent);

test('the list shows each config, and broken ones as such', async () => {
    assert.deepStrictEqual(entries(), ['No configuration', '↻ Reload this list']);
    assert.strictEqual(toolbar.select.selectedOptions[0].textContent, 'No configuration');
    await list([{...CONFIG, description: 'The first', warnings: ['Odd']}, BROKEN], 'grid');
    assert.deepStrictEqual(entries(), ['Small grid', '⚠ Broken', '↻ Reload this list']);
    assert.strictEqual(toolbar.select.title, 'The first\nOdd');
    const [option] = toolbar.select.options;
    await views.session({phase: 'ready'});
    assert.strictEqual(toolbar.select.options[0], option, 'a list that is open stays');
    choose('broken');
    assert.deepStrictEqual(views.called, [['choose', 'broken']]);
});

test('the list says what new notebooks start with', async () => {
    await list([CONFIG, BROKEN], 'grid');
    views.store.update('catalog', {default: {name: 'broken', set_by: 'user'}});
    await flush();
    assert.deepStrictEqual(entries(), ['Small grid', '⚠ Broken (default)', '↻ Reload this list']);
    assert.strictEqual(toolbar.select.value, 'grid');
});

test('the menu beside it is there whether Spark runs or not', async () => {
    toolbar.options.click();
    assert.deepStrictEqual([toolbar.optionsMenu.isOpen, toolbar.options.getAttribute('aria-expanded')], [true, 'true']);
    toolbar.options.click();
    assert.ok(!toolbar.optionsMenu.isOpen);
});

test('what is switched in that menu is announced', () => {
    views.actions = new Proxy({}, {
        get: () => () => [{text: 'Start Spark with this notebook', isChecked: false, action: () => {}}],
    });
    toolbar = new Toolbar({store: views.store, actions: views.actions, look: LOOK});
    document.body.append(toolbar.element);
    toolbar.options.click();
    toolbar.optionsMenu.element.querySelector('[role=menuitemcheckbox]').click();
    assert.strictEqual(toolbar.announcement.textContent, 'Start Spark with this notebook: on');
});

test('the last entry reloads the list and is not chosen', async () => {
    await list([CONFIG], 'grid');
    choose('');
    assert.deepStrictEqual([views.called, toolbar.select.value], [[['reload']], 'grid']);
});

test('the button shows the state, and why it cannot be used', async () => {
    const shown = () => [toolbar.button.dataset.state, toolbar.label.textContent, toolbar.button.disabled];
    await views.session({phase: 'no-kernel', obstacle: 'Waiting for the kernel'});
    assert.deepStrictEqual(shown(), ['no-kernel', 'Start Spark', true]);
    assert.deepStrictEqual([toolbar.button.title, toolbar.place.title],
        ['Waiting for the kernel', 'Waiting for the kernel']);
    await views.session({phase: 'unknown', obstacle: null, isKernelBusy: true});
    assert.deepStrictEqual(shown(), ['unknown', 'Kernel busy', false]);
    await views.session({phase: 'starting', isLocked: true, start: {begun: Date.now() - 12_300}});
    assert.deepStrictEqual(shown(), ['starting', 'Starting 12 s', false]);
    assert.ok(toolbar.settings.disabled);
    await views.session({
        phase: 'running', isLocked: false, start: null,
        facts: {running: true, master: 'spark://far:7077', executors: 1, wanted: 2},
    });
    assert.deepStrictEqual(shown(), ['running', 'Spark running (1 of 2 executors)', false]);
    await views.session({phase: 'ready', facts: {running: false}, jvm: {ready: true, memory: 3e8}});
    assert.deepStrictEqual([toolbar.button.dataset.prewarmed, toolbar.button.title],
        ['ready', 'Start Spark in this notebook. A JVM is ready and uses 300 MB']);
});

test('changes of the state are announced, but not the first one', async () => {
    const {announcement} = toolbar;
    assert.strictEqual(announcement.textContent, '');
    await views.session({phase: 'ready'});
    assert.strictEqual(announcement.textContent, '');
    await views.session({phase: 'running', facts: {running: true}});
    assert.strictEqual(announcement.textContent, 'Spark running');
});

test('a click opens the menu while Spark runs', async () => {
    toolbar.button.click();
    assert.deepStrictEqual(views.called, [['click']]);
    await views.session({phase: 'running', facts: {running: true}});
    toolbar.button.click();
    assert.ok(toolbar.menu.isOpen);
    toolbar.button.click();
    assert.ok(!toolbar.menu.isOpen);
});

test('the settings count the overrides, or edit a broken file', async () => {
    views.store.update('notebook', {overrides: 3});
    await flush();
    assert.strictEqual(toolbar.settings.textContent, '3');
    await list([BROKEN], 'broken');
    assert.strictEqual(toolbar.settings.title, 'Edit this configuration’s file');
});

test('of the keys, only those with a modifier reach the application', () => {
    const heard = [];
    document.addEventListener('keydown', event => heard.push(event.key));
    toolbar.select.focus();
    press('d');
    press('s');
    press('s', {ctrlKey: true});
    press('s', {metaKey: true});
    press('C', {ctrlKey: true, shiftKey: true});
    assert.deepStrictEqual(heard, ['s', 's', 'C']);
});

test('the banner is there while Spark is idle', async () => {
    const {element} = new IdleBanner({store: views.store, actions: views.actions, look: LOOK});
    assert.ok(element.hidden);
    await views.session({phase: 'running', facts: {running: true, idle: 30, executors: 2}});
    assert.match(element.textContent, /^2 executors idle for 30 s/);
    await views.session({facts: {running: true, idle: 700}});
    assert.match(element.textContent, /^Spark idle for 11 min/);
    element.querySelectorAll('button').forEach(it => it.click());
    assert.deepStrictEqual(views.called, [['stop'], ['keepIdleSession']]);
    await views.session({facts: {running: true, idle: null}});
    assert.ok(element.hidden);
});
