// What ends the waiting for a kernel's reply: the kernel's end, or that the reply was lost.
define(['base/js/events', 'base/js/utils'], function (events, utils) {
    'use strict';

    /** Events after which a kernel never answers what it was asked before. */
    const ENDINGS = {
        'kernel_restarting.Kernel': 'The kernel was restarted.',
        'kernel_failed_restart.Kernel': 'The kernel could not be restarted.',
        'kernel_dead.Kernel': 'The kernel has died.',
        'kernel_killed.Kernel': 'The kernel was shut down.',
        'kernel_killed.Session': 'The kernel was shut down.',
        'kernel_connection_dead.Kernel': 'The connection to the kernel is lost.',
    };

    /** Events after which it can be asked again. */
    const BEGINNINGS = 'kernel_restarting.Kernel kernel_connected.Kernel';

    /** What the server answers about a kernel that is lost to this page, by status. */
    const LOSSES = {
        403: 'You are no longer signed in to the notebook server.',
        404: 'The kernel was shut down.',
    };

    /** Events that come with a new connection, or a new process: what was asked before may be lost. */
    const DOUBTS = 'kernel_connected.Kernel kernel_starting.Kernel';

    /** Milliseconds for which a kernel that is idle may owe a reply. */
    const PATIENCE = 3000;

    /** The kernel ended while it was asked something. */
    class KernelEnded extends Error {}

    /** The kernel goes on, and its reply was lost: the connection was broken, or another page restarted it. */
    class ReplyLost extends Error {}

    /** @type {WeakMap<Kernel, string>} what has ended those that answer nothing any more */
    const ended = new WeakMap();

    events.on(Object.keys(ENDINGS).join(' '), (event, {session, kernel = Object(session).kernel}) => {
        if (kernel) {
            ended.set(kernel, sentenceOf(event));
        }
    });
    // A restart is both, and the latter counts.
    events.on(BEGINNINGS, (event, {kernel}) => ended.delete(kernel));

    function sentenceOf({type, namespace}) {
        return ENDINGS[`${type}.${namespace}`];
    }

    /** One request's waiting. */
    class Waiting {
        /**
         * @param {Kernel} kernel
         * @param {function(Error)} onEnd - hears that the kernel will not answer
         */
        constructor(kernel, onEnd) {
            Object.assign(this, {kernel, onEnd});
            this.handlers = [
                [Object.keys(ENDINGS).join(' '), event => this.end(new KernelEnded(sentenceOf(event)))],
                // Jupyter tries for minutes to reach a kernel that was shut down from elsewhere.
                ['kernel_reconnecting.Kernel', () => this.askServer()],
                // Jupyter first sends what has waited for the connection.
                [DOUBTS, () => setTimeout(() => this.probe())],
                ['kernel_idle.Kernel', () => this.probeLater()],
            ];
            this.handlers.forEach(([names, handler]) => events.on(names, handler));
            if (ended.has(kernel)) {
                this.end(new KernelEnded(ended.get(kernel)));
            }
        }

        async askServer() {
            const loss = LOSSES[await statusOf(this.kernel)];
            if (loss) {
                this.end(new KernelEnded(loss));
            }
        }

        /** A kernel answers one request after the other: the answer to a later one shows the loss. */
        probe() {
            if (!this.isOver) {
                this.kernel.kernel_info(() => this.end(new ReplyLost('The kernel’s reply was lost.')));
            }
        }

        /** An idle kernel owes nothing, but its reply may come after its being idle. */
        probeLater() {
            this.timer = this.timer || setTimeout(() => {
                this.timer = null;
                this.probe();
            }, PATIENCE);
        }

        end(error) {
            if (!this.isOver) {
                this.stop();
                this.onEnd(error);
            }
        }

        /** The reply is there. */
        stop() {
            this.isOver = true;
            clearTimeout(this.timer);
            this.handlers.forEach(([names, handler]) => events.off(names, handler));
        }
    }

    /** @returns {Promise<number>} the server's HTTP status for the kernel, 0 without an answer */
    async function statusOf(kernel) {
        try {
            await utils.promising_ajax(kernel.kernel_url, {type: 'GET', cache: false});
            return 200;
        } catch (error) {
            return (error.xhr || {}).status || 0;
        }
    }

    return {KernelEnded, ReplyLost, Waiting};
});
