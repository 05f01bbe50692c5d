// What one click does, from the question what runs already to the running Spark.
define([
    './execution',
    './failure',
    './kernel',
    './phase',
    './rendering',
], function (execution, failure, kernel, phase, rendering) {
    'use strict';

    /** Milliseconds in which a kernel should react to an interrupt. */
    const REACTION = 10000;

    /** Spark runs already. */
    class Found extends Error {
        /** @param {Object} facts - of the session */
        constructor(facts) {
            super();
            this.facts = facts;
        }
    }

    class Start {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Session} options.session
         * @param {Api} options.api
         * @param {StartDialog} options.dialog
         * @param {function(): Promise<Config>} options.choose - gives the chosen config, read anew
         * @param {Remembered} options.remembered - what this notebook changes
         * @param {boolean} options.replace - whether a running Spark is stopped first
         * @param {boolean} options.customize - whether the user wants to change something
         * @param {function(Config, Object)} options.onDraft - gets what is to be a new config
         * @param {function()} options.onRunning
         * @param {function(Failure)} options.onFailed
         */
        constructor(options) {
            Object.assign(this, options);
            /** Rejects what is waited for before the kernel has the code. */
            this.over = new Promise((resolve, reject) => {
                this.reject = reject;
            });
            this.over.catch(() => {});  // also when nobody waits any more
        }

        /** Do it. Whatever goes wrong is said in the dialog, and nothing of it remains. */
        async run() {
            const {session} = this;
            session.locked = true;
            session.elapsed = '';
            try {
                await this.steps();
            } catch (error) {
                await this.end(error);
            } finally {
                session.locked = false;
                clearInterval(this.timer);
                session.onChange();
                if (session.state !== 'running') {
                    session.refresh();  // much may have happened meanwhile, such as behind a form
                }
            }
        }

        async end(error) {
            if (error instanceof Found) {
                this.succeed(error.facts);
                return;
            }
            if (this.execution && !this.isCancelled && !(error instanceof kernel.KernelEnded)) {
                this.execution.abandon();
            }
            if (this.isCancelled && this.mayLeave) {
                await this.execution.abandoned;
            }
            this.fail(error);
        }

        async steps() {
            this.meet();
            const rendered = await this.unless(this.render());
            if (!rendered) {
                return;
            }
            this.warnings = rendered.warnings;
            // Nothing may come between the click and the place in the kernel's queue but the server.
            const calls = await this.unless(this.session.server.kernel());
            this.begin();
            this.execution = new execution.Execution({
                target: this.notebook.kernel, session: this.session, calls, rendered, replace: this.replace,
                onPrint: text => this.dialog.print(text),
                onFound: found => this.show(found),
            });
            this.succeed(await this.unless(this.execution.take()));
        }

        /** Have the kernel asked what runs already, unless that is known; nothing waits for it. */
        meet() {
            const {session, dialog, replace} = this;
            const isKnown = session.isSurelyReady;
            if (session.state !== 'running') {
                session.machine.send('start');
            }
            dialog.waiting('Reading the configuration…', 'Cancel', () => this.cancel());
            if (!isKnown && !replace) {
                session.look().then(
                    found => found.running && !this.execution && this.reject(new Found(found)),
                    () => {}  // the start meets it, too
                );
            }
        }

        /** Read the chosen config anew. */
        async read() {
            this.config = await this.unless(this.choose());
            if (this.config.error) {
                throw new failure.ConfigRefusal(this.config.error,
                    'Correct that, then start again: the files are read anew each time.');
            }
        }

        /** @returns {Promise<?Rendered>} null where the user does not want the start any more */
        async render() {
            await this.read();
            const {session, notebook, api, dialog, remembered, config, customize} = this;
            const render = new rendering.Rendering({
                notebook, api, dialog, remembered, config, customize,
                label: this.replace ? 'Restart Spark' : 'Start Spark',
                onAsk: () => session.state === 'starting' && session.machine.send('none'),
                unless: step => this.unless(step),
            });
            const rendered = await render.run();
            if (render.draft) {
                this.onDraft(config, render.draft);
            }
            return rendered;
        }

        /** From here on the dialog shows the start. */
        begin() {
            const {session} = this;
            session.progress = this.replace ? {phase: 'stopping'} : null;
            session.machine.send(this.replace ? 'stop' : 'start');
            this.dialog.starting(this.config.title, () => this.cancel());
            this.timer = setInterval(() => this.tick(), 1000);
            this.tick();
        }

        tick() {
            const {begun, session} = this;
            session.elapsed = begun ? `${Math.floor((Date.now() - begun) / 1000)} s` : '';
            this.showProgress();
            session.onChange();
        }

        /** What Spark has printed so far. */
        get log() {
            return this.execution ? this.execution.log : '';
        }

        showProgress() {
            const {progress, elapsed} = this.session;
            this.dialog.progress(phase.sentence(this.giveUp || progress, this.log), elapsed);
        }

        /** From here on time passes, unless another page is about to start Spark. */
        show({running, claimed}) {
            if (this.isCancelled) {
                this.leaveIfNothingIsLeft();
                return;
            }
            const {session} = this;
            // The kernel may have published this start's phase before it answers.
            const isLaunching = session.progress && session.progress.phase === 'java';
            session.progress = claimed ? {phase: 'elsewhere'} : isLaunching ? session.progress : null;
            this.begun = running || claimed ? null : Date.now();
            session.machine.send('start');
            this.tick();
        }

        succeed(facts) {
            this.session.apply(facts);
            this.onRunning();
        }

        fail(error) {
            const {session, dialog} = this;
            if (this.isCancelled) {
                dialog.close();
                if (session.state !== 'running') {
                    session.machine.send('none');
                }
                return;
            }
            session.failure = {log: this.log, ...failure.of(error), warnings: this.warnings};
            if (this.config && this.config.origin === 'user' && (failure.isOfConfig(error) || session.failure.key)) {
                session.failure.config = this.config;
            }
            // A switch may fail before it has stopped anything: then Spark runs on.
            session.machine.send('start');
            session.machine.send('fail');
            this.onFailed(session.failure);
        }

        /** Give the start up. */
        cancel() {
            if (this.isCancelled) {
                return;
            }
            this.isCancelled = true;
            if (this.execution) {
                this.execution.cancel();
                this.showProgress();
            }
            this.leaveIfNothingIsLeft();
        }

        leaveIfNothingIsLeft() {
            if (!this.mayLeave) {
                this.reject(new execution.Cancelled());
            }
        }

        /** @returns {boolean} whether the kernel may have something of this start, or get it yet */
        get mayLeave() {
            return Boolean(this.execution) && this.execution.hasWay !== false;
        }

        /** @returns {?Object} how far the end is, once the user has given the start up */
        get giveUp() {
            if (!this.isCancelled || !this.execution) {
                return null;
            }
            const {isStarting, interruptedAt} = this.execution;
            const isStubborn = Date.now() - interruptedAt >= REACTION;
            return {phase: isStarting ? isStubborn ? 'stubborn' : 'cancelled' : 'withdrawn'};
        }

        /** A step's result, unless the user cancels first, or Spark turns out to run. */
        unless(step) {
            return Promise.race([step, this.over]);
        }
    }

    return {Start};
});
