// The user's Spark sessions in JupyterLab's list of what runs.
import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import '../dom.js';
import {RunningSessions} from '../../../startspark/static/hosts/lab/running.js';

class Signal {
    emissions = 0;

    emit() {
        this.emissions += 1;
    }
}

class LabIcon {}

const button = options => ({accept: true, ...options});

let api, sessions, running, dialogs, answer, opened, place;

beforeEach(() => {
    mock.timers.enable({apis: ['setInterval']});
    const names = {notebook: 'x/stars.ipynb', config: 'grid', master: 'local'};
    sessions = [{kernel_id: 'k1', process_id: 7, busy: false, ...names}];
    api = {
        asked: 0,
        stopped: [],
        sessions: async () => {
            api.asked += 1;
            return structuredClone(sessions);
        },
        stopSession: async (kernel, interrupt) => {
            api.stopped.push([kernel, interrupt]);
            if (sessions[0].busy && !interrupt) {
                throw Object.assign(new Error('The kernel is running code.'), {body: {busy: true}});
            }
        },
    };
    [dialogs, opened, answer] = [[], [], {accept: true}];
    place = {rects: 1, getClientRects: () => ({length: place.rects})};
    const Dialog = {okButton: button, cancelButton: button, warnButton: button};
    const showDialog = async ({title, body}) => {
        dialogs.push([title, body]);
        return {button: answer};
    };
    const app = {commands: {execute: async (id, {path}) => opened.push([id, path])}};
    const modules = {signaling: {Signal}, icons: {LabIcon}, apputils: {Dialog, showDialog}};
    running = new RunningSessions({app, modules, place}, api);
});

afterEach(() => mock.timers.reset());

const settle = () => new Promise(resolve => setTimeout(resolve));

test('sessions are listed, and lead to their notebooks', async () => {
    await settle();
    const [item] = running.running();
    assert.deepStrictEqual([item.label(), item.labelTitle(), item.detail()], ['x/stars.ipynb', 'grid, local', 'grid']);
    assert.ok(item.icon() instanceof LabIcon);
    item.open();
    assert.deepStrictEqual(opened, [['docmanager:open', 'x/stars.ipynb']]);
    assert.strictEqual(running.runningChanged.emissions, 1);
});

test('they are asked for while somebody sees the list', async () => {
    await settle();
    mock.timers.tick(3000);
    await settle();
    assert.deepStrictEqual([api.asked, running.runningChanged.emissions], [2, 1]);
    place.rects = 0;
    mock.timers.tick(9000);
    await settle();
    assert.strictEqual(api.asked, 2);
});

test('a busy kernel is interrupted only where the user says so', async () => {
    sessions[0].busy = true;
    await settle();
    answer = {accept: false};
    await running.running()[0].shutdown();
    assert.deepStrictEqual([api.stopped, dialogs], [[['k1', false]], [['Stop Spark?', 'The kernel is running code.']]]);
    answer = {accept: true};
    await running.running()[0].shutdown();
    assert.deepStrictEqual(api.stopped.slice(1), [['k1', false], ['k1', true]]);
});

test('one of a script is stopped where it runs', async () => {
    sessions = [{kernel_id: null, process_id: 7, notebook: '', config: null, master: null, busy: null}];
    await settle();
    await running.refreshRunning();
    const [item] = running.running();
    assert.strictEqual(item.label(), 'Process 7');
    item.open();
    await item.shutdown();
    assert.deepStrictEqual([opened, api.stopped], [[], []]);
    assert.match(dialogs[0][1], /stop it where it was started/);
});

test('a server that does not answer changes nothing', async () => {
    const warned = mock.method(console, 'warn', () => {});
    await settle();
    api.sessions = async () => {
        throw new Error('gone');
    };
    await running.refreshRunning();
    assert.deepStrictEqual([running.running().length, warned.mock.callCount()], [1, 1]);
    warned.mock.restore();
});

test('all are stopped at once', async () => {
    await settle();
    running.shutdownAll();
    await settle();
    assert.deepStrictEqual(api.stopped, [['k1', false]]);
});

test('a server that takes its time is not asked again meanwhile', async () => {
    await settle();
    api.asked = 0;
    api.sessions = () => {
        api.asked += 1;
        return new Promise(() => {});
    };
    mock.timers.tick(30_000);
    assert.strictEqual(api.asked, 1);
});

test('a notebook that cannot be opened is no unhandled error', async () => {
    await settle();
    running.application.app.commands.execute = async () => {
        throw new Error('404');
    };
    const warn = mock.method(console, 'warn', () => {});
    running.running()[0].open();
    await settle();
    assert.match(String(warn.mock.calls[0].arguments[1]), /404/);
    warn.mock.restore();
});
