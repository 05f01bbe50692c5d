/**
 * How far a start is, and which executors a session lacks, in a sentence.
 *
 * @module
 */

import {STARTUP} from '../strings.js';
import {own} from './own.js';

/** @typedef {import('./store.js').Facts} Facts */
/** @typedef {import('./store.js').StartState} StartState */

/** @typedef {Object<string, any>} Phase As the kernel publishes it, or one of the page's own. */

/** @typedef {{log: string, hasCodeAfter: boolean}} Context What the page knows of a start. */

/** @type {Record<string, (phase: Phase, context: Context) => string>} */
const SENTENCES = {
    preparing: () => STARTUP.preparing,
    waiting: () => STARTUP.waiting,
    jvm: () => STARTUP.launching,
    cluster: (phase, {log}) => phase.local ? STARTUP.session : silentMaster(log) || resources(phase),
    running: ({remote}, {hasCodeAfter}) => remote ? STARTUP.remote : hasCodeAfter ? STARTUP.codeAfter : STARTUP.up,
    stopping: () => STARTUP.stopping,
    elsewhere: () => STARTUP.elsewhere,
    withdrawn: () => STARTUP.withdrawn,
    cancelled: () => STARTUP.cancelling,
    stubborn: () => STARTUP.stubborn,
};

/**
 * @param {{phase: ?Phase, log?: string, hasCodeAfter?: boolean}} start - its phase, what it has
 *     printed, and whether the configuration's code goes on once there is a session
 * @returns {string}
 */
export function phaseSentence({phase, log = '', hasCodeAfter = false}) {
    const sentence = own(SENTENCES, phase?.phase) ?? SENTENCES.preparing;
    return sentence(phase ?? {}, {log, hasCodeAfter});
}

/** What the rendered code ends with, unless the configuration's own code follows. */
const LAST_LINES = /^(?:sc = spark\.sparkContext|spark\.version\b.*)$/m;

/**
 * @param {string} code - that starts Spark
 * @returns {boolean} whether some of it runs once there is a session, as far as one can see
 */
export function hasCodeAfter(code) {
    const last = LAST_LINES.exec(code);
    return last !== null && code.slice(last.index + last[0].length).trim() !== '';
}

/** @param {string} log */
function silentMaster(log) {
    const master = /Failed to connect to master ([^\s:]+:\d+)/.exec(log)?.[1];
    return master && STARTUP.silentMaster(master);
}

/** @param {Phase} phase */
function resources(phase) {
    const counted = count(phase);
    return phase.executors ? STARTUP.executors(counted) : phase.wanted ? STARTUP.resourcesFor(counted) :
        STARTUP.resources;
}

/**
 * @param {{executors?: number, wanted?: ?number}} some
 * @returns {string} such as "1 of 2 executors"
 */
export function count({executors = 0, wanted}) {
    const noun = (wanted || executors) === 1 ? STARTUP.executor : STARTUP.executorsNoun;
    return wanted ? STARTUP.countOf(executors, wanted, noun) : `${executors} ${noun}`;
}

/**
 * @param {Partial<Facts>} facts - of a running session
 * @returns {boolean} whether it should have more executors than it has
 */
export function lacksExecutors({master, executors = 0, wanted = null}) {
    return Boolean(master) && !String(master).startsWith('local') &&
        (wanted === null ? executors === 0 : executors < wanted);
}

/**
 * @param {Partial<Facts>} facts - of a running session
 * @returns {string} what to say of the executors that it lacks; empty where it lacks none
 */
export function executorsRemark(facts) {
    return !lacksExecutors(facts) ? '' : facts.lost ? STARTUP.executorsLost : STARTUP.executorsToCome;
}
