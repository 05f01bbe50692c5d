/**
 * What ends the waiting for a kernel's reply: the kernel's end, or that the reply was lost.
 *
 * @module
 */

import {KERNEL} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').KernelEvent} KernelEvent */

/** What the server answers about a kernel that is lost to this page, by status. */
const LOSSES = new Map([[403, KERNEL.signedOut], [404, KERNEL.killed]]);

/** Milliseconds for which a kernel that is idle may owe a reply. */
const PATIENCE = 3000;

/** The kernel ended while it was asked something. */
export class KernelEnded extends Error {}

/** The kernel goes on, and its reply was lost: the connection was broken, or another page restarted it. */
export class ReplyLost extends Error {}

/** @type {Object<string, string>} by the reason of the event */
const ENDS = {
    'dead': KERNEL.dead,
    'killed': KERNEL.killed,
    'restart-failed': KERNEL.restartFailed,
    'connection-lost': KERNEL.connectionLost,
};

/**
 * @param {KernelEvent} event - after which a kernel never answers what it was asked before
 * @returns {string}
 */
export function sentenceOf({type, reason = ''}) {
    return type === 'restarting' ? KERNEL.restarted : ENDS[reason] || KERNEL.dead;
}

/** One request's waiting. */
export class Waiting {
    /**
     * @param {Host} host
     * @param {string} kernel - its id
     * @param {Set<Waiting>} all - it is in there as long as it goes on
     * @param {(error: Error) => void} onEnd - hears that the kernel will not answer
     */
    constructor(host, kernel, all, onEnd) {
        this.host = host;
        this.kernel = kernel;
        this.all = all;
        this.onEnd = onEnd;
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        this.timer = undefined;
        all.add(this);
    }

    /** @param {KernelEvent} event */
    follow(event) {
        const isOther = event.kernel !== null && event.kernel !== this.kernel;
        if (['restarting', 'ended'].includes(event.type) && !isOther) {
            this.end(new KernelEnded(sentenceOf(event)));
        } else if (event.type === 'reconnecting') {
            // An application may try for minutes to reach a kernel that was shut down from elsewhere.
            this.askServer();
        } else if (event.type === 'connected' || event.type === 'starting') {
            // First it sends what has waited for the connection.
            setTimeout(() => this.probe());
        } else if (event.type === 'idle') {
            this.probeLater();
        }
    }

    async askServer() {
        const loss = LOSSES.get(await this.status());
        if (loss) {
            this.end(new KernelEnded(loss));
        }
    }

    /** @returns {Promise<number>} the server's HTTP status for the kernel, 0 without an answer */
    async status() {
        const url = `${this.host.baseUrl}api/kernels/${encodeURIComponent(this.kernel)}`;
        try {
            return (await this.host.fetch(url, {cache: 'no-store'})).status;
        } catch {
            return 0;
        }
    }

    /** A kernel answers one request after the other: the answer to a later one shows the loss. */
    probe() {
        if (this.isOn) {
            this.host.kernel.ping(() => this.end(new ReplyLost(KERNEL.replyLost)));
        }
    }

    /** An idle kernel owes nothing, but its reply may come after its being idle. */
    probeLater() {
        this.timer ??= setTimeout(() => {
            this.timer = undefined;
            this.probe();
        }, PATIENCE);
    }

    /** @param {Error} error */
    end(error) {
        if (this.isOn) {
            this.stop();
            this.onEnd(error);
        }
    }

    get isOn() {
        return this.all.has(this);
    }

    /** The reply is there. */
    stop() {
        this.all.delete(this);
        clearTimeout(this.timer);
    }
}
