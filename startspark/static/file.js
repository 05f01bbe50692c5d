// A config's file, and Jupyter's own editor where that can open it.
define(['jquery'], function ($) {
    'use strict';

    /**
     * @param {Api} api
     * @param {{path: string, contents_path: ?string}} file - as the server says it
     * @returns {jQuery} the path, with a link where there is an editor
     */
    function element(api, {path, contents_path: contents}) {
        const edit = contents !== null && $('<a>', {
            class: 'startspark-edit',
            href: api.editor(contents),
            target: '_blank',
            rel: 'noopener',
            text: 'Edit',
        });
        return $('<p>', {class: 'startspark-file'}).append($('<code>', {text: path}), ' ', edit);
    }

    return {element};
});
