/**
 * Says what the line of a run shows.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {progress, summary, totalsOf} from './job_totals.js';

/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./job_store.js').Snapshot} Snapshot */
/** @typedef {import('./job_totals.js').Totals} Totals */
/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */
/** @typedef {import('./task_chart.js').Sample} Sample */

/**
 * @typedef {'running'|'streaming'|'done'|'failed'|'lost'|'note'} LineState
 */

/**
 * @typedef {Object} Content
 * @property {LineState} state
 * @property {string} text
 * @property {?Totals} totals - of the jobs that are no stream's; null without such a job
 * @property {?Job[]} jobs - null where there is nothing to unfold
 * @property {ReadonlyMap<number, Stage>} stages
 */

/** So many of the latest batches of streams are kept. */
const BATCHES = 20;

/**
 * @param {Job[]} jobs
 * @returns {Job[]} in their order, without the old batches of streams
 */
export function latest(jobs) {
    const sorted = [...jobs].sort((one, other) => one.begin - other.begin || Number(one.id) - Number(other.id));
    const batches = new Set(sorted.filter(job => job.stream).slice(-BATCHES));
    return sorted.filter(job => !job.stream || batches.has(job));
}

/**
 * @param {Run} run
 * @param {Job[]} jobs - of the run
 * @param {Snapshot} snapshot
 * @param {{time: number, isSilent: boolean}} now - the time by the kernel's clock; whether Spark does not answer
 * @returns {Content}
 */
export function contentOf(run, jobs, snapshot, {time, isSilent}) {
    const {stages, activeStreams} = snapshot;
    const own = jobs.filter(job => !job.stream);
    const totals = own.length ? totalsOf(own, stages) : null;
    const isRunning = totals !== null && (totals.end === null || run.end === null);
    const isStreaming = jobs.some(job => isActive(job, activeStreams));
    const parts = [tell(totals, isRunning, time), streaming(jobs, activeStreams)];
    const text = [...parts, isRunning && isSilent ? PROGRESS.noAnswer : ''].filter(Boolean).join(' · ');
    return {state: isRunning ? 'running' : stateOf(totals, isStreaming), text, totals, jobs, stages};
}

/**
 * @param {?Totals} totals
 * @param {boolean} isStreaming
 * @returns {LineState} of a run that has ended
 */
function stateOf(totals, isStreaming) {
    if (isStreaming) {
        return 'streaming';
    }
    return totals && totals.jobsFailed ? 'failed' : 'done';
}

/**
 * @param {?Totals} totals
 * @param {boolean} isRunning
 * @param {number} time
 */
function tell(totals, isRunning, time) {
    if (!totals) {
        return '';
    }
    return isRunning ? progress(totals, time) : summary(totals);
}

/**
 * @param {Job} job
 * @param {ReadonlySet<string>} activeStreams
 * @returns {boolean} whether its stream runs
 */
function isActive({stream, group = ''}, activeStreams) {
    return Boolean(stream) && activeStreams.has(group);
}

/**
 * @param {Job[]} jobs
 * @param {ReadonlySet<string>} activeStreams
 * @returns {string} the streams of a run: 'Stream “ticks”: batch 12'
 */
function streaming(jobs, activeStreams) {
    const last = new Map(jobs.filter(job => job.stream).map(job => [job.group, job]));
    return [...last.values()].map(job => {
        const stream = PROGRESS.stream(job.stream?.name || '');
        const text = isActive(job, activeStreams) ? stream : PROGRESS.streamHasEnded(stream);
        return PROGRESS.batch(text, job.stream?.batch || '');
    }).join(' · ');
}
