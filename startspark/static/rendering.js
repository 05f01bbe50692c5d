// From a config to its code: asks for what the user may fill in, until the server takes it.
define([
    './button',
    './facts',
    './file',
    './form',
    './review',
    './settings',
], function (button, facts, file, form, review, settings) {
    'use strict';

    class Rendering {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {SparkDialog} options.dialog
         * @param {Remembered} options.remembered - what this notebook changes
         * @param {Config} options.config
         * @param {boolean} options.customize - whether the user wants to change something
         * @param {string} options.label - of the button that goes on
         * @param {function()} options.onAsk - the user is asked
         * @param {function(Promise): Promise} options.unless - gives a step up with the start
         */
        constructor(options) {
            Object.assign(this, options);
            /** What the user wants as a config of its own, instead of a start. */
            this.draft = null;
            /** What this start changes, unless the user says else. */
            this.changes = this.remembered.changes;
        }

        /** @returns {Promise<?Rendered>} null where the user does not want the start any more */
        async run() {
            this.dialog.note(this.remembered.note);
            if (this.remembered.isStrange && !await this.review()) {
                return null;
            }
            let wanted = this.asks ? await this.ask({}) : {parameters: {}, conf: null};
            while (wanted) {
                if (wanted.isDraft) {
                    this.draft = wanted;
                    return null;
                }
                try {
                    return await this.render(wanted);
                } catch (error) {
                    const refusals = (error.xhr || {}).responseJSON || {};
                    if (!refusals.parameters && !refusals.conf) {
                        throw error;
                    }
                    wanted = await this.ask(refusals);
                }
            }
            return null;
        }

        get asks() {
            const hasParameters = Object.keys(this.config.parameters).length > 0;
            return hasParameters || this.customize;
        }

        /**
         * Show what a notebook of unknown origin changes. Without a decision of its own, the start
         * goes on without that.
         *
         * @returns {Promise<boolean>} whether it goes on
         */
        async review() {
            const {config, dialog, remembered} = this;
            const {overrides} = await this.unless(this.api.review(config.name, remembered.changes));
            const verb = this.customize ? 'Continue' : this.label.replace(' Spark', '');
            this.onAsk();
            return new Promise(resolve => {
                const goOn = () => {
                    dialog.enableButtons(false);
                    resolve(true);
                };
                const without = button.button(`${verb} without these changes`, () => {
                    this.changes = {};
                    goOn();
                }).addClass('btn-primary');
                const including = button.button(`${verb} with these changes`, () => {
                    remembered.accept();
                    goOn();
                }).addClass('pull-left');
                dialog.show({
                    icon: 'fa-exclamation-triangle',
                    sentence: 'This notebook changes how Spark starts.',
                    content: review.content(overrides, config.title),
                    buttons: [including, button.button('Cancel'), without],
                    focus: without,
                });
                dialog.onceClosed(() => resolve(false));
            });
        }

        async render({parameters, conf}) {
            const notebook = this.notebook.notebook_path;
            const rendered = await this.unless(
                this.api.render(this.config.name, {parameters, conf: conf || this.changes, notebook}));
            if (conf) {
                this.remembered.change(conf);
            }
            return rendered;
        }

        /**
         * @param {Object} refusals - messages by parameter in `parameters`, by property in `conf`
         * @returns {Promise<?Object>} the values, with `isDraft` where they are wanted as a config of
         *     their own; null where the user closed the dialog
         */
        async ask(refusals) {
            this.onAsk();
            if (!this.form || (refusals.conf && !this.form.settings)) {
                await this.show();
            }
            this.dialog.enableButtons(true);
            this.form.refuse(refusals);
            return new Promise(resolve => {
                this.answer = values => {
                    this.dialog.enableButtons(false);
                    resolve(values);
                };
                this.dialog.onceClosed(() => resolve(null));
            });
        }

        /** Show the form, with the properties where the notebook changes some, or is to. */
        async show() {
            const {config} = this;
            const properties = await this.settings();
            this.form = new form.Form(config.parameters, properties, values => this.answer(values));
            const draft = properties && button.button('New configuration from this…', () => this.form.submit(
                values => this.answer({...values, isDraft: true})
            )).addClass('pull-left');
            this.dialog.show({
                icon: 'fa-sliders',
                sentence: properties ? `“${config.title}”, in this notebook:` : `“${config.title}” lets you choose:`,
                content: [this.form.element, facts.warnings(config.warnings)],
                buttons: [draft, button.button('Cancel'), button.submit(this.label, 'startspark-parameters')],
                focus: this.form.first,
            });
        }

        /** @returns {Promise<?Settings>} the properties, where they are to be shown */
        async settings() {
            if (!this.customize && Object.keys(this.changes).length === 0) {
                return null;
            }
            const details = await this.unless(this.api.config(this.config.name));
            return new settings.Settings(details, this.changes, file.element(this.api, details));
        }
    }

    return {Rendering};
});
