// Keeps the menu, the dialog and the notice in step with the session.
define([
    './archive',
    './dialog',
    './failure',
    './menu',
    './notice',
    './phase',
    './webui',
], function (archive, dialog, failure, menu, notice, phase, webui) {
    'use strict';

    class View {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {Session} options.session
         * @param {Toolbar} options.toolbar
         * @param {Remembered} options.remembered
         * @param {function()} options.onWebUI - it has become known whether its web UI can be shown
         */
        constructor(options) {
            Object.assign(this, options);
            this.dialog = null;
            this.menu = new menu.Menu(this.toolbar.button);
            this.notice = new notice.Notice();
            this.ui = new webui.WebUI(this.api, this.onWebUI);
        }

        /**
         * Show what has changed, wherever it shows.
         *
         * @param {Commands} commands - that the menu and the notice offer
         */
        update(commands) {
            const {facts, state} = this.session;
            this.ui.meet(facts);
            this.menu.enable(state === 'running');
            this.menu.fill(commands.items());
            this.updateDialog(commands);
            this.notice.show(state === 'running' && facts.idle ? facts : null, commands);
        }

        /** A dialog of a running Spark keeps up with it. */
        updateDialog(commands) {
            const {facts, state} = this.session;
            const {subject} = this.dialog || {};
            if (subject === 'running' && state === 'running') {
                this.dialog.update(facts, this.startedBy(), this.ui);
            } else if (subject === 'running' && state === 'lost') {
                this.showLoss(commands);
            } else if (subject === 'followed' && state === 'running' && this.dialog.isOpen) {
                this.showSession();
            } else if ({running: 'running', followed: 'starting'}[subject] !== state && subject) {
                this.close();
            }
        }

        showSession() {
            this.open();
            this.ui.meet(this.session.facts);
            this.dialog.running(this.session.facts, {
                config: this.startedBy(),
                ui: this.ui,
                offer: new archive.Offer({
                    onMake: () => this.session.warm('warm'),
                    onCancel: () => this.session.warm('cool'),
                }),
            });
        }

        /**
         * @param {Failure} why
         * @param {function()} retry
         * @param {?{label: string, action: function()}} [correction] - where the user can correct it here
         */
        showFailure(why, retry, correction = null) {
            this.open();
            this.dialog.failed(why, retry, correction);
        }

        showLoss(commands) {
            this.showFailure(failure.ofEnd(this.session.ended), () => commands.start());
        }

        /** A start of another page's, or from before this page was loaded. */
        showFollowed() {
            this.open();
            this.dialog.waiting('Spark is starting, by another page or from before this one was loaded.',
                'Interrupt it', () => this.notebook.kernel.interrupt());
            this.dialog.subject = 'followed';
        }

        showStopping() {
            this.open();
            this.dialog.waiting(
                'Stopping Spark. The kernel is busy: Spark stops when the cell that runs has ended.',
                'Interrupt the cell', () => this.notebook.kernel.interrupt());
        }

        /** @returns {string} the executors, while some are missing */
        get missing() {
            const {facts, state} = this.session;
            return state === 'running' && phase.lacksExecutors(facts) ? `(${phase.count(facts)})` : '';
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

        open() {
            this.dialog = this.dialog || new dialog.SparkDialog({
                notebook: this.notebook,
                onClose: () => this.forgetClosed(),
            });
            this.dialog.open();
        }

        /** Show the dialog of what goes on, if it has one. */
        reopen() {
            if (this.dialog) {
                this.dialog.open();
            }
        }

        close() {
            if (this.dialog) {
                this.dialog.close();
            }
        }

        /** A dialog that was closed is kept only while something goes on behind it. */
        forgetClosed() {
            if (this.dialog && !this.dialog.isOpen && !this.session.locked) {
                this.dialog.remove();
                this.dialog = null;
            }
        }
    }

    return {View};
});
