// A running Spark in a list of terms.
define(['jquery'], function ($) {
    'use strict';

    /**
     * @param {Object} session - as the kernel describes it
     * @param {?string} configTitle - of the config that started it
     * @returns {jQuery} a list of terms; what is not known is left out
     */
    function list(session, configTitle) {
        const {executors, cores} = session;
        const rows = {
            'Configuration': configTitle,
            'Spark': session.version,
            'Master': session.master,
            'Application': session.application_id,
            'Executors': executors,
            'Cores': cores,
        };
        const terms = $('<dl>', {class: 'dl-horizontal startspark-facts'});
        for (const [term, text] of Object.entries(rows)) {
            if (text) {
                terms.append($('<dt>', {text: term}), $('<dd>', {text}));
            }
        }
        return terms;
    }

    return {list};
});
