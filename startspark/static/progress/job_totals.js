/**
 * Sums up the jobs of one run, and says what they come to.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {count, duration, grouped, size} from './format.js';

/** @typedef {import('./job_store.js').Snapshot} Snapshot */
/** @typedef {import('./job_store.js').Work} Work */
/** @typedef {import('./progress_message.js').Earlier} Earlier */
/** @typedef {import('./progress_message.js').Job} Job */
/** @typedef {import('./progress_message.js').Stage} Stage */

/**
 * @typedef {Object} Totals Times are in milliseconds since 1970, sizes in bytes.
 * @property {number} jobs
 * @property {number} jobsDone
 * @property {number} jobsFailed
 * @property {number} jobsCancelled
 * @property {number} stages - without skipped ones; 0 where they are not all known
 * @property {number} stagesDone
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} again - stages that are run again, because something of them was lost
 * @property {number} read
 * @property {boolean} isPartial - the sizes of some stages are not known
 * @property {boolean} isLost - how some jobs have ended is not known
 * @property {number} begin
 * @property {?number} end - null while a job runs
 * @property {number} runningSince - when the first of the running jobs began
 * @property {{tasks: number, done: number}} now - of the running jobs alone
 */

/** @type {Earlier} */
const NONE = {
    cell: null, jobs: 0, jobsFailed: 0, jobsCancelled: 0, tasks: 0, tasksFailed: 0, begin: Infinity, end: -Infinity,
    input: 0,
};

/**
 * @param {Work} work - with a job at least
 * @param {Pick<Snapshot, 'stages'|'cores'>} known
 * @returns {Totals}
 */
export function totalsOf({jobs, earlier}, known) {
    const before = earlier ?? NONE;
    const active = jobs.filter(job => job.status === 'RUNNING');
    const ids = [...new Set(jobs.flatMap(job => job.stages))];
    const stages = ids.flatMap(id => known.stages.get(id) || []);
    return {
        jobs: before.jobs + jobs.length,
        jobsDone: before.jobs + jobs.length - active.length,
        jobsFailed: before.jobsFailed + withStatus(jobs, 'FAILED'),
        jobsCancelled: before.jobsCancelled + withStatus(jobs, 'CANCELLED'),
        stages: earlier ? 0 : sum(jobs, job => job.stagesTotal - job.stagesSkipped),
        stagesDone: sum(jobs, job => job.stagesDone),
        tasks: before.tasks + sum(jobs, job => job.tasks),
        done: before.tasks + sum(jobs, job => job.done),
        running: runningTasks(active, known),
        failed: before.tasksFailed + sum(jobs, job => job.failed),
        again: stages.filter(stage => stage.attempt > 0).length,
        read: before.input + sum(stages, stage => stage.input),
        isPartial: stages.length < ids.length || jobs.some(job => job.stages.length < job.stagesTotal),
        isLost: withStatus(jobs, 'UNKNOWN') > 0,
        begin: Math.min(before.begin, least(jobs, job => job.begin)),
        end: active.length ? null : Math.max(before.end, -least(jobs, job => -(job.end ?? job.begin))),
        runningSince: least(active, job => job.begin),
        now: {tasks: sum(active, job => job.tasks), done: sum(active, job => job.done)},
    };
}

/**
 * Jobs that share a stage share its tasks, and each core runs one task.
 *
 * @param {Job[]} active
 * @param {Pick<Snapshot, 'stages'|'cores'>} known
 */
function runningTasks(active, {stages, cores}) {
    const ids = [...new Set(active.flatMap(job => job.stages))];
    const tasks = sum(ids, id => stages.get(id)?.running ?? 0) || sum(active, job => job.running);
    return Math.min(tasks, cores || Infinity);
}

/**
 * @param {Job[]} jobs
 * @param {string} status
 */
function withStatus(jobs, status) {
    return jobs.filter(job => job.status === status).length;
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => number} value
 */
function sum(items, value) {
    return items.reduce((total, item) => total + value(item), 0);
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => number} value
 */
function least(items, value) {
    return items.reduce((found, item) => Math.min(found, value(item)), Infinity);
}

/**
 * @param {Totals} totals
 * @param {number} time
 * @param {?number} left - milliseconds that the running jobs still take, if that is known
 * @returns {string} what goes on: "345 of 1,204 tasks · 4 running · 2 of 3 jobs · 12.3 s"
 */
export function progress(totals, time, left) {
    const {tasks, end, begin} = totals;
    return [
        tasks ? `${of(totals.done, tasks, 'task')}${failed(totals.failed)}` : PROGRESS.working,
        totals.running ? PROGRESS.running(grouped(totals.running)) : '',
        totals.jobs > 1 || odd(totals) ? `${of(totals.jobsDone, totals.jobs, 'job')}${odd(totals)}` : '',
        totals.stages > 1 ? of(totals.stagesDone, totals.stages, 'stage') : '',
        again(totals),
        duration((end ?? time) - begin),  // between jobs, Spark's time stands still
        left === null ? '' : PROGRESS.left(rounded(left)),
    ].filter(Boolean).join(' · ');
}

/**
 * @param {Totals} totals - of jobs that have ended
 * @returns {string} "3 jobs, 1,204 tasks (2 failed), 12.3 s, 1.1 GB read"
 */
export function summary(totals) {
    const read = size(totals.read);
    return [
        count(totals.jobs, 'job') + odd(totals),
        (totals.isLost ? of(totals.done, totals.tasks, 'task') : count(totals.done, 'task')) + failed(totals.failed),
        again(totals),
        duration(Number(totals.end) - totals.begin),
        totals.read ? PROGRESS.read(totals.isPartial ? PROGRESS.moreThan(read) : read) : '',
    ].filter(Boolean).join(', ');
}

/**
 * @param {number} done
 * @param {number} all
 * @param {string} noun
 */
function of(done, all, noun) {
    return PROGRESS.of(grouped(done), count(all, noun));
}

/** @param {number} number */
function failed(number) {
    return number ? ` (${PROGRESS.failed(grouped(number))})` : '';
}

/**
 * @param {Totals} totals
 * @returns {string} how many jobs have not succeeded
 */
function odd({jobsFailed, jobsCancelled}) {
    const told = [
        jobsFailed ? PROGRESS.failed(grouped(jobsFailed)) : '',
        jobsCancelled ? PROGRESS.cancelled(grouped(jobsCancelled)) : '',
    ].filter(Boolean).join(', ');
    return told && ` (${told})`;
}

/** @param {Totals} totals */
function again(totals) {
    return totals.again ? PROGRESS.runAgain(count(totals.again, 'stage')) : '';
}

/**
 * An estimate claims no more than it knows.
 *
 * @param {number} milliseconds
 */
function rounded(milliseconds) {
    const step = milliseconds < 20000 ? 1000 : milliseconds < 120000 ? 5000 : 60000;
    return duration(Math.ceil(milliseconds / step) * step).replace('.0', '').replace(' 0 s', '');
}
