// The list of the user's Spark sessions.
import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import '../dom.js';
import {SessionsList} from '../../../startspark/static/sessions/sessions_list.js';

const HOUR = 3600 * 1000;

let api, list, sessions;

function session(more = {}) {
    return {
        kernel_id: 'k1', process_id: 1, notebook: 'x/stars.ipynb', config: 'grid', version: '3.5.9', master: 'local[2]',
        application_id: 'a', ui_port: 4040, executors: 0, cores: 2, memory: 1e9, since: Date.now() - 2 * HOUR,
        idle_since: Date.now() - HOUR, busy: false, ...more,
    };
}

beforeEach(() => {
    sessions = [session()];
    api = {
        stopped: [],
        sessions: async () => sessions,
        stopSession: async (kernel, interrupt) => {
            api.stopped.push([kernel, interrupt]);
            if (sessions[0].busy && !interrupt) {
                throw Object.assign(new Error('The kernel is running code.'), {body: {busy: true}});
            }
            sessions = [];
        },
    };
    const rest = {webUIUrl: port => `/startspark/ui/${port}/jobs/`};
    list = new SessionsList({api, rest, notebookUrl: path => `/notebooks/${path}`, buttonClass: 'btn'});
});

const rows = () => [...list.body.children];

const buttonOf = row => row.querySelector('button');

test('a session has its notebook, its web UI, and what it holds', async () => {
    await list.refresh();
    const [row] = rows();
    assert.strictEqual(row.querySelector('a').getAttribute('href'), '/notebooks/x/stars.ipynb');
    assert.deepStrictEqual([...row.cells].slice(0, 6).map(it => it.textContent),
        ['x/stars.ipynb', 'grid', 'local[2]', '2', '2 h 0 min', '1 h 0 min']);
    const [, webUI] = row.querySelectorAll('a');
    assert.strictEqual(webUI.getAttribute('href'), '/startspark/ui/4040/jobs/');
    assert.deepStrictEqual([webUI, buttonOf(row)].map(it => it.getAttribute('aria-description')),
        ['x/stars.ipynb', 'x/stars.ipynb']);
});

test('one of a script has its process, and is stopped where it runs', async () => {
    const nothing = {config: null, master: null, cores: null, idle_since: null, ui_port: null};
    sessions = [session({kernel_id: null, notebook: '', busy: null, process_id: 77, ...nothing})];
    await list.refresh();
    const [row] = rows();
    assert.deepStrictEqual([...row.cells].slice(0, 6).map(it => it.textContent),
        ['Process 77', 'none: started by code', '', '', '2 h 0 min', '']);
    assert.strictEqual(row.querySelector('a').getAttribute('href'), null);
    assert.ok(row.querySelectorAll('a')[1].hidden);
    assert.ok(buttonOf(row).disabled);
    assert.match(buttonOf(row).title, /stop it where it was started/);
});

test('a session is stopped, and goes', async () => {
    await list.refresh();
    await rows()[0].querySelector('button').click();
    await new Promise(resolve => setTimeout(resolve));
    assert.deepStrictEqual(api.stopped, [['k1', false]]);
    assert.deepStrictEqual(rows(), []);
    assert.strictEqual(list.note.textContent, 'You have no Spark sessions on this machine.');
    assert.ok(list.table.hidden);
});

test('a kernel that runs code is interrupted only where the user wants that', async () => {
    sessions = [session({busy: true})];
    await list.refresh();
    const [row] = rows();
    buttonOf(row).focus();
    buttonOf(row).click();
    await new Promise(resolve => setTimeout(resolve));
    assert.match(row.textContent, /The kernel is running code\./);
    assert.strictEqual(buttonOf(row).textContent, 'Interrupt and stop');
    await list.refresh();
    assert.strictEqual(rows()[0], row);
    buttonOf(row).click();
    await new Promise(resolve => setTimeout(resolve));
    assert.deepStrictEqual(api.stopped, [['k1', false], ['k1', true]]);
    assert.deepStrictEqual(rows(), []);
});

test('once the kernel is free, nothing is to be interrupted', async () => {
    sessions = [session({busy: true})];
    await list.refresh();
    const [row] = rows();
    buttonOf(row).click();
    await new Promise(resolve => setTimeout(resolve));
    sessions = [session()];
    await list.refresh();
    assert.strictEqual(buttonOf(row).textContent, 'Stop');
    assert.doesNotMatch(row.textContent, /is running code/);
});

test('a server that does not answer is said to', async () => {
    api.sessions = async () => {
        throw new Error('The notebook server does not answer.');
    };
    await list.refresh();
    assert.strictEqual(list.note.textContent, 'The notebook server does not answer.');
});
