/**
 * One start in the kernel: its place in the queue, the code that starts Spark, and what comes of it.
 *
 * @module
 */

import {ReplyLost, answerOf, lacksLibrary, valueOf} from '../services/kernel_client.js';
import {ERRORS} from '../strings.js';
import {Cancelled, Refusal, StartFailed, plain, unexplained} from './errors.js';
import {PATIENCE} from './session.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').ReplyContent} ReplyContent */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/startspark_api.js').Rendered} Rendered */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./start_progress.js').StartProgress} StartProgress */
/** @typedef {import('./store.js').Facts} Facts */

/** @typedef {Facts & {claimed?: boolean, replaced?: boolean, cause?: any}} Found What `prepare` says. */

/** Milliseconds between two questions whether another page's start has ended. */
const AGAIN = 1000;

/** Milliseconds in which a kernel should react to an interrupt. */
const REACTION = 10_000;

export class Execution {
    /**
     * @param {Object} parts
     * @param {Pick<Host, 'kernel'>} parts.host
     * @param {KernelClient} parts.kernel - which is loaded
     * @param {StartProgress} parts.progress
     * @param {Rendered} parts.rendered
     * @param {boolean} parts.replace - whether a running Spark is stopped first
     * @param {Session} parts.session
     */
    constructor({host, kernel, progress, rendered, replace, session}) {
        this.host = host;
        this.kernel = kernel;
        this.progress = progress;
        this.rendered = rendered;
        this.replace = replace;
        this.session = session;
        /** @type {?boolean} whether the kernel lets the code run; null where that is not known */
        this.hasWay = null;
        this.hasBegun = false;
        this.hasReplaced = false;
        this.isCancelled = false;
        /** @type {?number} when the code was interrupted */
        this.interruptedAt = null;
        /** @type {?Promise<any>} what is left has ended */
        this.abandoned = null;
    }

    /**
     * Start Spark, unless another page does. Its place in the kernel's queue is taken at once:
     * what the user runs from now on comes behind it.
     *
     * @returns {Promise<Facts>} what the kernel says of the session that runs then
     * @throws {Cancelled}
     * @throws {Error} no Spark runs
     */
    async take() {
        let [, content] = await Promise.all([unlessLost(this.prepare()), unlessLost(this.run())]);
        while (content && isSkipped(content)) {
            const other = await this.makeWay();
            if (other) {
                return other;
            }
            content = await unlessLost(this.run());
        }
        return this.outcome(content);
    }

    /** Make way for the code, which is queued behind it. */
    async prepare() {
        const content = await this.request();
        if (content) {  // else the code is skipped, too
            this.hasWay = false;  // if there is no answer, either
            this.meet(valueOf(content));
        }
    }

    /** A kernel that does not begin with it soon does something else first. */
    async request() {
        const timer = setTimeout(() => this.progress.wait(true), PATIENCE);
        const onBusy = () => {
            clearTimeout(timer);
            this.progress.wait(false);
        };
        try {
            return await this.kernel.evaluate({answer: this.wayMaker}, {onBusy});
        } finally {
            clearTimeout(timer);
        }
    }

    /** @returns {string} the expression that makes way; it ends a Spark that runs once only */
    get wayMaker() {
        const {hasReplaced, rendered, replace} = this;
        return replace && !hasReplaced ? rendered.replace : rendered.prepare;
    }

    /**
     * @param {Found} found - by `prepare`
     * @throws {StartFailed} the start cannot succeed
     */
    meet(found) {
        if (found.cause) {
            throw new StartFailed(found.cause);
        }
        this.hasReplaced = this.hasReplaced || Boolean(found.replaced);
        this.hasWay = !found.running && !found.claimed;
        if (this.isCancelled) {
            this.leave();
        } else {
            this.progress.meet(found);
            this.session.send('start');
        }
    }

    /**
     * The user does not want the start any more.
     *
     * @throws {Cancelled} the kernel has nothing of it
     */
    leave() {
        if (!this.hasWay) {
            throw new Cancelled();
        }
        this.interruptUnwanted();
    }

    /**
     * Wait for the turn.
     *
     * @returns {Promise<?Facts>} the session that another page has started meanwhile
     */
    async makeWay() {
        for (;;) {
            this.check();
            const found = await this.session.ask(this.wayMaker);
            if (this.isCancelled) {
                this.abandon();
            }
            this.check();
            this.meet(found);
            if (found.running || !found.claimed) {
                return found.running ? found : null;
            }
            await new Promise(resolve => setTimeout(resolve, AGAIN));
        }
    }

    /**
     * Run the code just as a cell would: the kernel's hooks run, and a failure ends the cells
     * that are queued behind it. Without the way the kernel skips it, which is no failure.
     */
    run() {
        const {run, started} = this.rendered;
        this.hasBegun = false;
        return this.kernel.execute(run, {silent: false, expressions: {answer: started}}, {
            onBusy: () => this.begin(),
            onText: text => this.hear(plain(text)),
        });
    }

    begin() {
        this.hasBegun = true;
        this.interruptUnwanted();
    }

    /** @param {string} text - that the code or its JVM has printed */
    hear(text) {
        this.hasWay = this.hasWay !== false;  // also where a broken connection has lost the answer
        this.begin();
        this.progress.print(text);
    }

    /**
     * @param {?ReplyContent} content - null where it was lost
     * @returns {Promise<Facts>} the session that the code has left, or that is found
     */
    async outcome(content) {
        const isOk = !content || content.status === 'ok';
        const facts = isOk ? (content && answerOf(content)) || await this.session.look() : {running: false};
        this.check();
        if (facts.running) {
            return facts;
        }
        if (!content) {
            throw new Refusal(ERRORS.unknownEnd, ERRORS.unknownEndAdvice);
        }
        throw await this.explained(content);
    }

    /**
     * @param {ReplyContent} content
     * @returns {Promise<StartFailed>} why the code has failed, as the kernel knows it
     */
    async explained(content) {
        const {cause, log} = await this.session.ask(this.rendered.explain);
        return new StartFailed(cause || unexplained(content), {
            details: plain((content.traceback || []).join('\n')), log: log || this.progress.log,
        });
    }

    /** @throws {Cancelled} */
    check() {
        if (this.isCancelled) {
            throw new Cancelled();
        }
    }

    /** End what the start has left in the kernel, or is still to do there. */
    abandon() {
        this.abandoned = this.session.ask(this.rendered.abandon).catch(() => {});  // all has ended
    }

    /** What is queued cannot be taken back. So what ends it is queued behind it. */
    cancel() {
        this.isCancelled = true;
        this.abandon();
        this.interruptUnwanted();
    }

    /** Interrupt the code, once it is what the kernel runs: a cell of the user's may run before it. */
    interruptUnwanted() {
        if (!this.isCancelled) {
            return;
        }
        if (this.isStarting && !this.interruptedAt) {
            this.interruptedAt = Date.now();  // a second interrupt would hit the cleaning up
            setTimeout(() => this.progress.giveUp(this.end), REACTION);
            this.host.kernel.interrupt();
        }
        this.progress.giveUp(this.end);
    }

    /** @returns {{phase: string}} how far the end is that the user wants */
    get end() {
        const isStubborn = Date.now() - (this.interruptedAt ?? Infinity) >= REACTION;
        return {phase: !this.isStarting ? 'withdrawn' : isStubborn ? 'stubborn' : 'cancelled'};
    }

    /** @returns {boolean} whether the kernel starts Spark just now, as far as is known */
    get isStarting() {
        return Boolean(this.hasWay) && this.hasBegun;
    }
}

/**
 * @template Reply
 * @param {Promise<Reply>} reply
 * @returns {Promise<?Reply>} null where it was lost
 */
async function unlessLost(reply) {
    try {
        return await reply;
    } catch (error) {
        if (error instanceof ReplyLost) {
            return null;
        }
        throw error;
    }
}

/**
 * @param {ReplyContent} content
 * @returns {boolean} whether the kernel did not run the code: another page had its turn, or a cell
 *     before it failed
 */
function isSkipped(content) {
    const {skipped, running} = answerOf(content) || {};
    return content.status === 'aborted' || lacksLibrary(content) ||
        /\bSkipError\b/.test(content.ename ?? '') ||  // not forgiven without ipykernel
        Boolean(skipped && !running);
}
