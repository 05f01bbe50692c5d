// What one click does, from the question what runs already to the running Spark.
define(['./dialog', './failure', './kernel'], function (dialog, failure, kernel) {
    'use strict';

    class Starter {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {Toolbar} options.toolbar
         * @param {function(): Promise} options.reload - fetches the list of configs anew
         */
        constructor({notebook, api, toolbar, reload}) {
            Object.assign(this, {notebook, api, toolbar, reload});
            this.dialog = null;
            this.underway = false;
        }

        /** Start Spark, show the Spark that runs already, or show how its start goes on. */
        async click() {
            if (this.dialog) {
                this.dialog.open();
                return;
            }
            this.dialog = new dialog.StartDialog({
                notebook: this.notebook,
                webUI: port => this.api.webUI(port),
                onClose: () => this.forgetClosed(),
            });
            await this.guard(() => this.begin());
        }

        /** Ask the kernel what runs there, and show it on the button. */
        async refresh() {
            if (this.underway || kernel.obstacle(this.notebook)) {
                return;
            }
            try {
                const session = await this.session();
                if (!this.underway) {
                    this.toolbar.show(session.running ? 'running' : 'ready');
                }
            } catch (error) {
                // The next event of the kernel, or the next click, asks again.
                console.warn('Start Spark could not ask the kernel for its session:', error);
            }
        }

        async begin() {
            this.toolbar.show('waiting');
            this.dialog.busy('Waiting for the kernel to be free…');
            const [session] = await Promise.all([this.session(), this.reload()]);
            const config = this.toolbar.chosen;
            if (session.running) {
                this.succeed(session);
            } else if (config.error) {
                this.fail({sentence: config.error, advice: 'Correct that, then start again: the files are read anew each time.'});
            } else if (Object.keys(config.parameters).length) {
                this.toolbar.show('ready');
                this.dialog.ask(config, values => this.guard(() => this.start(config, values)));
            } else {
                await this.start(config, {});
            }
        }

        async session() {
            const content = await kernel.ask(this.notebook.kernel, await this.api.sessionExpression());
            return kernel.session(content) || {running: false};
        }

        async start(config, values) {
            const rendered = await this.render(config, values);
            if (!rendered) {
                return;
            }
            this.dialog.starting(`Starting Spark with “${config.title}”…`);
            const stop = this.clock();
            let log = '';
            try {
                const content = await kernel.start(this.notebook.kernel, rendered, message => {
                    const text = failure.plain(message.content.text || '');
                    log += text;
                    this.dialog.print(text);
                });
                this.finish(content, log);
            } finally {
                stop();
            }
        }

        finish(content, log) {
            const session = kernel.session(content) || {running: true};
            if (content.status !== 'ok') {
                this.fail(failure.ofReply(content, log));
            } else if (session.running) {
                this.succeed(session);
            } else {
                this.fail({
                    sentence: 'The configuration’s code ran, but there is no running Spark.',
                    advice: 'Look at what it says in `after` or `template`.',
                });
            }
        }

        /** The code; null where the form shows what to mend. */
        async render(config, values) {
            try {
                return await this.api.render(config.name, values, this.notebook.notebook_path);
            } catch (error) {
                const {parameters} = (error.xhr || {}).responseJSON || {};
                if (!parameters || !this.dialog.form) {
                    throw error;
                }
                this.dialog.refuse(parameters);
                return null;
            }
        }

        /** Show the seconds that pass; returns what stops that. */
        clock() {
            const begun = Date.now();
            const tick = () => {
                const time = seconds(Date.now() - begun);
                this.toolbar.show('starting', time);
                this.dialog.tick(time);
            };
            tick();
            const timer = setInterval(tick, 1000);
            return () => clearInterval(timer);
        }

        succeed(session) {
            this.toolbar.show('running');
            const config = this.toolbar.configs.get(session.config);
            this.dialog.running(session, config ? config.title : session.config);
        }

        fail(why) {
            this.toolbar.show('ready');
            this.dialog.failed(why);
            this.dialog.open();
        }

        /** Do a step of the start. Whatever goes wrong in it is said in the dialog. */
        async guard(step) {
            if (this.underway) {
                return;
            }
            this.underway = true;
            try {
                await step();
            } catch (error) {
                this.fail(failure.ofError(error));
            } finally {
                this.underway = false;
                this.forgetClosed();
            }
        }

        /** A dialog that was closed is kept only while a start goes on behind it. */
        forgetClosed() {
            if (this.dialog && !this.dialog.isOpen && !this.underway) {
                this.dialog.remove();
                this.dialog = null;
            }
        }
    }

    function seconds(milliseconds) {
        return `${Math.floor(milliseconds / 1000)} s`;
    }

    return {Starter};
});
