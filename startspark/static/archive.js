// The class archive, with which Spark starts in two thirds of the time: offered, in the making, and made.
define(['jquery', './button', './prose'], function ($, buttons, prose) {
    'use strict';

    /** What the process says that makes it, as in startspark/kernel/cds/builder.py. */
    const PHASES = {
        session: 'Spark runs a sample session (1 of 3)…',
        archive: 'Java writes the archive (2 of 3)…',
        check: 'Java tries it (3 of 3)…',
    };

    const OFFER = 'Spark can start in two thirds of the time: Java then keeps what it loads in a file of about ' +
        '200 MB in your home. That is made in the background, in a minute or two.';

    class Offer {
        /**
         * @param {Object} actions
         * @param {function()} actions.onMake
         * @param {function()} actions.onCancel
         */
        constructor({onMake, onCancel}) {
            this.actions = {
                make: ['Make the next starts faster', onMake],
                again: ['Try again', onMake],
                cancel: ['Cancel', onCancel],
            };
            this.element = $('<div>', {class: 'startspark-archive'}).hide();
        }

        /** @param {Object} session - as the kernel describes it */
        show({archive, warming}) {
            const {icon, sentence, action} = state(archive || {}, warming || {});
            if (this.shown === sentence) {
                return;  // else the focus would leave the button
            }
            this.shown = sentence;
            const hadFocus = $.contains(this.element[0], document.activeElement);
            const button = action && buttons.button(...this.actions[action]);
            this.element.toggle(Boolean(sentence)).empty().append(
                $('<p>', {role: 'status'}).append(
                    $('<i>', {class: `fa fa-fw ${icon}`, 'aria-hidden': 'true'}), ' ', prose.nodes(sentence || '')
                ),
                button
            );
            if (hadFocus && button) {
                button.focus();
            }
        }
    }

    /** What there is to say, if anything, and to do. */
    function state(archive, warming) {
        if (warming.phase) {
            return {icon: 'fa-spinner fa-pulse', sentence: PHASES[warming.phase], action: 'cancel'};
        }
        if (warming.error) {
            const sentence = `The archive was not made: ${warming.error}.`;
            return {icon: 'fa-exclamation-triangle', sentence, action: 'again'};
        }
        if (warming.size && !archive.size) {
            return {icon: 'fa-check', sentence: `The next starts use an archive of ${megabytes(warming)}.`};
        }
        return archive.missing ? {icon: 'fa-tachometer', sentence: OFFER, action: 'make'} : {};
    }

    /**
     * @param {?Object} archive - what came of it at the start
     * @returns {?string} in a few words; null where the offer says it, or it does not matter
     */
    function summary(archive) {
        return !archive || archive.missing ? null : archive.size ? `in use, ${megabytes(archive)}` : `none: ${archive.reason}`;
    }

    function megabytes({size}) {
        return `${Math.round(size / 1e6)} MB`;
    }

    return {Offer, summary};
});
