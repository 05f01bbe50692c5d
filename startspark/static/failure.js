// Why a start failed, in a sentence, and what to do next.
define([], function () {
    'use strict';

    /**
     * @typedef {Object} Failure
     * @property {string} sentence - what happened
     * @property {string} advice - what to do next
     * @property {string} [details] - for who wants to know more, such as a traceback
     * @property {string} [log] - what Spark has printed
     * @property {string} [key] - the property that is to be corrected
     * @property {Config} [config] - whose file of the user's own is to be corrected
     */

    /** There is no Spark. */
    class StartFailed extends Error {
        /**
         * @param {Object} cause - as the kernel tells it: a `sentence`, an `advice`, and the
         *     `key` of the property that is to be corrected, if it is one
         * @param {Object} [said] - the `details` and the `log` of the start
         */
        constructor(cause, said = {}) {
            super(cause.sentence);
            Object.assign(this, {cause, said});
        }
    }

    /** A start that is not possible, and what to do about it. */
    class Refusal extends Error {
        constructor(sentence, advice) {
            super(sentence);
            this.advice = advice;
        }
    }

    /** The same, because of what a config's file says. */
    class ConfigRefusal extends Refusal {}

    /** @returns {boolean} whether an error is one of a config's file */
    function isOfConfig(error) {
        return error instanceof ConfigRefusal || (error.xhr || {}).status === 409;
    }

    /**
     * Explain whatever went wrong.
     *
     * @param {Error} error
     * @returns {Failure}
     */
    function of(error) {
        if (error instanceof StartFailed) {
            return {...error.cause, ...error.said};
        }
        const {status} = error.xhr || {};
        if (status === undefined) {
            return {sentence: error.message, advice: error.advice || 'Start again.'};
        }
        return {sentence: server(status, error.message), advice: ADVICE[status] || 'Start again.'};
    }

    /**
     * What to say where the kernel does not know why a start has failed.
     *
     * @param {Object} content - of the reply
     * @returns {{sentence: string, advice: string}}
     */
    function unexplained({status, ename, evalue = ''}) {
        const first = plain(evalue).split('\n')[0];
        return status === 'error' ? {
            sentence: `Spark did not start: ${ename}: ${first}`,
            advice: 'The person who wrote the configuration can use the details.',
        } : {
            sentence: 'The configuration’s code ran, but there is no running Spark.',
            advice: 'Look at what it says in `after` or `template`.',
        };
    }

    /**
     * Explain why a session is no more that nobody stopped.
     *
     * @param {{reason: string, exit_code: ?number}} ended - as the kernel says it
     * @returns {Failure}
     */
    function ofEnd({reason, exit_code: code}) {
        return {
            jvm: {
                sentence: `Spark’s Java process has ended${exitWords(code)}.`,
                advice: code === -9 ?
                    'The system killed it, most likely because the memory was used up. ' +
                    'Start again, with less driver memory or less data at once.' :
                    'Start again. What it printed last may stand below the cell that ran.',
            },
            cluster: {
                sentence: 'Spark has ended by itself: the cluster stopped it or could not be reached any more.',
                advice: 'Start again. If that happens often, ask who runs the cluster.',
            },
            kernel: {
                sentence: 'The kernel has died, and Spark with it.',
                advice: 'Start again, and run the cells again that you need.',
            },
            idle: {
                sentence: 'Spark was stopped, because it had nothing to do for a long time.',
                advice: 'The administrator of this server has it so. Start again when you need it.',
            },
        }[reason];
    }

    function exitWords(code) {
        return code === null ? '' : code < 0 ? ` (killed by signal ${-code})` : ` (exit status ${code})`;
    }

    const ADVICE = {
        0: 'Look whether the server runs and whether you are online, then start again.',
        403: 'Reload the page and sign in.',
        404: 'Reload the list of configurations.',
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

    return {ConfigRefusal, isOfConfig, of, ofEnd, plain, Refusal, StartFailed, unexplained};
});
