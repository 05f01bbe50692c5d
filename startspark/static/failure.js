// Why a start failed, in a sentence, and what to do next.
define(['./known'], function (known) {
    'use strict';

    /**
     * @typedef {Object} Failure
     * @property {string} sentence - what happened
     * @property {string} advice - what to do next
     * @property {string} [details] - for who wants to know more, such as a traceback
     * @property {string} [log] - what Spark has printed
     */

    /** So many characters of a text's beginning, and of its end, are searched for reasons. */
    const LENGTH = 20000;

    /** The code that starts Spark ran, and there is no Spark. */
    class StartFailed extends Error {
        /**
         * @param {Object} content - of the reply
         * @param {string} log - what the start has printed
         * @param {string} code - that was run
         */
        constructor(content, log, code) {
            super(content.evalue);
            Object.assign(this, {content, log, code});
        }
    }

    /** A start that is not possible, and what to do about it. */
    class Refusal extends Error {
        constructor(sentence, advice) {
            super(sentence);
            this.advice = advice;
        }
    }

    /**
     * Explain whatever went wrong.
     *
     * @param {Error} error
     * @returns {Failure}
     */
    function of(error) {
        if (error instanceof StartFailed) {
            return ofReply(error);
        }
        const {status} = error.xhr || {};
        if (status === undefined) {
            return {sentence: error.message, advice: error.advice || 'Start again.'};
        }
        return {sentence: server(status, error.message), advice: ADVICE[status] || 'Start again.'};
    }

    function ofReply({content, log, code}) {
        const details = plain((content.traceback || []).join('\n'));
        const first = plain(content.evalue || '').split('\n')[0];
        if (content.status === 'error' && content.ename !== 'KeyboardInterrupt' && isBehindStart(details, code)) {
            return {
                sentence: `Spark started, but the configuration’s own code failed: ${content.ename}: ${first}`,
                advice: 'Correct what `after` or `template` say there. This Spark was stopped again.',
                details,
            };
        }
        const said = [details, `${content.ename}: ${plain(content.evalue || '')}`, log].map(ends).join('\n');
        for (const {matches, sentence, advice} of known.KNOWN) {
            const [found, ...groups] = matches.exec(said) || [];
            if (found) {
                return {sentence: sentence(...groups), advice: advice(...groups), details};
            }
        }
        return {...OTHERS[content.status](content, first), details};
    }

    /** A long text's beginning and end: searching all of it would hold the page. */
    function ends(text) {
        return text.length <= 2 * LENGTH ? text : `${text.slice(0, LENGTH)}\n${text.slice(-LENGTH)}`;
    }

    /** What to say where nothing known explains it, by the status of the reply. */
    const OTHERS = {
        error: ({ename}, first) => ({
            sentence: `Spark did not start: ${ename}: ${first}`,
            advice: 'The details and Spark’s log below say more; the person who wrote the config can use both.',
        }),
        ok: () => ({
            sentence: 'The configuration’s code ran, but there is no running Spark.',
            advice: 'Look at what it says in `after` or `template`, and at the log below.',
        }),
    };

    /** Whether the code failed in a line behind the one that starts Spark. */
    function isBehindStart(traceback, code) {
        // The arrow in the cell's own frame; those of pyspark's frames follow, or precede.
        const arrow = /^(?:Cell In|Input In|.*ipython-input|.*ipykernel_\d+)[^\n]*\n(?:(?!-+>).*\n)*-+> *(\d+) /m
            .exec(traceback);
        const starts = code.split('\n').map(line => /\.getOrCreate\(\)|^spark\.version\b/.test(line));
        const start = starts.lastIndexOf(true);
        return Boolean(arrow) && start >= 0 && Number(arrow[1]) > start + 1;
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

    return {of, ofEnd, plain, Refusal, StartFailed};
});
