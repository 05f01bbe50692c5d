// What the button, its menu, the notice and the command palette do.
define([
    './config_editor',
    './draft',
    './failure',
    './kernel',
    './own',
    './start',
], function (editor, draft, failure, kernel, own, start) {
    'use strict';

    const NO_SPARK = 'No Spark runs in this notebook. Start it first.';

    const CODE_IS_THERE = 'A cell has started this Spark: its code is there already.';

    const IN_BETWEEN = {
        starting: 'Spark is starting. Wait until it runs, or click the button in the toolbar to cancel the start.',
        stopping: 'Spark is being stopped. Wait until that has ended.',
    };

    class Commands {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {Session} options.session
         * @param {Toolbar} options.toolbar
         * @param {View} options.view
         * @param {Remembered} options.remembered
         * @param {function(string)} options.choose - a config, by name
         * @param {function(): Promise} options.reload - fetches the list of configs anew
         */
        constructor(options) {
            Object.assign(this, options);
        }

        /** The button was clicked, and no menu has opened. */
        click() {
            const {session, view} = this;
            if (session.state === 'running') {
                view.menu.open();
            } else if (view.dialog) {
                view.open();
            } else if (session.state === 'stopping') {
                view.showStopping();
            } else if (session.state === 'starting') {
                view.showFollowed();
            } else if (session.state === 'failed') {
                this.showFailure(session.failure);
            } else if (session.state === 'lost') {
                view.showLoss(this);
            } else {
                this.start();
            }
        }

        /**
         * @param {string} name - of a command in the palette
         * @returns {?string} why it cannot be done now, if so
         */
        obstacle(name) {
            const {session: {state, facts}, view} = this;
            if (name === 'start') {
                return null;
            }
            if (state !== 'running') {
                return IN_BETWEEN[state] || (name === 'settings' ? null : NO_SPARK);
            }
            return {
                'open-web-ui': view.ui.reason,
                'insert-code': facts.code ? null : CODE_IS_THERE,
            }[name] || null;
        }

        /** @param {string} name - of a command in the palette */
        run(name) {
            const methods = {settings: 'customize', 'open-web-ui': 'openWebUI', 'insert-code': 'insertCode'};
            return this[methods[name] || name]();
        }

        /** Start Spark; show it where it runs already. */
        start() {
            return this.session.state === 'running' ? this.view.showSession() : this.begin({});
        }

        /** @param {Failure} why - the start has failed */
        showFailure(why) {
            this.view.showFailure(why, this.again, this.correction(why));
        }

        /** @returns {?{label: string, action: function()}} what corrects it, where that can be done here */
        correction({key = '', config}) {
            if (own.own(this.remembered.changes, key) !== undefined) {
                return {label: 'Change settings…', action: () => this.customize()};
            }
            return config ? {label: 'Edit the configuration…', action: () => this.edit(config)} : null;
        }

        /** Stop the Spark that runs, and start it with the chosen config. */
        switch() {
            return this.session.state === 'running' ? this.begin({replace: true}) : null;
        }

        /** Show the properties for this notebook to change, then start; a broken config's file. */
        customize() {
            const replace = this.session.state === 'running';
            if (this.toolbar.settings[0].disabled) {
                return null;
            }
            return this.editable ? this.edit(this.editable) : this.begin({replace, customize: true});
        }

        /** @returns {?Config} the chosen config, where its file is broken */
        get editable() {
            const {chosen} = this.toolbar;
            return chosen && chosen.error && chosen.origin ? chosen : null;
        }

        /**
         * Show a config's file to be changed.
         *
         * @param {{name: string, title: string}} config - which may be broken
         */
        edit(config) {
            const {api, session, view} = this;
            view.open();
            if (session.locked) {
                return null;  // the dialog is that of what goes on
            }
            return new editor.ConfigEditor({
                api,
                dialog: view.dialog,
                config,
                onSaved: () => this.reload().catch(() => {}),  // the button says why
                next: () => session.state === 'running' ?
                    {label: 'Restart Spark', action: () => this.switch()} :
                    {label: 'Start Spark', action: () => this.start()},
            }).show();
        }

        async begin({replace = false, customize = false}) {
            const {session, view} = this;
            if (session.locked) {
                view.reopen();
                return;
            }
            this.again = () => this.begin({replace, customize});
            view.open();
            let wanted = null;
            await new start.Start({
                notebook: this.notebook,
                session,
                api: this.api,
                dialog: view.dialog,
                choose: async () => {
                    await this.reload();
                    return this.toolbar.chosen;
                },
                remembered: this.remembered,
                replace,
                customize,
                onDraft: (config, values) => {
                    wanted = {config, values};
                },
                onRunning: () => view.dialog.isOpen && view.showSession(),
                onFailed: why => view.dialog.isOpen && this.showFailure(why),
            }).run();
            view.forgetClosed();
            if (wanted && view.dialog) {
                this.draft(wanted);
            }
        }

        /** Make a config of the user's own of what was filled in. */
        draft({config, values}) {
            new draft.Draft({
                api: this.api,
                dialog: this.view.dialog,
                config,
                wanted: values,
                onCreated: async name => {
                    this.remembered.change({});  // they are the new config's
                    this.choose(name);
                    await this.reload();
                },
            }).show();
        }

        /** End Spark and its JVM. */
        async stop() {
            const {session, view} = this;
            if (session.state !== 'running' || session.locked) {
                return;
            }
            session.locked = true;
            session.machine.send('stop');
            try {
                session.apply(await session.stop());
                view.close();
            } catch (error) {
                this.endStop(error);
            } finally {
                session.locked = false;
                view.forgetClosed();
                session.onChange();
            }
        }

        /** A stop did not succeed, unless the kernel has ended, and Spark with it. */
        endStop(error) {
            const {session, view} = this;
            if (error instanceof kernel.KernelEnded) {
                session.apply({running: false});
                view.close();
                return;
            }
            session.failure = failure.of(error);
            session.machine.send('fail');
            view.showFailure(session.failure, () => this.start());
        }

        /** Count the idle time of the session from now. */
        keep() {
            return this.session.keep();
        }

        openWebUI() {
            const {link} = this.view.ui;
            if (link) {
                window.open(link, '_blank', 'noopener');
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

        /** @returns {Array<Object>} what the menu of the running Spark offers */
        items() {
            const {chosen} = this.toolbar;
            const {config, code} = this.session.facts;
            const {link, reason} = this.view.ui;
            const again = chosen && chosen.name === config;
            return [
                {text: 'Session details', action: () => this.view.showSession()},
                {text: 'Open web UI', link, title: reason},
                {
                    text: 'Insert the code as a cell',
                    title: code ? 'So that the notebook starts Spark by itself' :
                        CODE_IS_THERE,
                    action: code && (() => this.insertCode()),
                },
                {
                    text: `${again ? 'Restart with' : 'Switch to'} “${chosen ? chosen.title : ''}”`,
                    title: again ? null : `Now: ${this.view.startedBy()}`,
                    action: chosen && (() => this.switch()),
                },
                ...this.editable ? [{
                    text: `Edit “${chosen.title}”`, title: chosen.error, action: () => this.edit(chosen),
                }] : [],
                {text: 'Stop Spark', action: () => this.stop()},
            ];
        }
    }

    return {Commands};
});
