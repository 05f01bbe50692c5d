// Which run's a job is.
define([], function () {
    'use strict';

    /** Begins the tag of a background thread's jobs, as in startspark/kernel/jobs.py. */
    const TAG = 'startspark-cell-';

    /**
     * Spark's marks go before times: a background thread and a stream run on behind later cells.
     *
     * @param {Job} job
     * @param {Run[]} runs - in the order in which they began
     * @param {Map<string, number>} streams - when each stream was started, by its jobs' group
     * @returns {?Run} null where no run is known that it belongs to
     */
    function runOf(job, runs, streams) {
        const tag = job.tags.find(it => it.startsWith(TAG));
        if (tag) {
            return runs.find(run => TAG + run.id === tag) || null;
        }
        const time = job.stream ? streams.get(job.group) : job.begin;
        // One run may seem to end after the next has begun: its end is told later.
        const begun = runs.filter(run => run.begin !== null && run.begin <= time);
        const last = begun[begun.length - 1];
        return last && (last.end === null || time <= last.end) ? last : null;
    }

    /**
     * @param {Iterable<Job>} jobs
     * @param {Run[]} runs
     * @param {Map<string, number>} streams
     * @returns {Map<Run, Job[]>} each run's jobs; a run without is not in it
     */
    function byRun(jobs, runs, streams) {
        const found = new Map();
        for (const job of jobs) {
            const run = runOf(job, runs, streams);
            if (run) {
                found.set(run, found.get(run) || []);
                found.get(run).push(job);
            }
        }
        return found;
    }

    return {byRun, runOf};
});
