/**
 * The kernel of the classic Notebook, and what its events mean.
 *
 * @module
 */

import {Emitter} from '../emitter.js';

/** @typedef {import('../host.js').ExecuteListeners} ExecuteListeners */
/** @typedef {import('../host.js').ExecuteRequest} ExecuteRequest */
/** @typedef {import('../host.js').ReplyContent} ReplyContent */
/** @typedef {import('../host.js').Kernel} Kernel */
/** @typedef {import('../host.js').KernelEvent} KernelEvent */
/** @typedef {import('../host.js').KernelEventType} KernelEventType */
/** @typedef {import('../host.js').KernelInfo} KernelInfo */
/** @typedef {import('../classic.js').JupyterEvents} JupyterEvents */
/** @typedef {import('../classic.js').JupyterNotebook} JupyterNotebook */

/** The type of the messages of Start Spark's library, as in startspark/kernel/iopub.py. */
const MESSAGE_TYPE = 'startspark';

/** Milliseconds after a reply in which the kernel says that it is idle, unless that is lost. */
const LATE = 1000;

/**
 * Jupyter's events. An automatic restart begins with the same one as the user's.
 *
 * @type {Object<string, {type: KernelEventType, reason?: string}>}
 */
const MEANINGS = {
    'kernel_created.Kernel': {type: 'starting'},
    'kernel_starting.Kernel': {type: 'starting'},
    'kernel_connected.Kernel': {type: 'connected'},
    'kernel_ready.Kernel': {type: 'ready'},
    'kernel_reconnecting.Kernel': {type: 'reconnecting'},
    'kernel_restarting.Kernel': {type: 'restarting'},
    'kernel_autorestarting.Kernel': {type: 'died'},
    'kernel_idle.Kernel': {type: 'idle'},
    // Jupyter takes a kernel for dead, too, that was shut down from elsewhere.
    'kernel_dead.Kernel': {type: 'ended', reason: 'dead'},
    'kernel_killed.Kernel': {type: 'ended', reason: 'killed'},
    'kernel_killed.Session': {type: 'ended', reason: 'killed'},
    'kernel_failed_restart.Kernel': {type: 'ended', reason: 'restart-failed'},
    'kernel_connection_dead.Kernel': {type: 'ended', reason: 'connection-lost'},
};

/** Those after which `current()` may say something else. */
const CHANGES = [
    'kernel_created.Kernel',
    'kernel_connected.Kernel',
    'kernel_ready.Kernel',
    'kernel_reconnecting.Kernel',
    'kernel_disconnected.Kernel',
    'kernel_restarting.Kernel',
    'kernel_killed.Kernel',
    'kernel_killed.Session',
    'kernel_dead.Kernel',
    'kernel_failed_restart.Kernel',
    'kernel_connection_dead.Kernel',
].join(' ');

/**
 * @extends {Emitter<KernelEvent>}
 * @implements {Kernel}
 */
export class ClassicKernel extends Emitter {
    /**
     * @param {JupyterNotebook} notebook
     * @param {JupyterEvents} events
     */
    constructor(notebook, events) {
        super('kernel');
        this.notebook = notebook;
        /** Whether the page has asked for a restart, and nothing was executed since. */
        this.isRestarting = false;
        this.listenToRestarts(events);
        this.listen(events);
        this.hearMessages(notebook.kernel);
    }

    /**
     * While the kernel is away, Jupyter keeps the cells that the user runs. What it runs by itself, such
     * as all cells, comes as soon as the kernel is ready.
     *
     * @param {JupyterEvents} events
     */
    listenToRestarts(events) {
        events.on('kernel_restarting.Kernel', () => {
            this.isRestarting = true;
        });
        events.on('kernel_autorestarting.Kernel', () => {
            this.isRestarting = false;
        });
        events.on('kernel_ready.Kernel', () => this.tellRestarted());
        events.on('execution_request.Kernel', (event, {content}) => {
            if (!content.silent) {
                this.tellRestarted();  // it is sent after this
            }
        });
    }

    tellRestarted() {
        if (this.isRestarting) {
            this.isRestarting = false;
            this.emit({type: 'restarted', kernel: this.id});
        }
    }

    /** @param {JupyterEvents} events */
    listen(events) {
        for (const [name, meaning] of Object.entries(MEANINGS)) {
            events.on(name, (event, data) => this.emit({...meaning, kernel: idOf(data)}));
        }
        events.on(CHANGES, (event, data) => {
            this.hearMessages(data?.kernel);
            // An event can come before what it tells of, such as the end of the connection.
            setTimeout(() => this.emit({type: 'changed', kernel: this.id}));
        });
        events.on('execution_request.Kernel', (event, {kernel, content}) => {
            this.emit({type: 'requested', kernel: kernel?.id ?? null, silent: content.silent});
        });
        events.on('received_unsolicited_message.Kernel', (event, message) => this.hearOthers(message));
    }

    /** @returns {?string} */
    get id() {
        return this.notebook.kernel?.id ?? null;
    }

    /**
     * What the library publishes. A kernel has one listener for each type of message.
     *
     * @param {any} kernel - Jupyter's, if there is one
     */
    hearMessages(kernel) {
        kernel?.register_iopub_handler(MESSAGE_TYPE, (/** @type {{content: any}} */ {content}) => {
            this.emit({type: 'message', kernel: kernel.id, content});
        });
    }

    /** @param {any} message - to another page, or to this one before it was loaded again */
    hearOthers({msg_type: type, header, parent_header: parent}) {
        if (type === 'execute_input') {
            this.emit({type: 'input', kernel: this.id, request: parent.msg_id, time: Date.parse(header.date)});
        }
    }

    /** @returns {?KernelInfo} */
    current() {
        const {kernel, metadata} = this.notebook;
        if (!kernel) {
            return null;
        }
        // A busy kernel has not said it yet, but the notebook knows what it was.
        const {name: known, language} = metadata.kernelspec || {};
        return {
            id: kernel.id,
            isConnected: kernel.is_connected(),
            language: kernel.info_reply?.language_info?.name || (known === kernel.name && language) || null,
        };
    }

    /**
     * @param {ExecuteRequest} request
     * @param {ExecuteListeners} listeners
     */
    execute({code, silent, expressions}, {onReply, onBusy, onText}) {
        const answer = new Answer(onReply);
        this.notebook.kernel.execute(code, answer.callbacks({
            output: (/** @type {any} */ {content}) => content.text && onText?.(content.text),
            status: (/** @type {any} */ {content}) => content.execution_state === 'busy' && onBusy?.(),
        }), {silent, user_expressions: expressions});
    }

    /** @param {() => void} onReply */
    ping(onReply) {
        const answer = new Answer(() => onReply());
        this.notebook.kernel.send_shell_message('kernel_info_request', {}, answer.callbacks());
    }

    interrupt() {
        this.notebook.kernel.interrupt();
    }
}

/**
 * Hears a reply once the kernel is idle after it: what it has printed may come later than the reply, and
 * the reply to a later request sooner than that.
 */
class Answer {
    /** @param {(reply: ReplyContent) => void} onReply */
    constructor(onReply) {
        this.onReply = onReply;
        this.isIdle = false;
        /** @type {?ReplyContent} */
        this.reply = null;
    }

    /** @param {{output?: (message: any) => void, status?: (message: any) => void}} [iopub] - what hears it, too */
    callbacks({output, status} = {}) {
        return {
            iopub: {
                output,
                status: (/** @type {any} */ message) => {
                    status?.(message);
                    this.isIdle = message.content.execution_state === 'idle';
                    if (this.isIdle) {
                        this.tell();
                    }
                },
            },
            shell: {reply: (/** @type {any} */ {content}) => this.receive(content)},
        };
    }

    /** @param {ReplyContent} reply */
    receive(reply) {
        this.reply = reply;
        if (this.isIdle) {
            this.tell();
        } else {
            setTimeout(() => this.tell(), LATE);
        }
    }

    tell() {
        const {reply} = this;
        this.reply = null;
        if (reply) {
            this.onReply(reply);
        }
    }
}

/**
 * @param {any} data - of an event, where a session has a kernel, too
 * @returns {?string}
 */
function idOf({kernel, session} = {}) {
    return (kernel || session?.kernel)?.id ?? null;
}
