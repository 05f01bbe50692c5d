/**
 * Finds the run that a job belongs to.
 *
 * @module
 */

/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./spark_model.js').Job} Job */

/** @typedef {Run & {begin: number}} BegunRun */

/** Begins the tag of a background thread's jobs, as in startspark/kernel/jobs.py. */
const TAG = 'startspark-cell-';

/**
 * @param {Iterable<Job>} jobs
 * @param {BegunRun[]} runs - in the order in which they began
 * @param {ReadonlyMap<string, number>} streams - when each stream was started, by its jobs' group
 * @returns {Map<BegunRun, Job[]>} each run's jobs; a run without is not in it
 */
export function byRun(jobs, runs, streams) {
    const byTag = new Map(runs.map(run => [TAG + run.id, run]));
    /** @type {Map<BegunRun, Job[]>} */
    const found = new Map();
    for (const job of jobs) {
        const run = runOf(job, runs, byTag, streams);
        const known = run && found.get(run);
        if (known) {
            known.push(job);
        } else if (run) {
            found.set(run, [job]);
        }
    }
    return found;
}

/**
 * Spark's marks go before times: a background thread and a stream run on behind later cells.
 *
 * @param {Job} job
 * @param {BegunRun[]} runs
 * @param {ReadonlyMap<string, BegunRun>} byTag
 * @param {ReadonlyMap<string, number>} streams
 * @returns {?BegunRun} null where no run is known that it belongs to
 */
function runOf(job, runs, byTag, streams) {
    const tag = job.tags.find(it => it.startsWith(TAG));
    if (tag) {
        return byTag.get(tag) || null;
    }
    const time = job.stream ? streams.get(job.group || '') : job.begin;
    return time === undefined ? null : runAt(time, runs);
}

/**
 * @param {number} time
 * @param {BegunRun[]} runs
 * @returns {?BegunRun} the last that has begun by then, unless it had ended
 */
function runAt(time, runs) {
    let [low, high] = [0, runs.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        [low, high] = runs[middle].begin <= time ? [middle + 1, high] : [low, middle];
    }
    // One run may seem to end after the next has begun: its end is told later.
    const last = runs[low - 1];
    return last && (last.end === null || time <= last.end) ? last : null;
}
