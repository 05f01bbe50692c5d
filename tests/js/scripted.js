// A page without a browser: Jupyter's events, a kernel that does what a test says, and the server.
'use strict';

const assert = require('node:assert');

const FakeTimers = require('@sinonjs/fake-timers');

const {loader} = require('./amd');

/** @type {Error[]} promises that were rejected, and nobody heard of it */
const unheard = [];
process.on('unhandledRejection', error => unheard.push(error));

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
            .forEach(it => it.handler({type, namespace}, data || {}));
    }
}

const CALLS = {library: 'LIBRARY', look: 'look', stop: 'stop', keep: 'keep', cool_down: 'cool_down'};

/** What the server makes of a config for one start. */
function rendered(id) {
    return {
        name: 'local', code: 'CODE', warnings: [], prewarm: 'prewarm', run: `RUN:${id}`, page: id,
        ...Object.fromEntries(['prepare', 'replace', 'started', 'explain', 'abandon'].map(it => [it, `${it}:${id}`])),
    };
}

/** A kernel's process, with a queue of requests, and the kernels that the pages have of it. */
class Process {
    constructor() {
        this.kernels = [];
        this.begin();
    }

    begin() {
        Object.assign(this, {queue: [], isRunning: false, hasLibrary: false, ended: null});
        /** The start that may go on, and the one that has made the Spark that runs. */
        Object.assign(this, {claim: null, maker: null, isStarting: false, isInterrupted: false});
    }

    /** Do what was asked for first; `content` is replied instead of what such a kernel replies. */
    step(content) {
        const request = this.queue.shift();
        if (!request) {
            return;
        }
        const {kernel, callbacks, options} = request;
        const {isRunning} = this;
        const tell = state => {
            const {status} = callbacks.iopub || {};
            kernel.deliver(() => status && status({content: {execution_state: state}}));
        };
        this.isStarting = request.code === `RUN:${this.claim}`;
        this.isInterrupted = false;
        tell('busy');
        const reply = content || this.reply(request);
        this.isStarting = false;
        tell('idle');
        kernel.deliver(() => callbacks.shell && callbacks.shell.reply({content: reply}));
        this.tellAll(kernel, options, isRunning !== this.isRunning);
    }

    /** What all pages get to know of it. */
    tellAll(asker, {silent}, hasChanged) {
        this.kernels.filter(it => it.isConnected).forEach(it => {
            if (it !== asker && silent === false) {
                it.trigger('received_unsolicited_message', {msg_type: 'execute_input'});
            }
            it.trigger('kernel_idle');
            if (hasChanged) {
                it.hear(this.isRunning ? this.facts : {phase: 'ended'});
            }
        });
    }

    reply({code, options: {user_expressions: expressions = {}}}) {
        if (this.isStarting && this.isInterrupted) {
            return {status: 'error', ename: 'KeyboardInterrupt', evalue: '', traceback: []};
        }
        if (code.startsWith('RUN') && !this.hasLibrary) {
            return {status: 'error', ename: 'KeyError', evalue: "'_startspark_0'", traceback: []};
        }
        if (code.startsWith('cell ')) {
            Object.assign(this, {isRunning: code === 'cell starts', ended: null, maker: null});
        }
        this.isRunning = this.isRunning || this.isStarting;
        this.hasLibrary = this.hasLibrary || code === CALLS.library;
        const values = Object.entries(expressions).map(([name, it]) => [name, this.value(it)]);
        return {status: 'ok', user_expressions: Object.fromEntries(values)};
    }

    value(expression) {
        if (!this.hasLibrary) {
            return {ename: 'KeyError', evalue: "'_startspark_0'"};
        }
        const [name, id] = expression.split(':');
        const value = this[name] ? this[name](id) : this.facts;
        return {data: {'application/json': value}};
    }

    prepare(id) {
        if (this.isRunning) {
            return this.facts;
        }
        this.claim = this.claim || id;
        return {running: false, claimed: this.claim !== id};
    }

    replace(id) {
        if (this.claim !== id) {
            this.stop();
        }
        return {...this.prepare(id), replaced: true};
    }

    explain() {
        return {cause: null, log: ''};
    }

    started(id) {
        if (this.claim !== id) {
            return {...this.facts, skipped: true};
        }
        Object.assign(this, {claim: null, maker: id});
        return this.facts;
    }

    abandon(id) {
        return [this.claim, this.isRunning && this.maker].includes(id) ? this.stop() : this.facts;
    }

    stop() {
        Object.assign(this, {isRunning: false, claim: null});
        return this.facts;
    }

    get facts() {
        return this.isRunning ? {running: true, config: 'local', code: 'CODE', warming: {}} :
            {running: false, ended: this.ended};
    }
}

/** What one page has of the kernel: its requests go there, and what it says comes back, or is lost. */
class Kernel {
    constructor(events, process) {
        Object.assign(this, {events, process, id: 'k1', name: 'python3', kernel_url: '/api/kernels/k1'});
        this.info_reply = {status: 'ok', language_info: {name: 'python'}};
        this.isConnected = true;
        this.interrupts = 0;
        this.pending = [];
        this.buffer = [];
        process.kernels.push(this);
    }

    is_connected() {
        return this.isConnected;
    }

    trigger(name, data = {kernel: this}) {
        this.events.trigger(`${name}.Kernel`, data);
    }

    register_iopub_handler(type, handler) {
        this.hear = content => this.isConnected && handler({content});
    }

    execute(code, callbacks, options = {}) {
        this.trigger('execution_request', {content: {silent: options.silent !== false}});
        return this.send({kernel: this, code, callbacks, options});
    }

    kernel_info(reply) {
        this.send({kernel: this, code: '', callbacks: {shell: {reply}}, options: {}});
    }

    send(request) {
        (this.isConnected ? this.queue : this.pending).push(request);
        return `m${this.queue.length}`;
    }

    /** What the kernel says to a page that is away is kept, unless another page is there. */
    deliver(message) {
        if (this.isConnected) {
            message();
        } else if (!this.process.kernels.some(it => it.isConnected)) {
            this.buffer.push(message);
        }
    }

    interrupt() {
        this.interrupts += 1;
        this.process.isInterrupted = this.process.isStarting;
    }

    step(content) {
        this.process.step(content);
    }

    drop() {
        if (this.isConnected) {
            this.isConnected = false;
            this.trigger('kernel_disconnected');
        }
    }

    reconnect() {
        if (this.isConnected) {
            return;
        }
        this.trigger('kernel_reconnecting');
        this.connect();
    }

    connect() {
        this.isConnected = true;
        this.trigger('kernel_connected');
        this.queue.push(...this.pending.splice(0));
        this.buffer.splice(0).forEach(message => message());
        this.kernel_info(() => this.trigger('kernel_ready'));
    }

    /** The process begins again; what was asked for before is never answered. */
    restart() {
        this.process.begin();
        this.buffer = [];
        this.isConnected = false;
        this.trigger('kernel_restarting');
        this.becomeReady();
        this.process.kernels.filter(it => it.isConnected).forEach(it => {
            it.trigger('kernel_starting');  // all that another page hears of it
            it.kernel_info(() => it.trigger('kernel_ready'));
        });
    }

    /** The process has died, and the server begins it again. */
    die() {
        this.process.begin();
        this.process.kernels.filter(it => it.isConnected).forEach(it => {
            it.trigger('kernel_restarting');
            it.trigger('kernel_autorestarting');
            it.becomeReady();
        });
    }

    /** The process is ended, and begun no more. */
    kill() {
        this.process.begin();
        this.isConnected = false;
        this.trigger('kernel_killed');
        this.trigger('kernel_disconnected');
    }

    /** It takes a process a while, and then Jupyter may say so twice. */
    becomeReady() {
        setTimeout(() => {
            if (!this.isConnected) {
                this.connect();
            }
            this.kernel_info(() => this.trigger('kernel_ready'));
        }, 300);
    }
}

for (const name of ['queue', 'isRunning', 'hasLibrary', 'ended', 'facts']) {
    Object.defineProperty(Kernel.prototype, name, {
        get() {
            return this.process[name];
        },
        set(value) {
            this.process[name] = value;
        },
    });
}

/** Whatever is called there does nothing. */
function nothing(known = {}) {
    return new Proxy(known, {
        get: (target, name) => name in target ? target[name] : () => {},
    });
}

let starts = 0;

/** The modules of one page, with its notebook, a kernel and a clock. */
class Page {
    /** @param {Page} [first] - another page of the same notebook */
    constructor(first) {
        this.clock = first ? first.clock : fakeClock();
        this.events = new Events();
        this.kernel = new Kernel(this.events, first ? first.kernel.process : new Process());
        /** @type {Object<string, number>} the server's statuses by path; others are good */
        this.statuses = {};
        this.load = loader({
            'base/js/events': this.events,
            'base/js/utils': {
                url_path_join: (...parts) => parts.join('/'),
                promising_ajax: url => this.ask(url),
            },
            ...Object.fromEntries([
                'button', 'config_editor', 'draft', 'facts', 'file', 'form', 'review', 'settings',
            ].map(it => [it, {}])),
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
                starts += 1;
                return rendered(starts);
            },
        };
        this.remembered = {
            changes: {}, count: 0, note: '', isStrange: false, config: 'local', change: () => {}, accept: () => {},
        };
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

    /** Give the clock back; at the end, no promise may be left that was rejected and not heard. */
    async close() {
        this.clock.uninstall();
        await new Promise(resolve => setImmediate(resolve));
        assert.deepStrictEqual(unheard.splice(0), []);
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
            this.clock.tick(6000);
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
