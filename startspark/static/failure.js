// Why a start failed, in a sentence, and what to do next.
define([], function () {
    'use strict';

    /**
     * @typedef {Object} Failure
     * @property {string} sentence - what happened
     * @property {string} advice - what to do next
     * @property {string} [details] - for who wants to know more, such as a traceback
     */

    /** The first whose `matches` finds something in what the kernel said explains the failure. */
    const KNOWN = [
        {
            matches: /ModuleNotFoundError: No module named 'pyspark'/,
            sentence: () => 'This kernel has no pyspark.',
            advice: 'Install it where the kernel runs (a cell with `%pip install pyspark`), or choose another kernel.',
        },
        {
            matches: /JAVA_HOME is not set|\bjava: (?:command not found|not found|No such file)/,
            sentence: () => 'Spark needs Java, and none was found.',
            advice: 'Install a Java that suits this Spark (17 suits Spark 3.5 and 4), or set JAVA_HOME where the kernel starts.',
        },
        {
            matches: /JAVA_GATEWAY_EXITED/,
            sentence: () => 'Spark’s Java process ended before it was ready.',
            advice: 'Its log below says why: often a Java option, the memory, or a Java too old for this Spark.',
        },
        {
            matches: /(?:<frozen os>|[/\\]os\.py)[^\n]*__getitem__[^]*KeyError: '([^']+)'/,
            sentence: name => `The kernel’s environment has no variable \`${name}\`.`,
            advice: 'The config reads it there. Set it where the kernel starts, then restart the kernel.',
        },
        {
            matches: /KeyboardInterrupt/,
            sentence: () => 'The start was interrupted.',
            advice: 'Start again when you like.',
        },
    ];

    /**
     * Explain the reply to a start that failed.
     *
     * @param {{ename: string, evalue: string, traceback: string[]}} content - of the reply
     * @param {string} log - what the start has printed
     * @returns {Failure}
     */
    function ofReply(content, log) {
        const details = plain((content.traceback || []).join('\n'));
        const said = `${details}\n${content.ename}: ${content.evalue}\n${log}`;
        for (const {matches, sentence, advice} of KNOWN) {
            const match = matches.exec(said);
            if (match) {
                return {sentence: sentence(...match.slice(1)), advice, details};
            }
        }
        if (content.status === 'aborted') {
            return {
                sentence: 'The kernel skipped the start, because a cell before it failed.',
                advice: 'Start again.',
            };
        }
        const [first] = plain(content.evalue || '').split('\n');
        return {
            sentence: `Spark did not start: ${content.ename}: ${first}`,
            advice: 'The details and Spark’s log below say more; the person who wrote the config can use both.',
            details,
        };
    }

    /**
     * Explain an error of the page's own, such as a request that failed.
     *
     * @param {Error} error
     * @returns {Failure}
     */
    function ofError(error) {
        const status = (error.xhr || {}).status;
        if (status === undefined) {
            return {sentence: error.message, advice: ''};
        }
        return {sentence: server(status, error.message), advice: ADVICE[status] || 'Start again.'};
    }

    const ADVICE = {
        0: 'Look whether the server runs and whether you are online, then start again.',
        403: 'Reload the page and sign in.',
        404: 'Reload the page.',
        409: 'Correct the file, then start again: it is read anew each time.',
    };

    function server(status, message) {
        return {
            0: 'The notebook server does not answer.',
            403: 'You are no longer signed in to the notebook server.',
        }[status] || message;
    }

    /** Text without the terminal's colours. */
    function plain(text) {
        return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
    }

    return {ofError, ofReply, plain};
});
