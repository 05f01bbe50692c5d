// The dialog of one start: parameters, log, and what came of it.
define([
    'jquery',
    'base/js/dialog',
    './facts',
    './fold',
    './form',
], function ($, dialog, facts, fold, form) {
    'use strict';

    class StartDialog {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {function(number): string} options.webUI - the address of the web UI on a port
         * @param {function()} options.onClose - the user closed it
         */
        constructor({notebook, webUI, onClose}) {
            this.webUI = webUI;
            this.keyboardManager = notebook.keyboard_manager;
            this.status = $('<p>', {class: 'startspark-status', role: 'status'});
            this.content = $('<div>');
            this.details = new fold.Fold('Details', 'startspark-details');
            this.log = new fold.Fold('Spark’s log', 'startspark-log');
            this.modal = dialog.modal({
                title: 'Spark',
                body: $('<div>').append(
                    this.status, this.content, this.details.element, this.log.element
                ),
                notebook,
                keyboard_manager: this.keyboardManager,
                destroy: false,
                show: false,
                open: () => this.focus(this.focused),
            });
            // Opened while it fades out, or closed while it fades in, a dialog leaves its backdrop.
            this.modal.addClass('startspark-dialog').removeClass('fade');
            this.footer = this.modal.find('.modal-footer');
            this.modal.on('hidden.bs.modal', () => {
                this.isOpen = false;
                onClose();
            });
            this.open();
        }

        /** Show it, also after the user closed it. */
        open() {
            this.isOpen = true;
            this.keyboardManager.disable();
            this.modal.modal('show');
        }

        /** Take it out of the page for good. */
        remove() {
            this.modal.remove();
        }

        /**
         * Say what is going on.
         *
         * @param {string} sentence
         */
        busy(sentence) {
            this.say('fa-spinner fa-spin', sentence);
            this.content.empty();
            this.closeButton();
        }

        /** @param {string} time - that has passed since the start */
        tick(time) {
            this.status.find('.startspark-time').text(time);
        }

        /**
         * Ask for a config's parameters.
         *
         * @param {Config} config
         * @param {function(Object<string, *>)} onSubmit - gets the values
         */
        ask(config, onSubmit) {
            this.form = new form.Form(config.parameters, onSubmit);
            this.say('fa-sliders', `“${config.title}” lets you choose:`);
            this.content.empty().append(this.form.element);
            this.buttons(button('Cancel'), $('<button>', {
                type: 'submit',
                form: 'startspark-parameters',
                class: 'btn btn-sm btn-primary',
                text: 'Start Spark',
            }));
            this.focus(this.form.first);
        }

        /** @param {Object<string, string>} refusals - the server's messages by parameter */
        refuse(refusals) {
            this.form.refuse(refusals);
        }

        /** @param {string} text - that Spark has printed */
        print(text) {
            this.log.append(text);
        }

        /** Spark is starting: its log is open. */
        starting(sentence) {
            this.busy(sentence);
            this.status.append(' ', $('<span>', {class: 'startspark-time'}));
            this.log.open();
        }

        /**
         * Show a running Spark.
         *
         * @param {Object} session - as the kernel describes it
         * @param {?string} configTitle - of the config that started it
         */
        running(session, configTitle) {
            this.say('fa-check', 'Spark is running.');
            this.content.empty().append(facts.list(session, configTitle));
            this.log.close();
            const link = session.ui_port ? this.link(session.ui_port) : null;
            this.content.append(link ? null : $('<p>', {text: 'This Spark has no web UI.'}));
            this.buttons(button('Close'), link);
            this.focus(link || this.footer.find('button'));
        }

        link(port) {
            return $('<a>', {
                class: 'startspark-ui-link btn btn-sm btn-primary',
                href: this.webUI(port),
                target: '_blank',
                rel: 'noopener',
                text: 'Open web UI',
            });
        }

        /** @param {Failure} failure */
        failed({sentence, advice, details}) {
            this.say('fa-exclamation-triangle', sentence);
            this.content.empty().append(advice ? $('<p>').append(prose(advice)) : null);
            this.details.append(details || '');
            this.log.close();
            this.closeButton();
        }

        closeButton() {
            const close = button('Close');
            this.buttons(close);
            this.focus(close);
        }

        /** Focus an element, also once the dialog is shown. */
        focus(element) {
            this.focused = $(element);
            this.focused.focus();
        }

        say(icon, sentence) {
            this.status.empty().append(
                $('<i>', {class: `fa fa-fw ${icon}`, 'aria-hidden': 'true'}), ' ', prose(sentence)
            );
        }

        buttons(...buttons) {
            this.footer.empty().append(buttons);
        }
    }

    /** A sentence in which `this` is code; all of it is text. */
    function prose(sentence) {
        return sentence.split('`').map((text, index) => $(index % 2 ? '<code>' : '<span>', {text}));
    }

    function button(text) {
        return $('<button>', {
            type: 'button',
            class: 'btn btn-sm btn-default',
            'data-dismiss': 'modal',
            text,
        });
    }

    return {StartDialog};
});
