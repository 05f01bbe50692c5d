// A running Spark in a list of terms, and what is to be said about it.
define(['jquery', './archive', './phase', './prose'], function ($, archive, phase, prose) {
    'use strict';

    /**
     * @param {Object} session - as the kernel describes it
     * @param {string} config - what started it
     * @returns {jQuery} a list of terms; what is not known is left out
     */
    function list(session, config) {
        const rows = {
            'Configuration': config,
            'Spark': session.version,
            'Master': session.master,
            'Application': session.application_id,
            'Executors': executors(session),
            'Cores': session.cores,
            'Python of the tasks': python(session),
            'Class archive': archive.summary(session.archive),
            'Changed here': Object.keys(session.changes || {}).join(', '),
        };
        const terms = $('<dl>', {class: 'dl-horizontal startspark-facts'});
        for (const [term, text] of Object.entries(rows)) {
            if (text) {
                terms.append($('<dt>', {text: term}), $('<dd>', {text, 'data-term': term}));
            }
        }
        return terms;
    }

    function isLocal({master}) {
        return !master || master.startsWith('local');
    }

    /** @returns {?string} what runs Python on a cluster; on this machine it is the kernel's */
    function python(session) {
        const name = session.python;
        return !name || isLocal(session) ? null :
            name.includes('/') ? name : `the first ${name} on the PATH of each worker`;
    }

    function executors(session) {
        const {executors, wanted} = session;
        return isLocal(session) ? null : wanted ? `${executors} of ${wanted}` : String(executors);
    }

    /**
     * @param {Object} session
     * @returns {jQuery} what is not as it should be
     */
    function remarks(session) {
        const element = $('<div>', {class: 'startspark-remarks'}).append(waiting(session));
        if ((session.missed || []).length) {
            element.append(missed(session.missed));
        }
        element.append(replaced(session).map(paragraph));
        element.append(warnings(session.warnings));
        return element;
    }

    /** @returns {string[]} what is to be said of the user's own variables */
    function replaced(session) {
        return (session.replaced || []).map(({name, was}) =>
            `\`${name}\` was ${was} before. It comes back when Spark is stopped.`);
    }

    function waiting(session) {
        const sentence = phase.lack(session);
        return paragraph(sentence).addClass('startspark-waiting').toggle(Boolean(sentence));
    }

    /** What the config asked for and the session has not. */
    function missed(properties) {
        return $('<div>', {class: 'startspark-missed'}).append(
            paragraph('Not everything that the configuration asks for took effect:'),
            $('<ul>').append(properties.map(property => $('<li>').append(
                $('<code>', {text: property.key}), document.createTextNode(difference(property))
            ))),
            properties.every(({reason}) => reason) ? null : paragraph(
                'Restart Spark to apply it. If that changes nothing, something else sets it: ' +
                '`PYSPARK_SUBMIT_ARGS`, `spark-defaults.conf` or the configuration’s own code.')
        );
    }

    function difference({asked, got, reason}) {
        if (reason) {
            return `: ${reason}`;
        }
        return asked === undefined ? '' : `: asked ${asked}, got ${got === null ? 'nothing' : got}`;
    }

    /**
     * @param {string[]} [sentences] - about properties
     * @returns {?jQuery}
     */
    function warnings(sentences = []) {
        return sentences.length === 0 ? null : $('<div>', {class: 'startspark-warnings'}).append(
            paragraph('Spark may not take all properties as they are meant:'),
            $('<ul>').append(sentences.map(sentence => $('<li>').append(prose.nodes(sentence))))
        );
    }

    function paragraph(sentence) {
        return $('<p>').append(prose.nodes(sentence));
    }

    /**
     * Show what has changed since: the executors, and what is known of the config.
     *
     * @param {jQuery} element - that holds the list and the remarks
     * @param {Object} session
     * @param {string} config - what started it
     */
    function update(element, session, config) {
        element.find('dd[data-term=Configuration]').text(config);
        element.find('dd[data-term=Executors]').text(executors(session));
        element.find('.startspark-waiting').replaceWith(waiting(session));
    }

    return {list, python, remarks, replaced, update, warnings};
});
