// Text below a line that folds it away.
define(['jquery'], function ($) {
    'use strict';

    /** A text that goes on and on keeps its end, of so many characters. */
    const LENGTH = 200000;

    /** Hidden while it has no text. */
    class Fold {
        /**
         * @param {string} title
         * @param {string} className
         */
        constructor(title, className) {
            this.text = $('<pre>', {tabindex: 0, 'aria-label': title});
            this.element = $('<details>', {class: `startspark-fold ${className}`})
                .append($('<summary>', {text: title}), this.text).hide();
        }

        /** @param {string} text */
        append(text) {
            const whole = this.text.text() + text;
            this.text.text(whole.slice(-LENGTH));
            this.text.scrollTop(this.text[0].scrollHeight);
            this.element.toggle(whole !== '');
        }

        /** @param {string} text - in place of what it has */
        set(text) {
            this.text.empty();
            this.append(text);
        }

        open() {
            this.element.prop('open', true);
        }

        close() {
            this.element.prop('open', false);
        }
    }

    return {Fold};
});
