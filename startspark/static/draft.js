// A new config of the user's, made of another one with what a notebook changes in it.
define(['jquery', './button', './failure', './file'], function ($, button, failure, file) {
    'use strict';

    class Draft {
        /**
         * @param {Object} options
         * @param {Api} options.api
         * @param {SparkDialog} options.dialog
         * @param {Config} options.config - the other one
         * @param {Object} options.wanted - `parameters` and `conf` of the new one
         * @param {function(string): Promise} options.onCreated - gets its name
         */
        constructor(options) {
            Object.assign(this, options);
            this.name = field('Name', 'draft-name', {maxlength: 64, placeholder: `my-${options.config.name}`});
            this.title = field('Title', 'draft-title', {maxlength: 100, placeholder: `My ${options.config.title}`});
            this.help = $('<span>', {
                class: 'help-block startspark-help',
                text: 'The file’s name: letters, digits, dots, hyphens and underscores',
            });
            this.message = $('<p>', {class: 'startspark-refusal', role: 'alert'});
            this.form = $('<form>', {id: 'startspark-draft'})
                .append(this.name.append(this.help), this.title, this.message)
                .on('submit', event => {
                    event.preventDefault();
                    this.create();
                });
            // Apart from the button that has the focus: Enter twice is no decision.
            this.overwrite = button.button('Replace it', () => this.create(true)).addClass('pull-left').hide();
            // Another name may be free.
            this.name.find('input').on('input', () => this.overwrite.hide());
        }

        /** Ask for a name. */
        show() {
            this.dialog.show({
                icon: 'fa-file-o',
                sentence: `A new configuration of “${this.config.title}”:`,
                content: this.form,
                buttons: [this.overwrite, button.button('Cancel'), button.submit('Create', 'startspark-draft')],
                focus: this.name.find('input'),
            });
        }

        async create(overwrite = false) {
            const {config, wanted: {parameters, conf}} = this;
            const name = value(this.name);
            this.dialog.enableButtons(false);
            try {
                const created = await this.api.create(name, {
                    extends: config.name, title: value(this.title), parameters, conf, overwrite,
                });
                await this.onCreated(name);
                this.showCreated(created);
            } catch (error) {
                const {exists} = (error.xhr || {}).responseJSON || {};
                this.message.text(failure.of(error).sentence);
                this.dialog.enableButtons(true);
                this.overwrite.toggle(exists === true);
                this.name.find('input').focus();
            }
        }

        showCreated(created) {
            const close = button.button('Close');
            this.dialog.show({
                icon: 'fa-check',
                sentence: 'The new configuration is written and chosen.',
                content: file.element(this.api, created),
                buttons: [close],
                focus: close,
            });
        }
    }

    function field(label, id, attributes) {
        return $('<div>', {class: 'form-group startspark-field'}).append(
            $('<label>', {for: `startspark-${id}`, class: 'control-label', text: label}),
            $('<input>', {id: `startspark-${id}`, type: 'text', class: 'form-control', required: true, ...attributes})
        );
    }

    function value(element) {
        return element.find('input').val().trim();
    }

    return {Draft};
});
