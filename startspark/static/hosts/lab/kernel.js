/**
 * The kernel of a notebook in JupyterLab, and what its signals mean.
 *
 * @module
 */

import {Emitter} from '../emitter.js';

/** @typedef {import('../host.js').ExecuteListeners} ExecuteListeners */
/** @typedef {import('../host.js').ExecuteRequest} ExecuteRequest */
/** @typedef {import('../host.js').Kernel} Kernel */
/** @typedef {import('../host.js').KernelEvent} KernelEvent */
/** @typedef {import('../host.js').KernelEventType} KernelEventType */
/** @typedef {import('../host.js').KernelInfo} KernelInfo */

/** @typedef {any} KernelConnection JupyterLab's `IKernelConnection`. */
/** @typedef {any} Message A message of Jupyter's protocol. */

/** The type of the messages of Start Spark's library, as in startspark/kernel/iopub.py. */
const MESSAGE_TYPE = 'startspark';

/** @type {Object<string, Array<{type: KernelEventType, reason?: string}>>} */
const STATUSES = {
    starting: [{type: 'starting'}],
    idle: [{type: 'idle'}],
    restarting: [{type: 'restarting'}],
    autorestarting: [{type: 'restarting'}, {type: 'died'}],
    dead: [{type: 'ended', reason: 'dead'}],
};

/**
 * @extends {Emitter<KernelEvent>}
 * @implements {Kernel}
 */
export class LabKernel extends Emitter {
    /** @param {any} context - JupyterLab's `ISessionContext` */
    constructor(context) {
        super('kernel');
        this.context = context;
        /** @type {?string} the language of `kernel`, once it has said it */
        this.language = null;
        /** Whether the kernel is yet to answer for the first time since it was started. */
        this.isNew = true;
        /** Whether the page has asked for a restart, and nothing was executed since. */
        this.isRestarting = false;
        /** @type {Array<() => void>} what hears that a kernel answers that is new */
        this.pings = [];
        /** @type {?KernelConnection} that is followed */
        this.kernel = null;
        this.onStatus = this.onStatus.bind(this);
        this.onConnection = this.onConnection.bind(this);
        this.onMessage = this.onMessage.bind(this);
        context.kernelChanged.connect((/** @type {unknown} */ _, /** @type {any} */ {newValue}) => this.meet(newValue));
        this.follow(this.found);
    }

    /** @returns {?KernelConnection} */
    get found() {
        return this.context.session?.kernel ?? null;
    }

    /**
     * The notebook has another kernel, or none any more.
     *
     * @param {?KernelConnection} kernel
     */
    meet(kernel) {
        const before = this.kernel;
        this.follow(kernel);
        if (before && before.id !== kernel?.id) {
            this.emit({type: 'ended', reason: 'killed', kernel: before.id});
        }
        if (kernel && kernel !== before) {  // the same one was restarted, and has said so
            this.tell({type: 'starting'});
        }
        this.tell({type: 'changed'});
    }

    /** @param {?KernelConnection} kernel */
    follow(kernel) {
        this.unfollow();
        this.kernel = kernel;
        this.language = null;
        this.isNew = true;
        if (kernel) {
            kernel.statusChanged.connect(this.onStatus);
            kernel.connectionStatusChanged.connect(this.onConnection);
            kernel.anyMessage.connect(this.onMessage);
            kernel.info.then((/** @type {any} */ info) => this.onInfo(kernel, info), () => {});
        }
    }

    unfollow() {
        this.kernel?.statusChanged.disconnect(this.onStatus);
        this.kernel?.connectionStatusChanged.disconnect(this.onConnection);
        this.kernel?.anyMessage.disconnect(this.onMessage);
    }

    /**
     * The kernel has answered for the first time.
     *
     * @param {KernelConnection} kernel
     * @param {any} info - its reply to `kernel_info_request`
     */
    onInfo(kernel, {language_info: {name}}) {
        if (kernel === this.kernel) {
            this.language = name;
            this.becomeReady();
            this.tell({type: 'changed'});
        }
    }

    /**
     * @param {KernelConnection} kernel
     * @param {string} status
     */
    onStatus(kernel, status) {
        if (['restarting', 'autorestarting'].includes(status)) {
            this.isRestarting = status === 'restarting';
        }
        (STATUSES[status] ?? []).forEach(event => this.tell(event));
        if (['restarting', 'autorestarting', 'dead'].includes(status)) {
            this.isNew = true;
            this.tell({type: 'changed'});
        } else if (status === 'idle' && this.isNew && this.language) {
            this.becomeReady();
        }
    }

    becomeReady() {
        this.isNew = false;
        this.tell({type: 'ready'});
        this.pings.splice(0).forEach(onReply => this.ping(onReply));
    }

    /**
     * A cell is about to be executed. What is executed before the kernel is connected again waits, in its
     * order; JupyterLab runs all cells once it is.
     */
    tellRestarted() {
        if (this.isRestarting) {
            this.isRestarting = false;
            this.tell({type: 'restarted'});
        }
    }

    /**
     * @param {KernelConnection} kernel
     * @param {string} status
     */
    onConnection(kernel, status) {
        if (status === 'connected') {
            this.tell({type: 'connected'});
            this.tellRestarted();
        } else if (status === 'connecting') {
            this.tell({type: 'reconnecting'});
        } else {
            this.tell({type: 'ended', reason: 'connection-lost'});
        }
        this.tell({type: 'changed'});
    }

    /**
     * @param {KernelConnection} kernel
     * @param {{msg: Message, direction: 'send'|'recv'}} event
     */
    onMessage(kernel, {msg: {content, header, parent_header: parent}, direction}) {
        const {msg_type: type} = header;
        if (direction === 'send') {
            if (type === 'execute_request') {
                this.tell({type: 'requested', silent: content.silent});
            }
        } else if (type === MESSAGE_TYPE) {
            this.tell({type: 'message', content});
        } else if (type === 'execute_input' && parent.session !== kernel.clientId) {
            this.tell({type: 'input', request: parent.msg_id, time: Date.parse(header.date)});
        }
    }

    /** @param {Omit<KernelEvent, 'kernel'>} event - of the kernel that is followed */
    tell(event) {
        this.emit({...event, kernel: this.kernel?.id ?? null});
    }

    /** @returns {?KernelInfo} */
    current() {
        const {found} = this;
        if (!found) {
            return null;
        }
        return {
            id: found.id,
            isConnected: found.connectionStatus === 'connected' && found.status !== 'dead',
            language: this.language ?? this.context.kernelPreference.language ?? null,
        };
    }

    /**
     * @param {ExecuteRequest} request
     * @param {ExecuteListeners} listeners
     */
    execute({code, silent, expressions}, {onReply, onBusy, onText}) {
        const future = this.found.requestExecute({
            code, silent, user_expressions: expressions, store_history: false, allow_stdin: false,
        });
        future.onIOPub = (/** @type {Message} */ {header, content}) => {
            if (header.msg_type === 'stream') {
                onText?.(content.text);
            } else if (header.msg_type === 'status' && content.execution_state === 'busy') {
                onBusy?.();
            }
        };
        // After the last output; after a restart it is rejected, and the listeners hear of that.
        future.done.then((/** @type {Message} */ {content}) => onReply(content), () => {});
    }

    /** @param {() => void} onReply */
    ping(onReply) {
        if (this.isNew) {
            this.pings.push(onReply);  // JupyterLab would send it before what waits
            return;
        }
        this.found?.requestKernelInfo().then(() => onReply(), () => {});
    }

    interrupt() {
        this.found?.interrupt().catch((/** @type {unknown} */ error) => {
            console.warn('Start Spark could not interrupt the kernel:', error);
        });
    }
}
