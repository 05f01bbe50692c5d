// The classic Notebook's events, cells and page, as Jupyter's own scripts make them.
import '../dom.js';

import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

import {createHost} from '../../../startspark/static/hosts/classic.js';

/** jQuery's events, as far as Jupyter uses them. */
class Events {
    constructor() {
        this.handlers = [];
        this.triggered = [];
    }

    on(names, handler) {
        names.split(' ').forEach(name => this.handlers.push({name, handler}));
    }

    trigger(name, data) {
        this.triggered.push(name);
        this.handlers.filter(it => it.name === name).forEach(({handler}) => handler({type: name}, data));
    }
}

/** The parts of the toolbar's group, which have ids on the classic Notebook's page. */
const PARTS = ['startspark-config', 'startspark-options', 'startspark-settings', 'startspark-start'];

let events, kernel, notebook, host;

/** What Jupyter's kernel has, which sends nothing. */
function makeKernel() {
    return {
        id: 'k1', name: 'python3', info_reply: {}, isConnected: true, handlers: {}, sent: [], callbacks: {},
        is_connected() {
            return this.isConnected;
        },
        register_iopub_handler(type, handler) {
            this.handlers[type] = handler;
        },
        get_callbacks_for_msg(id) {
            return this.callbacks[id];
        },
        execute(code, callbacks, options) {
            this.sent.push({code, callbacks, options});
        },
        send_shell_message(type, content, callbacks) {
            this.sent.push({type, callbacks});
        },
        interrupt() {
            this.sent.push('interrupt');
        },
    };
}

function makeCell(id, text) {
    const element = document.createElement('div');
    element.innerHTML = '<div class="input"></div><div class="output"></div>';
    document.body.append(element);
    return {id, cell_type: 'code', kernel, element: [element], get_text: () => text, set_text: () => {}};
}

beforeEach(() => {
    document.head.innerHTML = '';
    document.body.innerHTML = '<div id="header"><div id="maintoolbar"><div id="maintoolbar-container">' +
        '<div class="btn-group"></div></div></div></div>';
    events = new Events();
    kernel = makeKernel();
    notebook = {
        base_url: '/a@b/', notebook_path: 'x/stars.ipynb', kernel, dirty: [],
        metadata: {kernelspec: {name: 'python3', language: 'python'}},
        set_dirty: value => notebook.dirty.push(value),
        config: {loaded: Promise.resolve(), data: {}},
        cells: [makeCell('a', '1 + 1'), {id: 'b', cell_type: 'markdown', get_text: () => 'text', element: [null]}],
        get_cells: () => notebook.cells,
    };
    host = createHost({Jupyter: {notebook}, events});
});

/** What is heard while something happens, also of what is heard a bit later. */
async function heard(subject, happen) {
    const list = [];
    subject.subscribe(event => list.push({...event}));
    await happen();
    await new Promise(resolve => setTimeout(resolve));
    list.forEach(event => delete event.kernel);  // a test of its own is about that
    return list;
}

for (const [names, expected] of [
    ['kernel_created', ['starting', 'changed']],
    ['kernel_starting', ['starting']],
    ['kernel_connected', ['connected', 'changed']],
    ['kernel_ready', ['ready', 'changed']],
    ['kernel_reconnecting', ['reconnecting', 'changed']],
    ['kernel_disconnected', ['changed']],
    ['kernel_idle', ['idle']],
    ['kernel_restarting', ['restarting', 'changed']],
    ['kernel_restarting kernel_autorestarting', ['restarting', 'died', 'changed']],
]) {
    test(`${names} is ${expected}`, async () => {
        const list = await heard(host.kernel, () =>
            names.split(' ').forEach(name => events.trigger(`${name}.Kernel`, {kernel})));
        assert.deepStrictEqual(list, expected.map(type => ({type})));
    });
}

for (const [name, reason] of [
    ['kernel_dead.Kernel', 'dead'],
    ['kernel_killed.Kernel', 'killed'],
    ['kernel_killed.Session', 'killed'],
    ['kernel_failed_restart.Kernel', 'restart-failed'],
    ['kernel_connection_dead.Kernel', 'connection-lost'],
]) {
    test(`${name} is the end: ${reason}`, async () => {
        const list = await heard(host.kernel, () => events.trigger(name, {session: {kernel}}));
        assert.deepStrictEqual(list, [{type: 'ended', reason}, {type: 'changed'}]);
    });
}

test('events carry the kernel’s id, if it is known', () => {
    const ids = [];
    host.kernel.subscribe(event => ids.push(event.kernel));
    events.trigger('kernel_idle.Kernel', {kernel});
    events.trigger('kernel_killed.Session', {session: {kernel: {...kernel, id: 'k2'}}});
    events.trigger('kernel_starting.Kernel', {kernel: {...kernel, id: null}});
    events.trigger('kernel_idle.Kernel');
    assert.deepStrictEqual(ids, ['k1', 'k2', null, null]);
});

test('by the time that a change is heard of, it has come', async () => {
    const known = [];
    host.kernel.subscribe(({type}) => type === 'changed' && known.push(host.kernel.current().isConnected));
    events.trigger('kernel_killed.Kernel', {kernel});
    kernel.isConnected = false;
    await new Promise(resolve => setTimeout(resolve));
    assert.deepStrictEqual(known, [false]);
});

test('requests of this page, and what runs for others, are told', async () => {
    const header = {date: '2026-01-01T00:00:00Z'};
    const message = (type, id) => ({msg_type: type, header, parent_header: {msg_id: id}});
    const list = await heard(host.kernel, () => {
        events.trigger('execution_request.Kernel', {kernel, content: {silent: false}});
        events.trigger('received_unsolicited_message.Kernel', message('execute_input', 'm1'));
        events.trigger('received_unsolicited_message.Kernel', message('stream', 'm1'));
    });
    assert.deepStrictEqual(list, [
        {type: 'requested', silent: false},
        {type: 'input', request: 'm1', time: Date.parse('2026-01-01T00:00:00Z')},
    ]);
});

test('the library’s messages are heard, also of a kernel that comes later', async () => {
    const later = {...makeKernel(), id: 'k2'};
    const list = await heard(host.kernel, () => {
        kernel.handlers.startspark({content: {phase: 'jvm'}});
        events.trigger('kernel_connected.Kernel', {kernel: later});
        later.handlers.startspark({content: 7});
    });
    assert.deepStrictEqual(list.filter(it => it.type === 'message').map(it => it.content), [{phase: 'jvm'}, 7]);
});

test('one listener that fails keeps nothing from the others', () => {
    const error = mock.method(console, 'error', () => {});
    const types = [];
    host.kernel.subscribe(() => {
        throw new Error('odd');
    });
    host.kernel.subscribe(({type}) => types.push(type));
    events.trigger('kernel_idle.Kernel', {kernel});
    assert.deepStrictEqual(types, ['idle']);
    assert.strictEqual(error.mock.callCount(), 1);
    error.mock.restore();
});

test('the kernel’s language is what it says, or what the notebook knows of it', () => {
    const language = () => host.kernel.current().language;
    assert.strictEqual(language(), 'python');
    kernel.name = 'ir';
    assert.strictEqual(language(), null);
    kernel.info_reply = {language_info: {name: 'R'}};
    assert.strictEqual(language(), 'R');
    notebook.metadata = {};
    kernel.info_reply = undefined;
    assert.strictEqual(language(), null);
    notebook.kernel = null;
    assert.strictEqual(host.kernel.current(), null);
});

test('code is executed, and its reply, its text and its beginning are heard', () => {
    const said = [];
    host.kernel.execute({code: '1', silent: false, expressions: {answer: 'x'}}, {
        onReply: content => said.push(content.status), onBusy: () => said.push('busy'), onText: text => said.push(text),
    });
    const [{code, callbacks, options}] = kernel.sent;
    assert.deepStrictEqual([code, options], ['1', {silent: false, user_expressions: {answer: 'x'}}]);
    callbacks.iopub.status({content: {execution_state: 'busy'}});
    callbacks.iopub.output({content: {text: 'printed'}});
    callbacks.iopub.output({content: {data: {}}});
    callbacks.iopub.status({content: {execution_state: 'idle'}});
    callbacks.shell.reply({content: {status: 'ok'}});
    assert.deepStrictEqual(said, ['busy', 'printed', 'ok']);
});

test('a reply that comes before the last output is heard after it', () => {
    const said = [];
    const listeners = {onReply: content => said.push(content.status), onText: text => said.push(text)};
    host.kernel.execute({code: '1', silent: false, expressions: {}}, listeners);
    const [{callbacks}] = kernel.sent;
    callbacks.iopub.status({content: {execution_state: 'busy'}});
    callbacks.shell.reply({content: {status: 'ok'}});
    callbacks.iopub.output({content: {text: 'printed'}});
    callbacks.iopub.status({content: {execution_state: 'idle'}});
    callbacks.iopub.status({content: {execution_state: 'idle'}});
    assert.deepStrictEqual(said, ['printed', 'ok']);
});

test('the kernel is pinged and interrupted', () => {
    let replies = 0;
    host.kernel.ping(() => {
        replies += 1;
    });
    host.kernel.interrupt();
    const [{type, callbacks}, last] = kernel.sent;
    assert.deepStrictEqual([type, last], ['kernel_info_request', 'interrupt']);
    callbacks.shell.reply({content: {status: 'ok'}});
    assert.strictEqual(replies, 0);
    callbacks.iopub.status({content: {execution_state: 'idle'}});
    assert.strictEqual(replies, 1);
});

test('replies are heard in their order, whichever channel is late', () => {
    const said = [];
    host.kernel.execute({code: '1', silent: false, expressions: {}}, {onReply: () => said.push('code')});
    host.kernel.ping(() => said.push('ping'));
    const [code, ping] = kernel.sent.map(({callbacks}) => callbacks);
    code.shell.reply({content: {status: 'error'}});
    ping.shell.reply({content: {status: 'ok'}});
    assert.deepStrictEqual(said, []);
    for (const {iopub} of [code, ping]) {
        iopub.status({content: {execution_state: 'busy'}});
        iopub.status({content: {execution_state: 'idle'}});
    }
    assert.deepStrictEqual(said, ['code', 'ping']);
});

test('a reply is heard after a second, too, where the kernel’s being idle is lost', context => {
    context.mock.timers.enable({apis: ['setTimeout']});
    const said = [];
    host.kernel.execute({code: '1', silent: false, expressions: {}}, {onReply: () => said.push('code')});
    host.kernel.ping(() => said.push('ping'));
    kernel.sent.forEach(({callbacks}) => callbacks.shell.reply({content: {status: 'ok'}}));
    context.mock.timers.tick(999);
    assert.deepStrictEqual(said, []);
    context.mock.timers.tick(1);
    assert.deepStrictEqual(said, ['code', 'ping']);
});

/** Jupyter runs a cell: it has registered what listens to the kernel before it says so. */
function run(cell, request, iopub = {}) {
    kernel.callbacks[request] = {iopub};
    events.trigger('execute.CodeCell', {cell: Object.assign(cell, {last_msg_id: request})});
    return state => iopub.status({content: {execution_state: state}, header: {date: '1970-01-01T00:00:05Z'}});
}

test('a cell is queued, begins and ends by the kernel’s clock', async () => {
    const list = await heard(host.cells, () => {
        const say = run(notebook.cells[0], 'm1');
        say('busy');
        say('idle');
        events.trigger('finished_iopub.Kernel', {kernel, msg_id: 'm1'});
    });
    assert.deepStrictEqual(list, [
        {type: 'queued', cell: 'a', request: 'm1'},
        {type: 'begun', request: 'm1', time: 5000},
        {type: 'ended', request: 'm1', time: 5000},
        {type: 'ended', request: 'm1'},
    ]);
});

test('a cell that raises an error is told, beside who else hears its output', async () => {
    const shown = [];
    const list = await heard(host.cells, () => {
        run(notebook.cells[0], 'm1', {output: message => shown.push(message.header.msg_type)});
        const {output} = kernel.callbacks.m1.iopub;
        output({content: {text: 'x'}, header: {msg_type: 'stream'}});
        output({content: {ename: 'NameError', evalue: 'y', traceback: []}, header: {msg_type: 'error'}});
    });
    assert.deepStrictEqual(list[1], {type: 'failed', request: 'm1', error: {ename: 'NameError', evalue: 'y'}});
    assert.deepStrictEqual([list.length, shown], [2, ['stream', 'error']]);
});

test('a cell is run as the user does it', () => {
    let runs = 0;
    notebook.cells[0].execute = () => {
        runs += 1;
    };
    host.cells.run('a');
    host.cells.run('gone');
    assert.strictEqual(runs, 1);
});

for (const [what, names, expected] of [
    ['the kernel is ready', ['kernel_ready', 'kernel_ready'], ['restarting', 'restarted', 'ready', 'ready']],
    ['a cell is run before', ['execution_request', 'kernel_ready'],
        ['restarting', 'restarted', 'requested', 'ready']],
    ['the kernel has died', ['kernel_autorestarting', 'execution_request', 'kernel_ready'],
        ['restarting', 'died', 'requested', 'ready']],
]) {
    test(`whether a restart is over once ${what}`, () => {
        const list = [];
        host.kernel.subscribe(({type}) => list.push(type));
        const trigger = (name, silent) => events.trigger(`${name}.Kernel`, {kernel, content: {silent}});
        trigger('kernel_restarting');
        names.forEach(name => trigger(name, false));
        assert.deepStrictEqual(list.filter(it => it !== 'changed'), expected);
    });
}

test('silent code does not end a restart', () => {
    const list = [];
    host.kernel.subscribe(({type}) => list.push(type));
    events.trigger('kernel_restarting.Kernel', {kernel});
    events.trigger('execution_request.Kernel', {kernel, content: {silent: true}});
    assert.deepStrictEqual(list, ['restarting', 'requested']);
});

test('a notebook is trusted once Jupyter says so', () => {
    assert.ok(!host.notebook.isTrusted());
    notebook.trusted = true;
    assert.ok(host.notebook.isTrusted());
});

test('who else listens to a request is still told', () => {
    const say = run(notebook.cells[0], 'm1', {status: () => 'theirs'});
    assert.strictEqual(say('busy'), 'theirs');
});

test('a cell that is cleared, and one that is deleted', async () => {
    const list = await heard(host.cells, () => {
        events.trigger('clear_output.CodeCell', {cell: {id: 'a'}});
        events.trigger('delete.Cell', {cell: {id: 'b'}, index: 1});
    });
    assert.deepStrictEqual(list, [{type: 'cleared', cell: 'a'}, {type: 'removed', cell: 'b'}]);
});

test('a cell that runs before anybody listens is met', async () => {
    const [cell] = notebook.cells;
    cell.last_msg_id = 'm1';
    cell.element[0].classList.add('running');
    kernel.callbacks.m1 = {iopub: {}};
    const list = await heard(host.cells, () => {});
    assert.deepStrictEqual(list, [{type: 'queued', cell: 'a', request: 'm1'}, {type: 'begun', request: 'm1'}]);
    assert.ok(kernel.callbacks.m1.iopub.status);
});

test('cells are listed', () => {
    const list = host.cells.list().map(({id, isCode, text}) => ({id, isCode, text}));
    assert.deepStrictEqual(list, [{id: 'a', isCode: true, text: '1 + 1'}, {id: 'b', isCode: false, text: 'text'}]);
});

test('what is put below a cell’s input stands beside a column for the prompt, and goes with it', async () => {
    const element = document.createElement('section');
    host.cells.mountBelow('a', element);
    const place = notebook.cells[0].element[0].children[1];
    assert.deepStrictEqual([...place.children].map(it => it.className || it.tagName), ['prompt', 'SECTION']);
    element.remove();
    await new Promise(resolve => setTimeout(resolve));
    assert.ok(!place.isConnected);
    host.cells.mountBelow('gone', element);
    assert.ok(!element.isConnected);
});

test('the notebook’s metadata are read, and written as a change', () => {
    assert.strictEqual(host.notebook.path(), 'x/stars.ipynb');
    assert.strictEqual(host.notebook.metadata(), undefined);
    host.notebook.setMetadata({config: 'local'});
    assert.deepStrictEqual(host.notebook.metadata(), {config: 'local'});
    assert.deepStrictEqual(notebook.dirty, [true]);
});

test('code is inserted above the selected cell, which is scrolled to', () => {
    const made = {set_text: text => Object.assign(made, {text})};
    Object.assign(notebook, {
        insert_cell_above: type => Object.assign(made, {type}),
        find_cell_index: cell => cell === made ? 3 : -1,
        scroll_to_cell: index => Object.assign(made, {index}),
    });
    host.notebook.insertCode('spark = 1\n');
    assert.deepStrictEqual([made.type, made.text, made.index], ['code', 'spark = 1', 3]);
});

test('the user’s settings', async () => {
    const none = {hotkey: '', showsProgress: true, notifies: false, hints: true};
    assert.deepStrictEqual(await host.settings(), none);
    notebook.config.data = {
        startspark: {hotkey: 'Alt-S', progress: false, notify: true, hints: false},
    };
    const set = {hotkey: 'Alt-S', showsProgress: false, notifies: true, hints: false};
    assert.deepStrictEqual(await host.settings(), set);
});

test('commands are in the palette, and the first has the hotkey', () => {
    const warn = mock.method(console, 'warn', () => {});
    const known = {}, shortcuts = [], run = () => {};
    notebook.keyboard_manager = {
        actions: {
            register: (action, name, prefix) => {
                known[`${prefix}:${name}`] = {...action};
                return `${prefix}:${name}`;
            },
            get: name => known[name],
        },
        command_shortcuts: {add_shortcut: (key, name) => {
            if (key === 'odd') {
                throw new Error('no such key');
            }
            shortcuts.push([key, name]);
        }},
    };
    const commands = ['start', 'stop'].map(name => ({name, label: `${name} Spark`, help: 'h', icon: 'fa-bolt', run}));
    host.addCommands(commands, 'Alt-S');
    assert.deepStrictEqual(known['startspark:stop'], {icon: 'fa-bolt', help: 'h', handler: run, cmd: 'stop Spark'});
    assert.deepStrictEqual(shortcuts, [['Alt-S', 'startspark:start']]);
    host.addCommands(commands, '');
    host.addCommands(commands, 'odd');
    assert.strictEqual(shortcuts.length, 1);
    assert.strictEqual(warn.mock.callCount(), 1);
    warn.mock.restore();
});

test('requests are those of the user, and of a page of the server', async () => {
    const sent = [];
    globalThis.fetch = async (url, init) => sent.push({url, ...init, headers: Object.fromEntries(init.headers)});
    await host.fetch('/a@b/x');
    document.cookie = '_xsrf=2|abc|def';
    await host.fetch('/a@b/x', {method: 'POST', headers: {'Content-Type': 'application/json'}});
    assert.deepStrictEqual(sent, [
        {url: '/a@b/x', credentials: 'same-origin', headers: {}},
        {url: '/a@b/x', credentials: 'same-origin', method: 'POST',
            headers: {'content-type': 'application/json', 'x-xsrftoken': '2|abc|def'}},
    ]);
});

test('the editor’s URL is beside the notebook’s', () => {
    assert.strictEqual(host.editorUrl('my files/a%.yaml'), '/a@b/edit/my%20files/a%25.yaml');
});

test('what is added stands in the toolbar and below it', () => {
    const [group, banner] = ['div', 'p'].map(name => document.createElement(name));
    group.innerHTML = PARTS.map(name => `<b class="${name}"></b>`).join('');
    host.layout.addToToolbar(group);
    assert.deepStrictEqual([group, ...group.children].map(it => it.id), ['startspark', ...PARTS]);
    host.layout.addBanner(banner);
    assert.strictEqual(document.getElementById('maintoolbar-container').lastChild, group);
    const [toolbar, spacer, last] = document.getElementById('header').children;
    assert.deepStrictEqual([toolbar.id, spacer.textContent, last], ['maintoolbar', '', banner]);
});

for (const [colour, theme] of [
    ['', 'light'], ['#fff', 'light'], ['#e7e7e7', 'light'], ['#282c34', 'dark'], ['rgba(0, 0, 0, 0)', 'light'],
    ['#073642', 'dark'], ['#fdf6e3', 'light'],
]) {
    test(`the page is ${theme} with the background ${colour}`, () => {
        document.getElementById('header').style.backgroundColor = colour;
        assert.strictEqual(host.layout.theme(), theme);
    });
}

test('a theme that comes later is told of once', async () => {
    let told = 0;
    host.layout.onThemeChange(() => {
        told += 1;
    });
    const style = document.createElement('style');
    style.textContent = '#header { background: #111111; }';
    document.head.append(style);
    await Promise.resolve();
    document.body.classList.add('other');
    await Promise.resolve();
    assert.strictEqual(told, 1);
    assert.strictEqual(host.layout.theme(), 'dark');
});
