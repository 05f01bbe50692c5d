// What the button, its menu, the dialog and the command palette do, and what they say where they cannot.
import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import {canCustomize, commandObstacle, obstacleOf} from '../../../startspark/static/session/obstacles.js';
import {Store} from '../../../startspark/static/session/store.js';
import {SessionPage, errorReply} from './session_page.js';

const NEED_SPARK = ['stop', 'switch', 'open-web-ui', 'insert-code'];

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

/** A state with some parts as a test wants them. */
function stateWith(patches) {
    const store = new Store();
    Object.entries(patches).forEach(([part, patch]) => store.update(part, patch));
    return store.state;
}

function obstacles(phase, names = NEED_SPARK, more = {}) {
    const state = stateWith({session: {phase, ...more.session}, webUI: {...more.webUI}});
    return names.map(name => commandObstacle(state, name));
}

test('most commands need a Spark', () => {
    for (const phase of ['ready', 'failed', 'lost', 'unknown']) {
        obstacles(phase).forEach(why => assert.match(why, /^Spark is not running in this notebook/));
        assert.deepStrictEqual(obstacles(phase, ['start', 'settings']), [null, null]);
    }
});

test('while Spark starts or stops, commands say so', () => {
    obstacles('starting', [...NEED_SPARK, 'settings']).forEach(why => assert.match(why, /is starting.* cancel/));
    obstacles('stopping', [...NEED_SPARK, 'settings']).forEach(why => assert.match(why, /Spark is stopping/));
    assert.deepStrictEqual(obstacles('starting', ['start']), [null]);
});

test('a running Spark may lack what a command needs', () => {
    const facts = {running: true, code: 'CODE'};
    assert.deepStrictEqual(obstacles('running', NEED_SPARK, {session: {facts}}), [null, null, null, null]);
    const [, , webUI, code] = obstacles('running', NEED_SPARK, {
        session: {facts: {running: true}}, webUI: {reason: 'This Spark has no web UI.'},
    });
    assert.match(webUI, /no web UI/);
    assert.match(code, /^A cell started/);
});

test('the kernel and the list are obstacles, but not for who is at it already', () => {
    assert.strictEqual(obstacleOf(stateWith({})), null);
    assert.strictEqual(obstacleOf(stateWith({session: {obstacle: 'R'}})), 'R');
    assert.strictEqual(obstacleOf(stateWith({session: {obstacle: 'R'}, catalog: {problem: 'P'}})), 'P');
    assert.strictEqual(obstacleOf(stateWith({session: {obstacle: 'R', isLocked: true}})), null);
    assert.strictEqual(commandObstacle(stateWith({session: {obstacle: 'R'}}), 'start'), 'R');
});

test('settings can be changed unless something goes on, or is in the way', () => {
    assert.ok(canCustomize(stateWith({session: {phase: 'running'}})));
    for (const session of [{phase: 'starting'}, {phase: 'stopping'}, {phase: 'ready', obstacle: 'R'}]) {
        assert.ok(!canCustomize(stateWith({session})));
    }
});

test('the word Spark finds each command in the palette', () => {
    const labels = page.actions.commands().map(it => it.label);
    assert.strictEqual(labels.length, 7);
    labels.forEach(label => assert.match(label, /\bSpark\b/));
    assert.strictEqual(new Set(labels).size, 7);
    assert.strictEqual(page.actions.commands()[0].name, 'start');  // the one with the hotkey
});

test('each command has its method', () => {
    Object.assign(page.server.configs[0], {error: null});
    page.store.update('session', {phase: 'running', facts: {running: true, code: 'CODE'}});
    page.store.update('webUI', {reason: ''});
    const methods = ['start', 'customize', 'stop', 'switch', 'openWebUI', 'insertCode', 'check'];
    const called = [];
    methods.forEach(method => mock.method(page.actions, method, () => called.push(method)));
    page.actions.commands().forEach(command => command.run());
    assert.deepStrictEqual([...called].sort(), [...methods].sort());
    assert.strictEqual(page.question, null);
});

test('a command says why it cannot be done', async () => {
    page.actions.run('stop');
    assert.deepStrictEqual([page.question.kind, page.question.props], ['message', {
        sentence: 'Spark is not running in this notebook. Start it first.',
    }]);
    assert.ok(page.state.dialog.isOpen);
    page.actions.closeDialog();
    await page.flush();
    assert.deepStrictEqual([page.question, page.state.dialog.isOpen], [null, false]);
});

test('a command says what is wrong with the kernel', () => {
    page.kernel.language = 'R';
    page.session.meetKernel();
    page.actions.run('start');
    assert.match(page.question.props.sentence, /this one runs R/);
});

/** What the menu offers: texts, and whether each can be chosen. */
function menu() {
    return page.actions.menuItems(page.state).map(({text, link, action}) => [text, Boolean(link || action)]);
}

test('the menu offers what can be done with the running Spark', async () => {
    await page.click();
    await page.settle();
    assert.deepStrictEqual(menu(), [
        ['Session details', true], ['Open web UI', false], ['Insert the code as a cell', true],
        ['Restart with “This machine”', true], ['Stop Spark', true],
    ]);
    const [, webUI, , again, stop] = page.actions.menuItems(page.state);
    assert.match(webUI.title, /no web UI/);
    assert.strictEqual(again.title, null);
    assert.ok(stop.isApart);
});

test('the menu says where another config, or a cell, has started the Spark', () => {
    page.store.update('session', {phase: 'running', facts: {running: true}});
    const items = page.actions.menuItems(page.state);
    assert.deepStrictEqual(menu().slice(2, 4), [
        ['Insert the code as a cell', false], ['Switch to “This machine”', true],
    ]);
    assert.match(items[2].title, /^A cell started this Spark/);
    assert.strictEqual(items[3].title, 'Now: none: started by a cell');
});

test('the menu has the file of a config that is broken to edit', () => {
    const configs = [{...page.config, error: 'local.yaml:1: odd'}];
    page.store.update('catalog', {configs});
    const [item] = page.actions.menuItems(page.state).filter(it => it.text === 'Edit “This machine”');
    item.action();
    assert.deepStrictEqual([page.question.kind, page.question.props.config], ['edit-config', configs[0]]);
});

test('a config that is saved leads to a start, or a restart', async () => {
    page.actions.editConfig(page.config);
    const {props: {next, onSaved}} = page.question;
    await onSaved();
    const {label, action} = next();
    assert.strictEqual(label, 'Start Spark');
    action();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.question, page.state.dialog.isOpen], ['running', null, true]);
    page.actions.editConfig(page.config);
    assert.strictEqual(page.question.props.next().label, 'Restart Spark');
});

test('the settings of a broken config are its file', () => {
    page.store.update('catalog', {configs: [{...page.config, error: 'odd'}]});
    page.actions.customize();
    assert.strictEqual(page.question.kind, 'edit-config');
});

test('a failure offers what corrects it', async () => {
    const correction = failure => page.actions.correction({sentence: '', advice: '', ...failure});
    assert.strictEqual(correction({}), null);
    page.settings.change({'spark.x': '1'});
    assert.strictEqual(correction({key: 'spark.y'}), null);
    assert.strictEqual(correction({key: 'constructor'}), null);
    assert.strictEqual(correction({key: 'spark.x'}).label, 'Change settings…');
    correction({key: 'spark.x', config: page.config}).action();
    await page.flush();
    assert.strictEqual(page.question.kind, 'parameters');
    page.actions.closeDialog();
    await page.settle();
    const {label, action} = correction({config: page.config});
    assert.strictEqual(label, 'Edit the configuration…');
    action();
    assert.strictEqual(page.question.kind, 'edit-config');
});

test('a failed switch is tried again as a switch', async () => {
    await page.click();
    await page.settle();
    const {maker} = page.kernel.process;
    page.server.statuses['startspark/configs/local/render'] = 500;
    page.actions.switch();
    await page.settle();
    page.server.statuses = {};
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.notStrictEqual(page.kernel.process.maker, maker);
});

/** Stop a Spark, in a kernel that cannot. */
async function stopInVain() {
    await page.startSpark();
    page.actions.stop();
    await page.flush();
    page.kernel.step(errorReply('E'));
}

test('a stop that failed is tried again as a stop', async () => {
    const error = mock.method(console, 'error', () => {});
    await stopInVain();
    await page.flush();
    assert.strictEqual(page.phase, 'failed');
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.ok(!page.kernel.isRunning);
    error.mock.restore();
});

test('a stop that failed asks the kernel whether Spark runs on', async () => {
    const error = mock.method(console, 'error', () => {});
    await stopInVain();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(page.state.session.failure.isOfStop);
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    error.mock.restore();
});

test('after a loss, Spark is started', async () => {
    await page.startSpark();
    page.kernel.die();
    await page.settle();
    assert.strictEqual(page.phase, 'lost');
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('the web UI opens apart from this page, where there is one', () => {
    window.open = mock.fn();
    page.actions.openWebUI();
    page.store.update('webUI', {link: '/ui/4040/jobs/'});
    page.actions.openWebUI();
    assert.deepStrictEqual(window.open.mock.calls.map(it => it.arguments), [['/ui/4040/jobs/', '_blank', 'noopener']]);
    delete window.open;
});

test('a new configuration is used, also where the list cannot be read again', async () => {
    page.server.statuses['startspark/all-config'] = 503;
    await page.actions.useCreated('mine');
    assert.strictEqual(page.host.saved.metadata.config, 'mine');
});

test('a form that was closed is not what a later failure does again', async () => {
    page.actions.customize();
    await page.flush();
    page.actions.closeDialog();
    await page.settle();
    page.server.statuses['startspark/all-config'] = 500;
    page.parts.autoStart.start();
    await page.settle();
    page.server.statuses = {};
    page.actions.retry();
    await page.flush();
    assert.strictEqual(page.question, null);
});
