/**
 * A kernel that does what a test says: its process, with a queue of requests, and what each page
 * has of it. `FakeKernel` is a `Kernel` of hosts/host.js.
 *
 * @module
 */

export const CALLS = {
    library: 'LIBRARY',
    ...Object.fromEntries(['look', 'stop', 'keep', 'build_archive', 'cancel_archive_build', 'stop_prewarmed_jvm']
        .map(name => [name, name])),
};

/** What the process is to a start: those of the server's expressions that carry its id. */
export const START_CALLS = ['prepare', 'replace', 'started', 'explain', 'abandon'];

/** The kernel's process, with a queue of requests, and the kernels that the pages have of it. */
export class Process {
    constructor() {
        this.kernels = [];
        this.requests = 0;
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
        const {kernel, listeners} = request;
        const {isRunning} = this;
        this.isStarting = request.code === `RUN:${this.claim}`;
        this.isInterrupted = false;
        kernel.deliver(() => listeners.onBusy?.());
        const reply = content || this.reply(request);
        this.isStarting = false;
        if (reply.status === 'error') {
            kernel.deliver(() => listeners.onError?.(reply));
        }
        kernel.deliver(() => listeners.onIdle?.());
        kernel.deliver(() => listeners.onReply(reply));
        this.tellAll(request, isRunning !== this.isRunning);
    }

    /** What all pages get to know of it. */
    tellAll({kernel, id, silent}, hasChanged) {
        this.kernels.filter(it => it.isConnected).forEach(it => {
            if (it !== kernel && silent === false) {
                it.emit('input', {request: id, time: Date.now()});
            }
            it.emit('idle');
            if (hasChanged) {
                it.hear(this.isRunning ? this.facts : {phase: 'ended'});
            }
        });
    }

    reply({code, expressions}) {
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
        const isKnown = name === 'stop' || START_CALLS.includes(name);
        return {data: {'application/json': isKnown ? this[name](id) : this.facts}};
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
        return this.isRunning ? {running: true, config: 'local', code: 'CODE', archive_build: {}} :
            {running: false, ended: this.ended};
    }
}

/** What one page has of the kernel: its requests go there, and what it says comes back, or is lost. */
export class FakeKernel {
    /** @param {Process} process */
    constructor(process) {
        Object.assign(this, {process, id: 'k1', language: 'python', isConnected: true, exists: true});
        /** How often the page has interrupted it. */
        this.interrupts = 0;
        /** The event with which this application says that a restart is over, unless a cell is run before. */
        Object.assign(this, {restartsUntil: 'connected', isRestarting: false});
        this.listeners = [];
        /** What waits for a connection: the page's requests, and the kernel's messages. */
        Object.assign(this, {pending: [], buffer: []});
        process.kernels.push(this);
    }

    // What the page uses.

    current() {
        const {id, isConnected, language} = this;
        return this.exists ? {id, isConnected, language} : null;
    }

    subscribe(listener) {
        this.listeners.push(listener);
    }

    execute({code, silent, expressions}, listeners) {
        if (!silent) {
            this.tellRestarted();
        }
        this.emit('requested', {silent});
        return this.send({code, silent, expressions, listeners});
    }

    ping(onReply) {
        this.send({code: '', silent: true, expressions: {}, listeners: {onReply}});
    }

    interrupt() {
        this.interrupts += 1;
        this.process.isInterrupted = this.process.isStarting;
    }

    // What a test uses.

    tellRestarted() {
        if (this.isRestarting) {
            this.isRestarting = false;
            this.emit('restarted');
        }
    }

    emit(type, more) {
        if (type === this.restartsUntil) {
            this.tellRestarted();
        }
        const event = {type, kernel: this.id, ...more};
        this.listeners.forEach(listener => listener(event));
    }

    /** It has changed by the time that one hears of it. */
    emitWithChange(type, more) {
        if (type) {
            this.emit(type, more);
        }
        setTimeout(() => this.emit('changed'));
    }

    /** The kernel publishes a message, which comes at once. */
    hear(content) {
        if (this.isConnected) {
            this.emit('message', {content});
        }
    }

    /** What runs prints something. */
    print(text) {
        this.deliver(() => this.queue[0].listeners.onText?.(text));
    }

    send(request) {
        this.process.requests += 1;
        const id = `m${this.process.requests}`;
        (this.isConnected ? this.queue : this.pending).push({kernel: this, id, ...request});
        return id;
    }

    /** What the kernel says to a page that is away is kept, unless another page is there. */
    deliver(message) {
        if (this.isConnected) {
            message();
        } else if (!this.process.kernels.some(it => it.isConnected)) {
            this.buffer.push(message);
        }
    }

    step(content) {
        this.process.step(content);
    }

    drop() {
        if (this.isConnected) {
            this.isConnected = false;
            this.emitWithChange();
        }
    }

    reconnect() {
        if (!this.isConnected) {
            this.emitWithChange('reconnecting');
            this.connect();
        }
    }

    connect() {
        this.isConnected = true;
        this.emitWithChange('connected');
        this.queue.push(...this.pending.splice(0));
        this.buffer.splice(0).forEach(message => message());
        this.ping(() => this.emitWithChange('ready'));
    }

    /** The process begins again; what was asked for before is never answered. */
    restart() {
        this.process.begin();
        this.buffer = [];
        this.isConnected = false;
        this.isRestarting = true;
        this.emitWithChange('restarting');
        this.becomeReady();
        this.process.kernels.filter(it => it.isConnected).forEach(it => {
            it.emit('starting');  // all that another page hears of it
            it.ping(() => it.emitWithChange('ready'));
        });
    }

    /** The process has died, and the server begins it again. */
    die() {
        this.process.begin();
        this.process.kernels.filter(it => it.isConnected).forEach(it => {
            it.emitWithChange('restarting');
            it.emit('died');
            it.becomeReady();
        });
    }

    /** The process is ended, and begun no more. */
    kill(reason = 'killed') {
        this.process.begin();
        this.isConnected = false;
        this.emitWithChange('ended', {reason});
    }

    /** It takes a process a while, and then an application may say so twice. */
    becomeReady() {
        setTimeout(() => {
            if (!this.isConnected) {
                this.connect();
            }
            this.ping(() => this.emitWithChange('ready'));
        }, 300);
    }
}

for (const name of ['queue', 'isRunning', 'hasLibrary', 'ended', 'facts']) {
    Object.defineProperty(FakeKernel.prototype, name, {
        get() {
            return this.process[name];
        },
        set(value) {
            this.process[name] = value;
        },
    });
}
