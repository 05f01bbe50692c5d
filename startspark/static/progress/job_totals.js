/**
 * Sums up the jobs of one run, and says what they come to.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {count, duration, grouped, size} from './format.js';

/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */

/** From so many tasks, seconds and parts of the whole on, the time that is left can be told. */
const ENOUGH = {tasks: 8, milliseconds: 3000, part: 0.05};

/**
 * @typedef {Object} Totals Times are in milliseconds since 1970, sizes in bytes.
 * @property {number} jobs
 * @property {number} jobsDone
 * @property {number} jobsFailed
 * @property {number} stages - without skipped ones
 * @property {number} stagesDone
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} again - stages that are run again, because something of them was lost
 * @property {number} read
 * @property {boolean} isPartial - the sizes of some stages are not known
 * @property {number} begin
 * @property {?number} end - null while a job runs
 * @property {number} runningSince - when the first of the running jobs began
 * @property {{tasks: number, done: number}} now - of the running jobs alone
 */

/**
 * @param {Job[]} jobs - in the order of their ids
 * @param {ReadonlyMap<number, Stage>} known - the last attempt of each stage
 * @returns {Totals}
 */
export function totalsOf(jobs, known) {
    const active = jobs.filter(job => job.status === 'RUNNING');
    const ids = [...new Set(jobs.flatMap(job => job.stages))];
    const stages = ids.flatMap(id => known.get(id) || []);
    return {
        jobs: jobs.length,
        jobsDone: jobs.length - active.length,
        jobsFailed: jobs.filter(job => job.status === 'FAILED').length,
        stages: sum(jobs, job => job.stages.length - job.stagesSkipped),
        stagesDone: sum(jobs, job => job.stagesDone),
        tasks: sum(jobs, job => job.tasks),
        done: sum(jobs, job => job.done),
        running: sum(jobs, job => job.running),
        failed: sum(jobs, job => job.failed),
        again: stages.filter(stage => stage.attempt > 0).length,
        read: sum(stages, stage => stage.input),
        isPartial: stages.length < ids.length,
        begin: least(jobs, job => job.begin),
        end: active.length ? null : -least(jobs, job => -Number(job.end)),
        runningSince: least(active, job => job.begin),
        now: {tasks: sum(active, job => job.tasks), done: sum(active, job => job.done)},
    };
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
 * @returns {?number} milliseconds until the running jobs are done, if enough of them is to say so
 */
export function left({now: {tasks, done}, runningSince}, time) {
    const passed = time - runningSince;
    const isEnough = done >= ENOUGH.tasks && done >= tasks * ENOUGH.part && passed >= ENOUGH.milliseconds;
    return isEnough && done < tasks ? passed / done * (tasks - done) : null;
}

/**
 * @param {Totals} totals
 * @param {number} time
 * @returns {string} what goes on: "345 of 1,204 tasks · 4 running · 2 of 3 jobs · 12.3 s"
 */
export function progress(totals, time) {
    const rest = left(totals, time);
    return [
        `${of(totals.done, totals.tasks, 'task')}${failed(totals.failed)}`,
        totals.running ? PROGRESS.running(grouped(totals.running)) : '',
        totals.jobs > 1 || totals.jobsFailed ?
            `${of(totals.jobsDone, totals.jobs, 'job')}${failed(totals.jobsFailed)}` : '',
        totals.stages > 1 ? of(totals.stagesDone, totals.stages, 'stage') : '',
        again(totals),
        duration(time - totals.begin),
        rest === null ? '' : PROGRESS.left(rounded(rest)),
    ].filter(Boolean).join(' · ');
}

/**
 * @param {Totals} totals - of jobs that have ended
 * @returns {string} "3 jobs, 1,204 tasks (2 failed), 12.3 s, 1.1 GB read"
 */
export function summary(totals) {
    const read = size(totals.read);
    return [
        count(totals.jobs, 'job') + failed(totals.jobsFailed),
        count(totals.done, 'task') + failed(totals.failed),
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
