/**
 * A notebook application without one: a `Host` of hosts/host.js whose kernel, server and cells do
 * what a test says. With `dom.js` it has a place in the page, too.
 *
 * @module
 */

import {FakeKernel, Process} from './fake_kernel.js';
import {FakeServer} from './fake_server.js';

const LOOK = {button: '', primaryButton: '', smallButton: '', toolbarButton: '', toolbarSelect: '', input: ''};

/** The cells of one page. It is a `Cells` of hosts/host.js. */
class FakeCells {
    /** @param {FakeHost} host */
    constructor(host) {
        this.host = host;
        this.cells = [];
        this.listeners = [];
        /** What was run. */
        this.runs = [];
    }

    list() {
        return this.cells.map(({id, isCode, text}) => ({id, isCode, text}));
    }

    mountBelow(id, element) {
        this.cells.find(it => it.id === id).element.append(element);
    }

    subscribe(listener) {
        this.listeners.push(listener);
    }

    emit(event) {
        this.listeners.forEach(listener => listener(event));
    }

    add(text, isCode = true, id = `cell-${this.cells.length + 1}`) {
        const element = globalThis.document?.createElement ? document.createElement('div') : null;
        if (element) {
            this.host.root.append(element);
        }
        this.cells.push({id, isCode, text, element});
        return id;
    }

    /** Have the kernel run a cell. */
    run(id) {
        const {text: code} = this.cells.find(it => it.id === id);
        const state = {request: ''};
        this.runs.push(code);
        const tell = type => this.emit({type, request: state.request, time: Date.now()});
        state.request = this.host.kernel.execute({code, silent: false, expressions: {}}, {
            onBusy: () => tell('begun'),
            onError: ({ename, evalue}) => this.emit({type: 'failed', request: state.request, error: {ename, evalue}}),
            onIdle: () => tell('ended'),
            onReply: () => {},
        });
        this.emit({type: 'queued', cell: id, request: state.request});
        return state.request;
    }

    remove(id) {
        this.cells = this.cells.filter(it => it.id !== id);
        this.emit({type: 'removed', cell: id});
    }
}

export class FakeHost {
    /** @param {FakeHost} [first] - another page of the same notebook */
    constructor(first) {
        this.baseUrl = '/a@b/';
        this.server = new FakeServer(this.baseUrl);
        this.fetch = (url, init) => this.server.fetch(url, init);
        this.editorUrl = path => `${this.baseUrl}edit/${path}`;
        this.options = {hotkey: '', showsProgress: true, notifies: false, hints: true};
        this.settings = async () => this.options;
        this.kernel = new FakeKernel(first ? first.kernel.process : new Process());
        this.cells = new FakeCells(this);
        this.notebook = this.makeNotebook();
        this.layout = this.makeLayout();
        /** That of the page: jsdom takes no other signal. */
        this.closing = new (globalThis.window?.AbortController ?? AbortController)();
        this.closed = this.closing.signal;
        /** @type {Object<string, Object>} the commands by name, and the hotkey of the first */
        this.commands = {};
        this.hotkey = '';
    }

    addCommands(commands, hotkey) {
        commands.forEach(it => {
            this.commands[it.name] = it;
        });
        this.hotkey = hotkey;
    }

    makeNotebook() {
        /** What the notebook has, and what has become of it. */
        this.saved = {path: 'stars.ipynb', metadata: undefined, changes: 0, inserted: [], isTrusted: true};
        const {saved} = this;
        return {
            path: () => saved.path,
            metadata: () => saved.metadata,
            isTrusted: () => saved.isTrusted,
            setMetadata: value => {
                saved.metadata = structuredClone(value);
                saved.changes += 1;
            },
            insertCode: code => saved.inserted.push(code),
        };
    }

    makeLayout() {
        this.theme = 'light';
        this.onTheme = [];
        return {
            look: LOOK,
            addToToolbar: element => this.root.querySelector('.fake-toolbar').append(element),
            addBanner: element => this.root.querySelector('.fake-toolbar').after(element),
            theme: () => this.theme,
            onThemeChange: listener => this.onTheme.push(listener),
        };
    }

    setTheme(theme) {
        this.theme = theme;
        this.onTheme.forEach(listener => listener());
    }

    /** @returns {HTMLElement} where this notebook is on the page, which a user cannot leave for another's */
    get root() {
        if (!this.section) {
            const toolbar = document.createElement('div');
            toolbar.className = 'fake-toolbar';
            this.section = document.createElement('section');
            this.section.append(toolbar);
            document.body.append(this.section);
        }
        return this.section;
    }
}
