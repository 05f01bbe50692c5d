// A sentence in which `this` is code.
define(['jquery'], function ($) {
    'use strict';

    /**
     * @param {string} sentence
     * @returns {jQuery[]} nodes; all of it is set as text
     */
    function nodes(sentence) {
        return String(sentence).split('`').map((text, index) => $(index % 2 ? '<code>' : '<span>', {text}));
    }

    return {nodes};
});
