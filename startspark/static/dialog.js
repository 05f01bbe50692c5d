// The dialog: what a start asks and shows, and what came of it.
define([
    'jquery',
    'base/js/dialog',
    './button',
    './facts',
    './fold',
    './keys',
    './prose',
    './usual',
], function ($, dialog, buttons, facts, fold, keys, prose, usual) {
    'use strict';

    const {button} = buttons;

    class SparkDialog {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {function()} options.onClose - the user closed it, which leaves it as it is
         */
        constructor({notebook, onClose}) {
            this.keyboardManager = notebook.keyboard_manager;
            this.returnTo = document.activeElement;
            this.status = $('<p>', {class: 'startspark-status', role: 'status'});
            this.time = $('<span>', {class: 'startspark-time'});
            this.ignored = $('<p>', {class: 'startspark-ignored'}).hide();
            this.content = $('<div>');
            this.details = new fold.Fold('Details', 'startspark-details');
            this.log = new fold.Fold('Spark’s log', 'startspark-log');
            this.modal = dialog.modal({
                title: 'Spark',
                body: $('<div>').append(
                    $('<div>', {class: 'startspark-head'}).append(this.status, this.time),
                    this.ignored, this.content, this.details.element, this.log.element
                ),
                notebook,
                keyboard_manager: this.keyboardManager,
                destroy: false,
                show: false,
                open: () => this.focus(this.focused),
            });
            // Opened while it fades out, or closed while it fades in, a dialog leaves its backdrop.
            this.modal.addClass('startspark-dialog').removeClass('fade');
            this.modal.attr({'aria-modal': true, 'aria-labelledby': 'startspark-title'});
            this.modal.find('.modal-title').attr('id', 'startspark-title');
            this.modal.find('.modal-header .close').attr('aria-label', 'Close');
            keys.trap(this.modal);
            this.footer = this.modal.find('.modal-footer');
            this.modal.on('hidden.bs.modal', () => {
                this.isOpen = false;
                if ($('.modal.in').length) {
                    this.keyboardManager.disable();  // for the other dialog, whose is the focus
                } else {
                    this.returnTo.focus();
                }
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

        close() {
            this.modal.modal('hide');
        }

        /** Take it out of the page for good. */
        remove() {
            this.modal.remove();
        }

        /**
         * Something is awaited, which the user can give up.
         *
         * @param {string} sentence
         * @param {string} label - of the button that gives it up
         * @param {function()} onGiveUp
         */
        waiting(sentence, label, onGiveUp) {
            this.say('fa-spinner fa-pulse', sentence);
            this.content.empty();
            const hide = button('Hide');
            this.buttons(button(label, onGiveUp), hide);
            this.focus(hide);
        }

        /**
         * @param {Object} page
         * @param {string} page.icon
         * @param {string} page.sentence
         * @param {jQuery|Array} page.content
         * @param {Array<?jQuery>} page.buttons
         * @param {jQuery|HTMLElement} page.focus - what is focused
         */
        show({icon, sentence, content, buttons, focus}) {
            this.say(icon, sentence);
            this.content.empty().append(content);
            this.details.set('');
            this.log.set('');
            this.buttons(...buttons);
            this.focus(focus);
        }

        /** @param {string} sentence - that stays, whatever else the dialog shows; empty: none */
        note(sentence) {
            this.ignored.empty().append(prose.nodes(sentence)).toggle(Boolean(sentence));
        }

        /** Spark is starting: its log opens at the first line that not every start has. */
        starting(title, onCancel) {
            this.waiting(`Starting Spark with “${title}”`, 'Cancel', onCancel);
            this.phase = $('<p>', {class: 'startspark-phase', role: 'status'});
            this.content.append(this.phase);
            this.details.set('');
            this.log.set('');
            this.log.close();
            this.watcher = new usual.Watcher();
        }

        /**
         * @param {string} sentence - how far the start is
         * @param {string} time - that has passed since
         */
        progress(sentence, time) {
            this.time.text(time);
            if (this.phase.text() !== sentence) {  // else a screen reader says it again
                this.phase.text(sentence);
            }
        }

        /** @param {string} text - that Spark has printed */
        print(text) {
            this.log.append(text);
            if (this.watcher && this.watcher.meets(text)) {
                this.watcher = null;  // from here on, whether it is open is up to the user
                this.log.open();
            }
        }

        /**
         * Show a running Spark.
         *
         * @param {Object} session - as the kernel describes it
         * @param {Object} more - what the page knows: `config` its title, its web `ui`; and
         *     the `offer` of a class archive
         */
        running(session, {config, ui, offer}) {
            this.say('fa-check', 'Spark is running.');
            this.subject = 'running';
            this.details.set('');
            this.noLink = $('<p>', {class: 'startspark-no-web-ui'});
            this.content.empty().append(
                facts.list(session, config), facts.remarks(session), this.noLink, offer.element
            );
            this.offer = offer;
            offer.show(session);
            this.log.close();
            const close = button('Close');
            this.buttons(close);
            this.focus(close);
            this.showWebUI(session, ui);
        }

        /** The link to the web UI, or why there is none; either may come later than all else. */
        showWebUI({master}, {link, reason, isOpen}) {
            const why = link || isOpen || !master ? '' : reason;  // a Spark Connect server's is not ours
            this.noLink.empty().append(prose.nodes(why)).toggle(Boolean(why));
            const before = this.footer.find('.startspark-ui-link');
            if (!link || before.length) {
                before.attr('href', link).toggle(Boolean(link));
                return;
            }
            const open = webUILink(link);
            const isUnused = this.footer.find(this.focused).length > 0 &&
                [document.body, this.modal[0], this.focused[0]].includes(document.activeElement);
            this.footer.append(open);
            if (isUnused) {
                this.focus(open);
            }
        }

        /**
         * @param {Object} session - as the kernel describes it now
         * @param {string} config - what started it
         * @param {WebUI} ui
         */
        update(session, config, ui) {
            facts.update(this.content, session, config);
            this.showWebUI(session, ui);
            this.offer.show(session);
        }

        /**
         * @param {Failure} failure
         * @param {function()} onRetry
         * @param {?{label: string, action: function()}} correction - where the user can correct it here
         */
        failed({sentence, advice, details, log, warnings}, onRetry, correction) {
            this.say('fa-exclamation-triangle', sentence);
            this.content.empty().append(
                advice ? $('<p>').append(prose.nodes(advice)) : null, facts.warnings(warnings)
            );
            this.details.set(details || '');
            this.log.set(log || '');
            this.log.close();
            const retry = button('Start again', onRetry);
            const correct = correction && button(correction.label, correction.action);
            const next = (correct || retry).addClass('btn-primary');
            this.buttons(button('Close'), correct && retry, next);
            this.focus(next);
        }

        /** Focus an element, also once the dialog is shown. */
        focus(element) {
            this.focused = $(element);
            this.focused.focus();
        }

        say(icon, sentence) {
            /** What it keeps up with: `running` or `followed`, if anything. */
            this.subject = null;
            this.time.empty();
            this.status.empty().append(
                $('<i>', {class: `fa fa-fw ${icon}`, 'aria-hidden': 'true'}), ' ', prose.nodes(sentence)
            );
        }

        buttons(...buttons) {
            this.footer.empty().append(buttons);
        }

        /** @param {boolean} usable - whether they can be used */
        enableButtons(usable) {
            if (!usable && $.contains(this.footer[0], document.activeElement)) {
                this.modal.focus();  // else the page behind has the focus
            }
            this.footer.find('button').prop('disabled', !usable);
        }

        /** @param {function()} listener - hears once of its end, or of the user's closing it */
        onceClosed(listener) {
            this.modal.one('hidden.bs.modal', listener);
        }
    }

    function webUILink(href) {
        return $('<a>', {
            class: 'startspark-ui-link btn btn-sm btn-primary',
            href,
            target: '_blank',
            rel: 'noopener',
            text: 'Open web UI',
        });
    }

    return {SparkDialog};
});
