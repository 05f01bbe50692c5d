/**
 * Says how long to wait before Spark is asked again.
 *
 * @module
 */

/** Milliseconds. */
export const QUICK = 400;
const STEADY = 1000;
const SLOW = 2000;
const SLOWEST = 30000;

/** A cell that has run for less, in milliseconds, may be over before an answer comes. */
const SHORT = 1000;

/**
 * The first question takes Spark a second of a processor, for what answers it is loaded then. It
 * comes when the kernel has been free for so long, or a cell has run for so long.
 */
const FREE = 2000;
const FIRST = 4000;

/** One that has run for so long goes on for a while. */
const LONG = 5000;

/** Questions take at most this part of the time, and those for all, while something runs, that one. */
const SHARE = 1 / 10;
const SHARE_OF_ALL = 1 / 100;

/**
 * @typedef {Object} Situation
 * @property {boolean} isAsked - somebody wants to know
 * @property {boolean} isFirst - this Spark has not answered yet
 * @property {boolean} hasJobs - jobs run
 * @property {boolean} isSettled - all is known of those that have ended
 * @property {number} since - milliseconds since the cell began, infinite where none runs
 * @property {number} failures - questions in a row that got no answer
 * @property {number} took - milliseconds that the last answers took
 */

/**
 * @param {Situation} situation
 * @returns {?number} milliseconds, null: not at all
 */
export function pause({isAsked, isFirst, hasJobs, isSettled, since, failures, took}) {
    if (!isAsked) {
        return null;
    }
    if (failures) {
        return Math.min(STEADY * 2 ** failures, SLOWEST);
    }
    if (isFirst && since === Infinity) {
        return FREE;
    }
    const short = isFirst ? FIRST : SHORT;
    if (since < short) {
        return Math.max(QUICK, short - since);
    }
    return Math.max(usual(hasJobs, isSettled, since), Math.min(took / SHARE, SLOW));
}

/**
 * @param {boolean} hasJobs
 * @param {boolean} isSettled
 * @param {number} since
 * @returns {number} milliseconds between two questions to a Spark that answers quickly
 */
function usual(hasJobs, isSettled, since) {
    const isSoonOver = !hasJobs && !isSettled;
    if (isSoonOver || since < LONG) {
        return QUICK;
    }
    return hasJobs ? STEADY : SLOW;
}

/**
 * @param {number} took - milliseconds that it took to ask for all
 * @param {boolean} isBusy - a cell or jobs run; else all is asked for soon, because nothing that
 *     comes later would complete what is shown
 * @param {number} searches - so often all was asked for in vain: on a busy machine, Spark notes a
 *     job seconds after it has run it
 * @returns {number} milliseconds after which all may be asked for again
 */
export function rest(took, isBusy, searches) {
    const least = took / (isBusy ? SHARE_OF_ALL : SHARE);
    return searches ? Math.max(least, QUICK) * 2 ** searches : least;
}
