// A page without a browser: Jupyter's events, a kernel that does what a test says, and the server.
'use strict';

const FakeTimers = require('@sinonjs/fake-timers');

const {loader} = require('./amd');

/** A clock that a test sets; promises and what follows them go on by themselves. */
function fakeClock() {
    return FakeTimers.install({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date']});
}

/** jQuery's events, as far as the page uses them. */
class Events {
    constructor() {
        this.handlers = [];
    }

    on(names, handler) {
        names.split(' ').forEach(name => this.handlers.push({name, handler}));
    }

    off(names, handler) {
        const gone = names.split(' ');
        this.handlers = this.handlers.filter(it => it.handler !== handler || !gone.includes(it.name));
    }

    trigger(name, data) {
        const [type, namespace] = name.split('.');
        this.handlers.filter(it => it.name === name)
            .forEach(it => it.handler({type, namespace}, data));
    }
}

const CALLS = {library: 'LIBRARY', look: 'look', stop: 'stop', keep: 'keep', cool_down: 'cool_down'};
const RENDERED = {
    name: 'local', code: 'CODE', warnings: [],
    prewarm: 'prewarm', prepare: 'prepare', started: 'started', abandon: 'abandon',
};

/** A kernel with a queue of requests, of which a test has one after the other done. */
class Kernel {
    constructor(events) {
        Object.assign(this, {events, id: 'k1', name: 'python3', kernel_url: '/api/kernels/k1'});
        this.info_reply = {status: 'ok', language_info: {name: 'python'}};
        this.isConnected = true;
        this.interrupts = 0;
        this.begin();
    }

    /** As the process is when it has just begun. */
    begin() {
        this.queue = [];
        this.isRunning = false;
        this.hasLibrary = false;
        this.ended = null;
    }

    is_connected() {
        return this.isConnected;
    }

    register_iopub_handler(type, handler) {
        this.hear = content => handler({content});
    }

    execute(code, callbacks, options = {}) {
        const request = {code, callbacks, options, expression: (options.user_expressions || {}).answer};
        this.queue.push(request);
        this.events.trigger('execution_request.Kernel', {content: {silent: options.silent !== false}});
        return `m${this.queue.length}`;
    }

    interrupt() {
        this.interrupts += 1;
    }

    /**
     * Do what was asked for first.
     *
     * @param {Object} [content] - to reply, instead of what such a kernel replies
     */
    step(content) {
        const request = this.queue.shift();
        if (!request) {
            return;
        }
        const {status} = request.callbacks.iopub || {};
        const tell = state => status && status({content: {execution_state: state}});
        tell('busy');
        const reply = content || this.reply(request);
        tell('idle');
        request.callbacks.shell.reply({content: reply});
        this.events.trigger('kernel_idle.Kernel');
    }

    reply({code, expression}) {
        if (code === 'CODE' && this.interrupts) {
            this.interrupts = 0;
            return {status: 'error', ename: 'KeyboardInterrupt', evalue: '', traceback: []};
        }
        this.isRunning = this.isRunning || code === 'CODE';
        this.hasLibrary = this.hasLibrary || code === CALLS.library;
        return {status: 'ok', user_expressions: {answer: this.answer(expression)}};
    }

    answer(expression) {
        if (!this.hasLibrary && expression !== 'started') {
            return {ename: 'KeyError', evalue: "'_startspark_0'"};
        }
        const value = {prepare: () => ({...this.facts, claimed: false}), stop: () => this.end(),
            abandon: () => this.end()}[expression] || (() => this.facts);
        return {data: {'application/json': value()}};
    }

    end() {
        this.isRunning = false;
        return this.facts;
    }

    get facts() {
        return this.isRunning ? {running: true, config: 'local', code: 'CODE', warming: {}} :
            {running: false, ended: this.ended};
    }

    /** The process begins again; what was asked for before is never answered. */
    restart() {
        this.begin();
        this.interrupts = 0;
        this.events.trigger('kernel_restarting.Kernel');
        this.becomeReady();
    }

    /** The process has died, and the server begins it again. */
    die() {
        this.begin();
        this.interrupts = 0;
        this.events.trigger('kernel_restarting.Kernel');
        this.events.trigger('kernel_autorestarting.Kernel');
        this.becomeReady();
    }

    /** The process is ended, and begun no more. */
    kill() {
        this.begin();
        this.isConnected = false;
        this.events.trigger('kernel_killed.Kernel');
        this.events.trigger('kernel_disconnected.Kernel');
    }

    /** It takes a process a while, and then Jupyter may say so twice. */
    becomeReady() {
        this.isConnected = true;
        setTimeout(() => {
            this.events.trigger('kernel_ready.Kernel');
            this.events.trigger('kernel_ready.Kernel');
        }, 300);
    }
}

/** Whatever is called there does nothing. */
function nothing(known = {}) {
    return new Proxy(known, {
        get: (target, name) => name in target ? target[name] : () => {},
    });
}

/** The modules of one page, with its notebook, a kernel and a clock. */
class Page {
    constructor() {
        this.clock = fakeClock();
        this.events = new Events();
        this.kernel = new Kernel(this.events);
        /** @type {Object<string, number>} the server's statuses by path; others are good */
        this.statuses = {};
        this.load = loader({
            'base/js/events': this.events,
            'base/js/utils': {
                url_path_join: (...parts) => parts.join('/'),
                promising_ajax: url => this.ask(url),
            },
            ...Object.fromEntries(['button', 'facts', 'file', 'form', 'settings', 'draft'].map(it => [it, {}])),
        });
        this.notebook = {
            kernel: this.kernel,
            metadata: {kernelspec: {name: 'python3', language: 'python'}},
            notebook_path: 'stars.ipynb',
            set_dirty: () => {},
        };
        this.config = {name: 'local', title: 'This machine', parameters: {}, error: null, prewarm: false};
        this.server = {kernel: async () => CALLS};
        this.rendered = [];
        this.api = {
            render: async (name, wanted) => {
                this.rendered.push({name, ...wanted});
                return RENDERED;
            },
        };
        this.remembered = {changes: {}, count: 0, isStrange: false, config: 'local', change: () => {}};
        const {Session} = this.load('session');
        this.changes = 0;
        this.session = new Session(this.notebook, this.server, {
            onChange: () => {
                this.changes += 1;
            },
            onOperation: () => {},
        });
        this.toolbar = {chosen: this.config};
        this.failures = [];
    }

    async ask(url) {
        const status = this.statuses[url] || 200;
        if (status !== 200) {
            throw Object.assign(new Error('refused'), {xhr: {status}});
        }
        return {};
    }

    /** What the toolbar and the menu call. */
    get commands() {
        const dialog = nothing({isOpen: true});
        const {Commands} = this.load('commands');
        const view = nothing({dialog, menu: nothing(), open: () => {}, showFailure: failure => this.failures.push(failure)});
        this.madeCommands = this.madeCommands || new Commands({
            ...this, view, reload: async () => {}, choose: () => {},
        });
        return this.madeCommands;
    }

    /** Follow the kernel, which has nothing to do and no Spark. */
    async open() {
        this.session.listen();
        await this.settle();
        return this;
    }

    /** Give the clock back. */
    close() {
        this.clock.uninstall();
    }

    /** Let the page do what it does without the kernel. */
    async flush() {
        for (let turn = 0; turn < 8; turn += 1) {
            await new Promise(resolve => setImmediate(resolve));
        }
    }

    /** Let the kernel do all that it is asked, and time pass, until nothing happens any more. */
    async settle() {
        for (let quiet = 0; quiet < 3; quiet += 1) {
            await this.flush();
            this.clock.tick(1500);
            await this.flush();
            while (this.kernel.queue.length) {
                quiet = 0;
                this.kernel.step();
                await this.flush();
            }
        }
    }
}

module.exports = {Page};
