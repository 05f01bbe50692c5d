/**
 * What went wrong, in a sentence, and what to do next.
 *
 * @module
 */

import {RequestError} from '../services/request.js';
import {ENDS, ERRORS} from '../strings.js';

/** @typedef {import('../hosts/host.js').ReplyContent} ReplyContent */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('./store.js').Facts} Facts */
/** @typedef {import('./store.js').Holder} Holder */

/**
 * @typedef {Object} Failure
 * @property {string} sentence - what happened
 * @property {string} advice - what to do next
 * @property {string} [details] - for who wants to know more, such as a traceback
 * @property {string} [log] - what Spark has printed
 * @property {string} [key] - the property that is to be corrected
 * @property {Config} [config] - whose file of the user's own is to be corrected
 * @property {Object<string, any>} [parameters] - that were filled in
 * @property {string[]} [warnings] - about properties
 * @property {boolean} [isOfStop] - whether Spark was to be stopped, not started
 * @property {Holder[]} [sessions] - of the user's, which hold what was missing
 */

/** There is no Spark. */
export class StartFailed extends Error {
    /**
     * @param {{sentence: string, advice: string, key?: string, sessions?: Holder[]}} cause - as the kernel tells it,
     *     with the `key` of the property that is to be corrected, if it is one
     * @param {{details?: string, log?: string}} [printed] - by the start
     */
    constructor(cause, printed = {}) {
        super(cause.sentence);
        this.cause = cause;
        this.printed = printed;
    }
}

/** A start that is not possible, and what to do about it. */
export class Refusal extends Error {
    /**
     * @param {string} sentence
     * @param {string} advice
     */
    constructor(sentence, advice) {
        super(sentence);
        this.advice = advice;
    }
}

/** The same, because of what a config's file says. */
export class ConfigRefusal extends Refusal {}

/** Spark runs already. */
export class Found extends Error {
    /** @param {Facts} facts - of the session */
    constructor(facts) {
        super();
        this.facts = facts;
    }
}

/** The user does not want this start any more. */
export class Cancelled extends Error {}

/**
 * @param {unknown} error
 * @returns {boolean} whether it is one of a config's file
 */
export function isOfConfig(error) {
    return error instanceof ConfigRefusal || (error instanceof RequestError && error.status === 409);
}

/**
 * Explain whatever went wrong.
 *
 * @param {any} error
 * @param {string} [advice] - where there is none for this error
 * @returns {Failure}
 */
export function failureOf(error, advice = ERRORS.startAgain) {
    if (error instanceof StartFailed) {
        return {...error.cause, ...error.printed};
    }
    if (!(error instanceof RequestError)) {
        return {sentence: error.message, advice: error.advice || advice};
    }
    return {
        sentence: SERVER.get(error.status) ?? error.message,
        advice: ADVICE.get(error.status) ?? advice,
    };
}

const SERVER = new Map([[0, ERRORS.noServer], [403, ERRORS.signedOut]]);

const ADVICE = new Map([
    [0, ERRORS.lookForServer],
    [403, ERRORS.signIn],
    [404, ERRORS.reloadList],
    [409, ERRORS.correctFile],
]);

/**
 * What to say where the kernel does not know why a start has failed.
 *
 * @param {Pick<ReplyContent, 'status'|'ename'|'evalue'>} content - of the reply
 * @returns {{sentence: string, advice: string}}
 */
export function unexplained({status, ename = '', evalue = ''}) {
    const [first] = plain(evalue).split('\n');
    return status === 'error' ? {sentence: ERRORS.codeFailed(ename, first), advice: ERRORS.forAuthor} :
        {sentence: ERRORS.noSession, advice: ERRORS.lookAtCode};
}

/**
 * Explain why a session is no more that nobody stopped.
 *
 * @param {{reason: string, exit_code?: ?number}} ended - as the kernel says it
 * @returns {Failure}
 */
export function failureOfEnd({reason, exit_code: code = null}) {
    if (reason === 'jvm') {
        return {sentence: ENDS.jvm(exitWords(code)), advice: code === -9 ? ENDS.memory : ENDS.jvmAdvice};
    }
    return {
        cluster: {sentence: ENDS.cluster, advice: ENDS.clusterAdvice},
        kernel: {sentence: ENDS.kernel, advice: ENDS.kernelAdvice},
        idle: {sentence: ENDS.idle, advice: ENDS.idleAdvice},
    }[reason] ?? {sentence: ENDS.unknown, advice: ERRORS.startAgain};
}

/** @param {?number} code - a process's exit code */
function exitWords(code) {
    return code === null ? '' : code < 0 ? ENDS.signal(-code) : ENDS.status(code);
}

/**
 * @param {string} text
 * @returns {string} the same without the terminal's colours
 */
export function plain(text) {
    // eslint-disable-next-line no-control-regex
    return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
