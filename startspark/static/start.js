// What one click does, from the question what runs already to the running Spark.
define([
    './execution',
    './failure',
    './kernel',
    './phase',
    './rendering',
], function (execution, failure, kernel, phase, rendering) {
    'use strict';

    /** Milliseconds between two questions whether another page's start has ended. */
    const RETRY = 1000;

    /** Milliseconds in which a kernel should react to an interrupt. */
    const REACTION = 10000;

    /** The user does not want this start any more. */
    class Cancelled extends Error {}

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
            this.cancelled = new Promise((resolve, reject) => {
                this.reject = () => reject(new Cancelled());
            });
            this.cancelled.catch(() => {});  // also when nobody waits any more
        }

        /** Do it. Whatever goes wrong is said in the dialog, and nothing of it remains. */
        async run() {
            const {session} = this;
            session.locked = true;
            session.elapsed = '';
            try {
                await this.steps();
            } catch (error) {
                const cleaned = this.cleanUp(error);
                if (this.isCancelled && this.execution) {
                    await cleaned;
                }
                this.fail(error);
            } finally {
                session.locked = false;
                clearInterval(this.timer);
                session.onChange();
                if (session.state !== 'running') {
                    session.refresh();  // much may have happened meanwhile, such as behind a form
                }
            }
        }

        async steps() {
            const found = await this.meet();
            if (found.running && !this.replace) {
                return this.succeed(found);
            }
            const rendered = await this.render();
            if (!rendered) {
                return undefined;
            }
            this.warnings = rendered.warnings;
            this.begin();
            if (this.replace) {
                await this.stopFirst();
            }
            const other = await this.unless(this.prepare(rendered));
            return other ? this.succeed(other) : this.execute(rendered);
        }

        /** Ask what runs already, and read the chosen config anew. */
        async meet() {
            const {session, dialog} = this;
            const known = session.isSurelyReady ? {running: false} : null;
            if (session.state !== 'running') {
                session.machine.send('start');
            }
            dialog.waiting('Waiting for the kernel to be free…', 'Cancel', () => this.cancel());
            const [found, config] = await this.unless(Promise.all([known || session.look(), this.choose()]));
            this.config = config;
            if (config.error && !(found.running && !this.replace)) {
                throw new failure.Refusal(config.error,
                    'Correct that, then start again: the files are read anew each time.');
            }
            return found;
        }

        /** @returns {Promise<?Rendered>} null where the user does not want the start any more */
        async render() {
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

        /** From here on the dialog shows the start, and time passes. */
        begin() {
            const begun = Date.now();
            const tick = () => {
                this.session.elapsed = `${Math.floor((Date.now() - begun) / 1000)} s`;
                this.showProgress();
                this.session.onChange();
            };
            this.session.progress = null;
            this.session.machine.send('start');
            this.dialog.starting(this.config.title, () => this.cancel());
            this.timer = setInterval(tick, 1000);
            tick();
        }

        /** What Spark has printed so far. */
        get log() {
            return this.execution ? this.execution.log : '';
        }

        showProgress() {
            const {progress, elapsed} = this.session;
            this.dialog.progress(phase.sentence(this.giveUp || progress, this.log), elapsed);
        }

        async stopFirst() {
            this.session.machine.send('stop');
            this.session.progress = {phase: 'stopping'};
            this.showProgress();
            this.isStopping = true;
            this.session.facts = await this.session.call('stop');
            this.isStopping = false;
            if (this.isCancelled) {
                throw new Cancelled();
            }
            this.session.progress = null;
            this.session.machine.send('start');
        }

        /** Make way in the kernel; returns the session that another page has started meanwhile. */
        async prepare(rendered) {
            this.prepared = rendered;
            while (!this.isCancelled) {
                const found = await this.session.ask(rendered.prepare);
                if (found.running || !found.claimed) {
                    return found.running ? found : null;
                }
                this.session.progress = {phase: 'elsewhere'};
                await new Promise(resolve => setTimeout(resolve, RETRY));
            }
            return null;
        }

        async execute(rendered) {
            const {dialog, notebook, session} = this;
            this.execution = new execution.Execution(notebook.kernel, rendered, text => dialog.print(text));
            const content = await this.execution.run();
            const facts = content.status === 'ok' && (kernel.answer(content) || await session.look());
            if (!facts.running) {
                throw new failure.StartFailed(content, this.log, rendered.code);
            }
            this.succeed(facts);
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
            session.failure = {...failure.of(error), log: this.log, warnings: this.warnings};
            // A switch may fail before it has stopped anything: then Spark runs on.
            session.machine.send('start');
            session.machine.send('fail');
            this.onFailed(session.failure);
        }

        /** End what the start has left in the kernel, if the kernel is still the same. */
        async cleanUp(error) {
            if (this.prepared && !(error instanceof kernel.KernelEnded)) {
                await this.session.ask(this.prepared.abandon).catch(() => {});  // all has ended
            }
        }

        /** Give the start up. */
        cancel() {
            if (this.isCancelled) {
                return;  // a second interrupt would hit the cleaning up
            }
            this.isCancelled = true;
            if (!this.execution && !this.isStopping) {
                this.reject();
                return;
            }
            if (this.execution) {
                this.execution.interrupt();
            }
            this.giveUp = {phase: 'cancelled'};
            this.showProgress();
            setTimeout(() => {
                this.giveUp = {phase: 'stubborn'};
            }, REACTION);
        }

        /** A step's result, unless the user cancels first. */
        unless(step) {
            return Promise.race([step, this.cancelled]);
        }
    }

    return {Start};
});
