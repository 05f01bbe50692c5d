// JupyterLab's signals, cells and panels, as far as Start Spark hears and uses them.
import '../dom.js';

import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

import {createHost} from '../../../startspark/static/hosts/lab.js';

/** A signal of Lumino's. */
class Signal {
    slots = [];

    connect(slot) {
        this.slots.push(slot);
    }

    disconnect(slot) {
        this.slots = this.slots.filter(it => it !== slot);
    }

    emit(sender, args) {
        this.slots.forEach(slot => slot(sender, args));
    }
}

/** A kernel connection, which sends nothing. */
class Connection {
    connectionStatus = 'connected';
    status = 'idle';
    clientId = 'this-page';
    statusChanged = new Signal();
    connectionStatusChanged = new Signal();
    anyMessage = new Signal();
    sent = [];

    constructor(id, info = {language_info: {name: 'python'}}) {
        this.id = id;
        this.info = Promise.resolve(info);
    }

    requestExecute(content) {
        const future = {content};
        future.done = new Promise((resolve, reject) => {
            future.end = resolve;
            this.cancel = () => reject(new Error('Canceled future'));
        });
        this.sent.push(future);
        return future;
    }

    requestKernelInfo() {
        this.sent.push('info');
        return Promise.resolve();
    }

    async interrupt() {
        this.sent.push('interrupt');
    }

    setStatus(status) {
        this.status = status;
        this.statusChanged.emit(this, status);
    }

    setConnection(status) {
        this.connectionStatus = status;
        this.connectionStatusChanged.emit(this, status);
    }

    message(direction, type, content = {}, {parent = {}, metadata = {}, id = 'm1'} = {}) {
        const header = {msg_type: type, msg_id: id, date: '2026-01-01T00:00:00.000Z'};
        this.anyMessage.emit(this, {direction, msg: {header, content, metadata, parent_header: parent}});
    }
}

const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z');

function cellModel(id, source, type = 'code') {
    const outputs = {length: 0, changed: new Signal()};
    return {id, type, outputs: type === 'code' ? outputs : undefined, sharedModel: {getSource: () => source}};
}

function cellWidget(model) {
    const node = document.createElement('div');
    node.innerHTML = '<div class="jp-Cell-inputWrapper"></div><div class="jp-Cell-outputWrapper"></div>';
    return {model, node, ready: Promise.resolve(), outputArea: {future: null}};
}

let kernel, panel, application, host, metadata, actions;

beforeEach(async () => {
    document.body.innerHTML = '';
    metadata = {};
    actions = {executionScheduled: new Signal(), runs: []};
    actions.run = content => actions.runs.push(content.activeCellIndex);
    kernel = new Connection('k1');
    const cells = [cellModel('a', '1 + 1'), cellModel('b', 'text', 'markdown')];
    cells.changed = new Signal();
    panel = {
        context: {
            ready: Promise.resolve(), localPath: 'x/stars.ipynb',
            model: {
                cells,
                getMetadata: key => metadata[key],
                setMetadata: (key, value) => {
                    metadata[key] = value;
                },
            },
        },
        content: {widgets: cells.map(cellWidget)},
        sessionContext: {session: {kernel}, kernelChanged: new Signal(), kernelPreference: {language: 'python'}},
        disposed: new Signal(),
    };
    application = {
        app: {
            name: 'JupyterLab', restored: Promise.resolve(),
            serviceManager: {serverSettings: {baseUrl: 'http://there/a@b/'}},
        },
        modules: {notebook: {NotebookActions: actions}, widgets: {}, services: {}, coreutils: {
            PageConfig: {
                getUrl: ({treePath}) => `/a@b/lab/tree/${encodeURI(treePath)}`,
                getBaseUrl: () => '/a@b/',
            },
            URLExt: {join: (...parts) => parts.join('/').replaceAll('//', '/'), encodeParts: encodeURI},
        }},
        settings: {load: async () => ({composite: {progress: false, hints: false}})},
    };
    host = await createHost(panel, application);
});

/** What is heard while something happens. */
async function heard(subject, happen) {
    const list = [];
    subject.subscribe(event => list.push({...event}));
    await new Promise(resolve => setTimeout(resolve));
    list.length = 0;
    await happen();
    await new Promise(resolve => setTimeout(resolve));
    list.forEach(event => delete event.kernel);
    return list;
}

for (const [status, types] of [
    ['starting', ['starting']],
    ['busy', []],
    ['idle', ['idle']],
    ['restarting', ['restarting', 'changed']],
    ['autorestarting', ['restarting', 'died', 'changed']],
]) {
    test(`a kernel that is ${status} makes the events [${types}]`, async () => {
        const list = await heard(host.kernel, () => kernel.setStatus(status));
        assert.deepStrictEqual(list, types.map(type => ({type})));
    });
}

test('a kernel that is idle again after a restart is ready', async () => {
    const list = await heard(host.kernel, () =>
        ['restarting', 'starting', 'idle', 'idle'].forEach(it => kernel.setStatus(it)));
    assert.deepStrictEqual(list.map(it => it.type), ['restarting', 'changed', 'starting', 'idle', 'ready', 'idle']);
});

test('a restart is over with the connection, after an automatic one never', async () => {
    const list = await heard(host.kernel, () => {
        for (const status of ['restarting', 'autorestarting']) {
            kernel.setStatus(status);
            kernel.setConnection('connected');
            kernel.setConnection('connected');
        }
    });
    assert.deepStrictEqual(list.map(it => it.type).filter(it => it !== 'changed'),
        ['restarting', 'connected', 'restarted', 'connected', 'restarting', 'died', 'connected', 'connected']);
});

test('a cell that is about to run after a restart comes later than who hears of it', async () => {
    const list = [];
    host.kernel.subscribe(({type}) => list.push(type));
    kernel.setStatus('restarting');
    actions.executionScheduled.emit(null, {notebook: {}});
    list.push('another notebook’s cell');
    actions.executionScheduled.emit(null, {notebook: panel.content});
    list.push('cell');
    kernel.setConnection('connected');
    assert.deepStrictEqual(list.filter(it => it !== 'changed'),
        ['restarting', 'another notebook’s cell', 'restarted', 'cell', 'connected']);
    panel.disposed.emit();
    assert.deepStrictEqual(actions.executionScheduled.slots, []);
});

test('a new kernel is pinged once it answers: JupyterLab would send that first', async () => {
    kernel.setStatus('restarting');
    host.kernel.ping(() => {});
    assert.deepStrictEqual(kernel.sent, []);
    kernel.setStatus('idle');
    assert.deepStrictEqual(kernel.sent, ['info']);
});

test('the same kernel after a restart is no other one', async () => {
    const list = await heard(host.kernel, () =>
        panel.sessionContext.kernelChanged.emit(null, {oldValue: kernel, newValue: kernel}));
    assert.deepStrictEqual(list.map(it => it.type), ['changed', 'ready', 'changed']);
});

test('a notebook is trusted where all its code is', () => {
    const [cell] = panel.context.model.cells;
    assert.ok(!host.notebook.isTrusted());
    cell.trusted = true;
    assert.ok(host.notebook.isTrusted());
});

test('a cell is run as the user does it', () => {
    panel.content.deselectAll = () => {};
    host.cells.run('a');
    host.cells.run('gone');
    assert.deepStrictEqual(actions.runs, [0]);
});

for (const [status, event] of [
    ['connecting', {type: 'reconnecting'}],
    ['connected', {type: 'connected'}],
    ['disconnected', {type: 'ended', reason: 'connection-lost'}],
]) {
    test(`a connection that is ${status} is told`, async () => {
        const list = await heard(host.kernel, () => kernel.setConnection(status));
        assert.deepStrictEqual(list, [event, {type: 'changed'}]);
        assert.strictEqual(host.kernel.current().isConnected, status === 'connected');
    });
}

test('a dead kernel ends, and is not connected', async () => {
    const list = await heard(host.kernel, () => kernel.setStatus('dead'));
    assert.deepStrictEqual(list, [{type: 'ended', reason: 'dead'}, {type: 'changed'}]);
    assert.strictEqual(host.kernel.current().isConnected, false);
});

test('another kernel ends the first, and is followed alone', async () => {
    const other = new Connection('k2', {language_info: {name: 'R'}});
    const list = await heard(host.kernel, () => {
        panel.sessionContext.session = {kernel: other};
        panel.sessionContext.kernelChanged.emit(null, {oldValue: kernel, newValue: other});
        kernel.setStatus('idle');
    });
    assert.deepStrictEqual(list.map(it => it.type), ['ended', 'starting', 'changed', 'ready', 'changed']);
    assert.deepStrictEqual(host.kernel.current(), {id: 'k2', isConnected: true, language: 'R'});
});

test('a kernel that was shut down is none', async () => {
    const list = await heard(host.kernel, () => {
        panel.sessionContext.session = null;
        panel.sessionContext.kernelChanged.emit(null, {oldValue: kernel, newValue: null});
    });
    assert.deepStrictEqual(list, [{type: 'ended', reason: 'killed'}, {type: 'changed'}]);
    assert.strictEqual(host.kernel.current(), null);
});

test('what is asked of the kernel is answered once it answers', async () => {
    const said = [];
    host.kernel.execute({code: 'CODE', silent: true, expressions: {answer: '1'}}, {
        onReply: content => said.push(content), onBusy: () => said.push('busy'), onText: text => said.push(text),
    });
    const [future] = kernel.sent;
    assert.deepStrictEqual(future.content, {
        code: 'CODE', silent: true, user_expressions: {answer: '1'}, store_history: false, allow_stdin: false,
    });
    future.onIOPub({header: {msg_type: 'status'}, content: {execution_state: 'busy'}});
    future.onIOPub({header: {msg_type: 'stream'}, content: {text: 'hello'}});
    future.end({content: {status: 'ok'}});
    await future.done;
    assert.deepStrictEqual(said, ['busy', 'hello', {status: 'ok'}]);

    host.kernel.execute({code: 'CODE', silent: true, expressions: {}}, {onReply: content => said.push(content)});
    kernel.cancel();  // a restart; nobody is told by a rejected promise
    await new Promise(resolve => setTimeout(resolve));
});

test('a kernel is pinged and interrupted', async () => {
    await new Promise(resolve => host.kernel.ping(resolve));
    host.kernel.interrupt();
    assert.deepStrictEqual(kernel.sent, ['info', 'interrupt']);
});

test('other pages’ cells and the library’s messages are heard', async () => {
    const list = await heard(host.kernel, () => {
        kernel.message('send', 'execute_request', {silent: true});
        kernel.message('recv', 'execute_input', {}, {parent: {msg_id: 'own', session: 'this-page'}});
        kernel.message('recv', 'execute_input', {}, {parent: {msg_id: 'other', session: 'another'}});
        kernel.message('recv', 'startspark', {phase: 'jvm'});
    });
    assert.deepStrictEqual(list, [
        {type: 'requested', silent: true},
        {type: 'input', request: 'other', time: NEW_YEAR},
        {type: 'message', content: {phase: 'jvm'}},
    ]);
});

test('cells are heard as they run', async () => {
    const parent = {msg_type: 'execute_request', msg_id: 'm1'};
    const list = await heard(host.cells, () => {
        kernel.message('send', 'execute_request', {}, {metadata: {cellId: 'a'}});
        kernel.message('send', 'execute_request', {silent: true});  // no cell's
        kernel.message('recv', 'status', {execution_state: 'busy'}, {parent});
        kernel.message('recv', 'error', {ename: 'NameError', evalue: 'x', traceback: []}, {parent});
        kernel.message('recv', 'status', {execution_state: 'idle'}, {parent});
        kernel.message('recv', 'status', {execution_state: 'busy'}, {parent: {msg_type: 'kernel_info_request'}});
    });
    assert.deepStrictEqual(list, [
        {type: 'queued', cell: 'a', request: 'm1'},
        {type: 'begun', request: 'm1', time: NEW_YEAR},
        {type: 'failed', request: 'm1', error: {ename: 'NameError', evalue: 'x'}},
        {type: 'ended', request: 'm1', time: NEW_YEAR},
    ]);
});

test('a cell that runs already is met', async () => {
    const list = [];
    panel.content.widgets[0].outputArea.future = {isDisposed: false, msg: {header: {msg_id: 'm0'}}};
    host.cells.subscribe(event => list.push(event));
    await new Promise(resolve => setTimeout(resolve));
    assert.deepStrictEqual(list, [{type: 'queued', cell: 'a', request: 'm0'}, {type: 'begun', request: 'm0'}]);
});

test('outputs that are cleared and cells that go are told, of new cells, too', async () => {
    const {cells} = panel.context.model;
    const added = cellModel('c', '2');
    const list = await heard(host.cells, () => {
        cells.changed.emit(cells, {type: 'add', newValues: [added], oldValues: []});
        for (const length of [1, 2, 0, 0]) {
            added.outputs.length = length;
            added.outputs.changed.emit();
        }
        cells.changed.emit(cells, {type: 'remove', newValues: [], oldValues: [added]});
    });
    assert.deepStrictEqual(list, [{type: 'cleared', cell: 'c'}, {type: 'removed', cell: 'c'}]);
});

test('the cells are listed, and what is mounted stands between input and output', async () => {
    assert.deepStrictEqual(host.cells.list().map(({id, isCode, text}) => [id, isCode, text]),
        [['a', true, '1 + 1'], ['b', false, 'text']]);
    const line = document.createElement('p');
    host.cells.mountBelow('a', line);
    await new Promise(resolve => setTimeout(resolve));
    const {children} = panel.content.widgets[0].node;
    assert.deepStrictEqual([children.length, children[1].contains(line)], [3, true]);
    line.remove();
    await new Promise(resolve => setTimeout(resolve));
    assert.strictEqual(children.length, 2);
});

test('the notebook’s metadata and path are JupyterLab’s', () => {
    host.notebook.setMetadata({config: 'grid'});
    assert.deepStrictEqual([metadata.startspark, host.notebook.metadata()], [{config: 'grid'}, {config: 'grid'}]);
    assert.strictEqual(host.notebook.path(), 'x/stars.ipynb');
});

test('settings come from JupyterLab, and what cannot be read has its default', async () => {
    assert.deepStrictEqual(await host.settings(), {
        hotkey: '', showsProgress: false, notifies: false, hints: false,
    });
    application.settings = null;
    assert.deepStrictEqual(await host.settings(), {
        hotkey: '', showsProgress: true, notifies: false, hints: true,
    });
});

test('a file opens in the editor that each application has', () => {
    assert.strictEqual(host.editorUrl('my files/a.yaml'), '/a@b/lab/tree/my%20files/a.yaml');
    application.app.name = 'Jupyter Notebook';
    assert.strictEqual(host.editorUrl('my files/a.yaml'), '/a@b/edit/my%20files/a.yaml');
});

test('what is taken away before its cell is ready does not come back', async () => {
    const [widget] = panel.content.widgets;
    let ready;
    widget.ready = new Promise(resolve => {
        ready = resolve;
    });
    const line = document.createElement('p');
    line.textContent = 'Spark is not running';
    host.cells.mountBelow('a', line);
    line.remove();
    ready();
    await new Promise(resolve => setTimeout(resolve));
    assert.doesNotMatch(widget.node.textContent, /Spark/);
});

test('an interrupt that fails is no unhandled error', async () => {
    kernel.interrupt = async () => {
        throw new Error('Kernel is dead');
    };
    const warn = mock.method(console, 'warn', () => {});
    host.kernel.interrupt();
    await new Promise(resolve => setTimeout(resolve));
    assert.match(String(warn.mock.calls[0].arguments[1]), /Kernel is dead/);
    warn.mock.restore();
});

test('a notebook that is closed says so, and no longer follows the theme', async () => {
    let themes = 0;
    host.layout.onThemeChange(() => {
        themes += 1;
    });
    panel.disposed.emit();
    assert.ok(host.closed.aborted);
    document.body.dataset.jpThemeName = 'Another';
    await new Promise(resolve => setTimeout(resolve));
    assert.strictEqual(themes, 0);
});
