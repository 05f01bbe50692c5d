// One start in the kernel: its place in the queue, the code that starts Spark, and what comes of it.
define(['./failure', './kernel'], function (failure, kernel) {
    'use strict';

    /** Milliseconds between two questions whether another page's start has ended. */
    const RETRY = 1000;

    /** The user does not want this start any more. */
    class Cancelled extends Error {}

    class Execution {
        /**
         * @param {Object} options
         * @param {Kernel} options.target - the notebook's kernel
         * @param {Session} options.session
         * @param {KernelCalls} options.calls
         * @param {Rendered} options.rendered
         * @param {boolean} options.replace - whether a running Spark is stopped first
         * @param {function(string)} options.onPrint - gets what Spark prints
         * @param {function(Object)} options.onFound - hears what `prepare` has found, each time
         */
        constructor(options) {
            Object.assign(this, options);
            this.log = '';
        }

        /**
         * Start Spark, unless another page does. Its place in the kernel's queue is taken at once:
         * what the user runs from now on comes behind it.
         *
         * @returns {Promise<Object>} what the kernel says of the session that runs then
         * @throws {Cancelled}
         * @throws {Error} no Spark runs
         */
        async take() {
            let [, content] = await Promise.all([unlessLost(this.prepare()), unlessLost(this.run())]);
            while (isSkipped(content)) {
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
            const content = await kernel.evaluate(this.target, this.calls.library, {answer: this.wayMaker});
            if (!content) {
                return;  // then the code is skipped, too
            }
            this.hasWay = false;  // if there is no answer, either
            this.meet(kernel.valueOf(content));
        }

        /** @returns {string} the expression that makes way; it ends a Spark that runs once only */
        get wayMaker() {
            const {hasReplaced, rendered, replace} = this;
            return replace && !hasReplaced ? rendered.replace : rendered.prepare;
        }

        /**
         * @param {Object} found - by `prepare`
         * @throws {failure.StartFailed} the start cannot succeed
         */
        meet(found) {
            if (found.cause) {
                throw new failure.StartFailed(found.cause);
            }
            this.hasReplaced = this.hasReplaced || found.replaced;
            this.hasWay = !found.running && !found.claimed;
            this.onFound(found);
            this.interruptUnwanted();
        }

        /** Wait for the turn; returns the session that another page has started meanwhile. */
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
                await new Promise(resolve => setTimeout(resolve, RETRY));
            }
        }

        /**
         * Run the code just as a cell would: the kernel's hooks run, and a failure ends the cells
         * that are queued behind it. Without the way the kernel skips it, which is no failure.
         */
        run() {
            const {run, started} = this.rendered;
            const options = {silent: false, user_expressions: {answer: started}};
            this.hasBegun = false;
            this.session.onLog = ({log, page}) => page === this.rendered.page && this.hear(log);
            return kernel.execute(this.target, run, options, {
                onBegin: () => this.begin(),
                onOutput: ({content}) => content.text && this.hear(failure.plain(content.text)),
            });
        }

        begin() {
            this.hasBegun = true;
            this.interruptUnwanted();
        }

        hear(text) {
            this.hasWay = this.hasWay !== false;  // also where a broken connection has lost the answer
            this.begin();
            this.log += text;
            this.onPrint(text);
        }

        /** @returns {Promise<Object>} the session that the code has left, or that is found */
        async outcome(content) {
            const isOk = !content || content.status === 'ok';
            const facts = isOk ? kernel.answer(content || {}) || await this.session.look() : {};
            this.check();
            if (facts.running) {
                return facts;
            }
            if (!content) {
                throw new failure.Refusal('What came of the start is not known, and no Spark runs.',
                    'The connection to the kernel was broken meanwhile, or another page restarted it. Start again.');
            }
            throw await this.explained(content);
        }

        /** @returns {Promise<failure.StartFailed>} why the code has failed, as the kernel knows it */
        async explained(content) {
            const {cause, log} = await this.session.ask(this.rendered.explain);
            return new failure.StartFailed(cause || failure.unexplained(content), {
                details: failure.plain((content.traceback || []).join('\n')), log: log || this.log,
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
            if (this.isCancelled && this.isStarting && !this.interruptedAt) {
                this.interruptedAt = Date.now();  // a second interrupt would hit the cleaning up
                this.target.interrupt();
            }
        }

        /** @returns {boolean} whether the kernel starts Spark just now, as far as is known */
        get isStarting() {
            return Boolean(this.hasWay && this.hasBegun);
        }
    }

    /** A reply's content; null where it was lost. */
    async function unlessLost(reply) {
        try {
            return await reply;
        } catch (error) {
            if (error instanceof kernel.ReplyLost) {
                return null;
            }
            throw error;
        }
    }

    /** Whether the kernel did not run the code: another page had its turn, or a cell before it failed. */
    function isSkipped(content) {
        const {skipped, running} = kernel.answer(content || {}) || {};
        return Boolean(content) && (content.status === 'aborted' || kernel.lacksLibrary(content) ||
            /\bSkipError\b/.test(content.ename) ||  // not forgiven without ipykernel
            Boolean(skipped && !running));
    }

    return {Cancelled, Execution};
});
