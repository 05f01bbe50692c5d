/**
 * Finds out why no task of a cell's jobs runs.
 *
 * @module
 */

import {WAITING} from '../strings.js';

/** @typedef {import('../session/store.js').Reason} Reason */
/** @typedef {import('./job_store.js').Snapshot} Snapshot */
/** @typedef {import('./job_store.js').Work} Work */
/** @typedef {import('./job_totals.js').Totals} Totals */
/** @typedef {import('./progress_message.js').Job} Job */

/** Milliseconds without a running task after which a reason is given. */
const AFTER = 10000;

export class WhyWaiting {
    /** @type {?number} since when none runs */
    since = null;

    /**
     * @param {?Totals} totals - of the jobs
     * @param {number} time - now
     * @param {{work: Work, snapshot: Snapshot, waiting?: ?Reason}} known - with what the kernel knows of
     *     executors that do not come
     * @returns {?Reason} null where tasks run, or nothing is known
     */
    tell(totals, time, {work, snapshot, waiting}) {
        if (!totals || totals.end !== null || totals.running) {
            this.since = null;
            return null;
        }
        this.since ??= time;
        return time - this.since < AFTER ? null : waiting ?? coresBusy(work, snapshot);
    }
}

/**
 * @param {Work} own
 * @param {Snapshot} snapshot
 * @returns {?Reason} which job of another cell has all cores
 */
function coresBusy(own, {work, cores}) {
    const jobs = [...work.values()].filter(it => it !== own).flatMap(it => it.jobs);
    const running = jobs.reduce((sum, job) => sum + job.running, 0);
    if (!cores || running < cores) {
        return null;
    }
    const largest = jobs.reduce((most, job) => job.running > most.running ? job : most);
    return {sentence: WAITING.coresBusy(largest.id, largest.name, cores), advice: WAITING.coresBusyAdvice};
}
