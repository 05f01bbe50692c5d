// A line below the toolbar: Spark is idle.
define(['jquery', './keys', './phase'], function ($, keys, phase) {
    'use strict';

    class Notice {
        constructor() {
            this.text = $('<span>');
            this.stop = button('Stop Spark');
            this.keep = button('Keep it');
            this.element = keys.keep($('<div>', {class: 'startspark-notice', role: 'status'}))
                .append(this.text, ' ', this.stop, ' ', this.keep).hide();
        }

        /**
         * @param {?Object} facts - of an idle session, if it is one
         * @param {Commands} commands
         */
        show(facts, commands) {
            this.element.toggle(Boolean(facts));
            if (facts) {
                this.text.text(sentence(facts));
                this.stop.off('click').on('click', () => commands.stop());
                this.keep.off('click').on('click', () => commands.keep());
            }
        }
    }

    function sentence(facts) {
        const who = facts.executors ? phase.count({executors: facts.executors}) : 'Spark';
        const minutes = Math.floor(facts.idle / 60);
        return `${who} idle for ${minutes ? `${minutes} min` : `${Math.floor(facts.idle)} s`}`;
    }

    function button(text) {
        return $('<button>', {type: 'button', class: 'btn btn-default btn-xs', text});
    }

    return {Notice};
});
