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
        // What the code has printed may come after the reply, but before the kernel is idle.
        let isIdle = false;
        /** @type {?ReplyContent} */
        let reply = null;
        const tellReply = () => {
            if (isIdle && reply) {
                onReply(reply);
                reply = null;
            }
        };
        this.notebook.kernel.execute(code, {
            iopub: {
                output: (/** @type {any} */ {content}) => content.text && onText?.(content.text),
                status: (/** @type {any} */ {content}) => {
                    if (content.execution_state === 'busy') {
                        onBusy?.();
                    }
                    isIdle = content.execution_state === 'idle';
                    tellReply();
                },
            },
            shell: {
                reply: (/** @type {any} */ {content}) => {
                    reply = content;
                    tellReply();
                },
            },
        }, {silent, user_expressions: expressions});
    }

    /** @param {() => void} onReply */
    ping(onReply) {
        this.notebook.kernel.kernel_info(() => onReply());
    }

    interrupt() {
        this.notebook.kernel.interrupt();
    }
}

/**
 * @param {any} data - of an event, where a session has a kernel, too
 * @returns {?string}
 */
function idOf({kernel, session} = {}) {
    return (kernel || session?.kernel)?.id ?? null;
}
