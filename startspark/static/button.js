// The buttons of the dialog.
define(['jquery'], function ($) {
    'use strict';

    /**
     * @param {string} text
     * @param {function()} [onClick] - else it closes the dialog
     * @returns {jQuery}
     */
    function button(text, onClick) {
        const action = onClick ? {} : {'data-dismiss': 'modal'};
        return $('<button>', {type: 'button', class: 'btn btn-sm btn-default', text, ...action})
            .on('click', onClick || (() => {}));
    }

    /**
     * @param {string} text
     * @param {string} form - the id of the form that it submits
     * @returns {jQuery}
     */
    function submit(text, form) {
        return $('<button>', {type: 'submit', form, class: 'btn btn-sm btn-primary', text});
    }

    return {button, submit};
});
