// What the button, its menu, the notices and the command palette do.
define([
    './dialog',
    './failure',
    './notice',
    './phase',
    './start',
], function (dialog, failure, notice, phase, start) {
    'use strict';

    /** Milliseconds: a stop that takes longer says what it waits for. */
    const PATIENCE = 1000;

    class Commands {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {Session} options.session
         * @param {Toolbar} options.toolbar
         * @param {function(): Promise} options.reload - fetches the list of configs anew
         */
        constructor(options) {
            Object.assign(this, options);
            this.dialog = null;
            this.notice = new notice.Notice();
        }

        /** Whether a start or a stop goes on in this page. */
        get isUnderway() {
            return this.session.locked;
        }

        /** The button was clicked, in any state but `running`. */
        click() {
            const {state} = this.session;
            if (this.dialog) {
                this.dialog.open();
            } else if (state === 'failed') {
                this.showFailure(this.session.failure);
            } else if (state === 'lost') {
                this.showFailure(failure.ofEnd(this.session.ended));
            } else {
                this.start();
            }
        }

        /** What the action of the palette does: in the state `running`, the button opens its menu. */
        startOrShow() {
            if (this.session.state === 'running') {
                this.showSession();
            } else {
                this.start();
            }
        }

        /** Start Spark; show it where it runs already. */
        start() {
            return this.begin(false);
        }

        /** Stop the Spark that runs, and start it with the chosen config. */
        switch() {
            return this.begin(true);
        }

        async begin(replace) {
            if (this.isUnderway) {
                this.dialog.open();
                return;
            }
            this.open();
            await new start.Start({
                notebook: this.notebook,
                session: this.session,
                api: this.api,
                dialog: this.dialog,
                choose: async () => {
                    await this.reload();
                    return this.toolbar.chosen;
                },
                replace,
                onRunning: () => this.dialog.isOpen && this.showSession(),
                onFailed: why => this.showFailure(why),
            }).run();
            this.forgetClosed();
        }

        /** End Spark and its JVM. */
        async stop() {
            const {session} = this;
            if (session.state !== 'running' || this.isUnderway) {
                return;
            }
            session.locked = true;
            session.machine.send('stop');
            const timer = setTimeout(() => this.showStopping(), PATIENCE);
            try {
                session.apply(await session.ask((await this.api.kernel()).stop));
                this.close();
            } catch (error) {
                session.failure = failure.of(error);
                session.machine.send('fail');
                this.showFailure(session.failure);
            } finally {
                clearTimeout(timer);
                session.locked = false;
                this.forgetClosed();
                session.onChange();
            }
        }

        /** Count the idle time of the session from now. */
        async keep() {
            this.session.facts.idle = null;
            this.session.onChange();
            await this.session.ask((await this.api.kernel()).keep);
        }

        openWebUI() {
            if (this.webUI) {
                window.open(this.webUI, '_blank', 'noopener');
            }
        }

        /** Put the code that has started Spark above the selected cell. */
        insertCode() {
            const {code} = this.session.facts;
            if (this.session.state === 'running' && code) {
                const cell = this.notebook.insert_cell_above('code');
                cell.set_text(code.trimEnd());
                this.notebook.scroll_to_cell(this.notebook.find_cell_index(cell));
            }
        }

        showSession() {
            this.open();
            this.dialog.running(this.session.facts, {config: this.startedBy(), link: this.webUI});
        }

        showFailure(why) {
            this.open();
            this.dialog.failed(why, () => this.begin(this.session.state === 'running'));
        }

        showStopping() {
            this.open();
            this.dialog.waiting(
                'Stopping Spark. The kernel is busy: Spark stops when the cell that runs has ended.',
                'Interrupt the cell', () => this.notebook.kernel.interrupt());
        }

        /** @returns {?string} the address of the web UI, if there is one */
        get webUI() {
            const {running, ui_port: port} = this.session.facts;
            return running && port ? this.api.webUI(port) : null;
        }

        /** @returns {string} what has started the session */
        startedBy() {
            const {config: name, config_version: version} = this.session.facts;
            if (!name) {
                return 'none: started by a cell';
            }
            const config = this.toolbar.configs.get(name);
            const title = config ? config.title : name;
            return config && config.version !== version ? `${title} (changed since start)` : title;
        }

        /** What the menu of the running Spark offers. */
        items() {
            const {chosen} = this.toolbar;
            const {config, code} = this.session.facts;
            const again = chosen && chosen.name === config;
            return [
                {text: 'Session details', action: () => this.showSession()},
                {text: 'Open web UI', link: this.webUI, title: this.webUI ? null : 'This Spark has no web UI'},
                {
                    text: 'Insert the code as a cell',
                    title: code ? 'So that the notebook starts Spark by itself' :
                        'A cell has started this Spark: its code is there already',
                    action: code && (() => this.insertCode()),
                },
                {
                    text: `${again ? 'Restart with' : 'Switch to'} “${chosen ? chosen.title : ''}”`,
                    title: again ? null : `Now: ${this.startedBy()}`,
                    action: chosen && (() => this.switch()),
                },
                {text: 'Stop Spark', action: () => this.stop()},
            ];
        }

        /** Show what has changed, wherever it shows. */
        update() {
            const {facts, state, elapsed, obstacle, kernelIsBusy} = this.session;
            this.toolbar.show(state, {
                detail: state === 'starting' && this.isUnderway ? elapsed : missing(state, facts),
                isBusy: kernelIsBusy,
                obstacle: this.isUnderway ? null : this.problem || obstacle,
            });
            this.toolbar.menu.fill(this.items());
            this.updateDialog();
            this.notice.show(state === 'running' && facts.idle ? facts : null, this);
        }

        /** A dialog of a running Spark keeps up with it. */
        updateDialog() {
            const {facts, state, ended} = this.session;
            if (!this.dialog || !this.dialog.isOfRunning) {
                return;
            }
            if (state === 'running') {
                this.dialog.update(facts);
            } else if (state === 'lost') {
                this.showFailure(failure.ofEnd(ended));
            } else {
                this.close();
            }
        }

        open() {
            this.dialog = this.dialog || new dialog.SparkDialog({
                notebook: this.notebook,
                onClose: () => this.forgetClosed(),
            });
            this.dialog.open();
        }

        close() {
            if (this.dialog) {
                this.dialog.close();
            }
        }

        /** A dialog that was closed is kept only while something goes on behind it. */
        forgetClosed() {
            if (this.dialog && !this.dialog.isOpen && !this.isUnderway) {
                this.dialog.remove();
                this.dialog = null;
            }
        }
    }

    /** The executors, while some are still to come. */
    function missing(state, facts) {
        return state === 'running' && phase.lacksExecutors(facts) ? `(${phase.count(facts)})` : '';
    }

    return {Commands};
});
