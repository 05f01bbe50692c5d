// What the jobs of one run come to.
define(['./units'], function (units) {
    'use strict';

    /** From so many tasks, seconds and parts of the whole on, the time that is left can be told. */
    const ENOUGH = {tasks: 8, milliseconds: 3000, part: 0.05};

    /**
     * @typedef {Object} Tally Times are in milliseconds since 1970, sizes in bytes.
     * @property {number} jobs
     * @property {number} jobsDone
     * @property {number} jobsFailed
     * @property {number} stages - without skipped ones
     * @property {number} stagesDone
     * @property {number} tasks
     * @property {number} done
     * @property {number} running
     * @property {number} failed
     * @property {number} again - stages that are run anew, because something of them was lost
     * @property {number} read
     * @property {boolean} isPartial - the sizes of some stages are not known
     * @property {?number} begin
     * @property {?number} end - null while a job runs
     * @property {number} runningSince - when the first of the running jobs began
     * @property {Object} now - tasks, and those that are done, of the running jobs alone
     */

    /**
     * @param {Job[]} jobs - in the order of their ids
     * @param {function(number): ?Stage} stageOf - the last attempt of a stage, if it is known
     * @returns {Tally}
     */
    function tally(jobs, stageOf) {
        const sum = (them, key) => them.reduce((total, it) => total + it[key], 0);
        const active = jobs.filter(job => job.status === 'RUNNING');
        const ids = [...new Set(jobs.flatMap(job => job.stages))];
        const stages = ids.map(stageOf);
        return {
            jobs: jobs.length,
            jobsDone: jobs.length - active.length,
            jobsFailed: jobs.filter(job => job.status === 'FAILED').length,
            stages: sum(jobs.map(job => ({count: job.stages.length - job.stagesSkipped})), 'count'),
            stagesDone: sum(jobs, 'stagesDone'),
            tasks: sum(jobs, 'tasks'),
            done: sum(jobs, 'done'),
            running: sum(jobs, 'running'),
            failed: sum(jobs, 'failed'),
            again: stages.filter(stage => stage && stage.attempt > 0).length,
            read: sum(stages.filter(Boolean), 'input'),
            isPartial: stages.some(stage => !stage),
            begin: Math.min(...jobs.map(job => job.begin)),
            end: active.length ? null : Math.max(...jobs.map(job => job.end)),
            runningSince: Math.min(...active.map(job => job.begin)),
            now: {tasks: sum(active, 'tasks'), done: sum(active, 'done')},
        };
    }

    /**
     * @param {Tally} total
     * @param {number} time
     * @returns {?number} milliseconds until the running jobs are done, if enough of them is to say so
     */
    function left({now: {tasks, done}, runningSince}, time) {
        const passed = time - runningSince;
        const isEnough = done >= ENOUGH.tasks && done >= tasks * ENOUGH.part && passed >= ENOUGH.milliseconds;
        return isEnough && done < tasks ? passed / done * (tasks - done) : null;
    }

    /**
     * @param {Tally} total
     * @param {number} time
     * @returns {string} what goes on: "345 of 1,204 tasks · 4 running · 2 of 3 jobs · 12.3 s"
     */
    function progress(total, time) {
        const rest = left(total, time);
        return [
            `${of(total.done, total.tasks, 'task')}${failed(total.failed)}`,
            total.running ? `${units.grouped(total.running)} running` : '',
            total.jobs > 1 || total.jobsFailed ?
                `${of(total.jobsDone, total.jobs, 'job')}${failed(total.jobsFailed)}` : '',
            total.stages > 1 ? of(total.stagesDone, total.stages, 'stage') : '',
            again(total),
            units.duration(time - total.begin),
            rest === null ? '' : `about ${rounded(rest)} left`,
        ].filter(Boolean).join(' · ');
    }

    function of(done, all, noun) {
        return `${units.grouped(done)} of ${units.count(all, noun)}`;
    }

    function failed(number) {
        return number ? ` (${units.grouped(number)} failed)` : '';
    }

    function again(total) {
        return total.again ? `${units.count(total.again, 'stage')} run again` : '';
    }

    /** An estimate claims no more than it knows. */
    function rounded(milliseconds) {
        const step = milliseconds < 20000 ? 1000 : milliseconds < 120000 ? 5000 : 60000;
        return units.duration(Math.ceil(milliseconds / step) * step).replace('.0', '').replace(' 0 s', '');
    }

    /**
     * @param {Tally} total - of jobs that have ended
     * @returns {string} "3 jobs, 1,204 tasks (2 failed), 12.3 s, 1.1 GB read"
     */
    function summary(total) {
        return [
            units.count(total.jobs, 'job') + failed(total.jobsFailed),
            units.count(total.done, 'task') + failed(total.failed),
            again(total),
            units.duration(total.end - total.begin),
            total.read ? `${total.isPartial ? 'more than ' : ''}${units.size(total.read)} read` : '',
        ].filter(Boolean).join(', ');
    }

    return {left, progress, summary, tally};
});
