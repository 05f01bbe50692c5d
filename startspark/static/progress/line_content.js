/**
 * Says what the line of a run shows.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {grouped} from './format.js';
import {progress, summary, totalsOf} from './job_totals.js';

/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./job_store.js').Snapshot} Snapshot */
/** @typedef {import('./job_store.js').Work} Work */
/** @typedef {import('./job_totals.js').Totals} Totals */
/** @typedef {import('./progress_message.js').Job} Job */
/** @typedef {import('./progress_message.js').Stage} Stage */
/** @typedef {import('./progress_message.js').Stream} Stream */
/** @typedef {import('./time_left.js').TimeLeft} TimeLeft */
/** @typedef {import('./why_waiting.js').WhyWaiting} WhyWaiting */
/** @typedef {import('../session/store.js').Reason} Reason */

/**
 * @typedef {'running'|'streaming'|'done'|'failed'|'cancelled'|'lost'} LineState
 */

/**
 * @typedef {Object} Content
 * @property {LineState} state
 * @property {string} text
 * @property {?Totals} totals - null without a job that is no stream's
 * @property {Job[]} jobs
 * @property {number} earlier - how many jobs came before those
 * @property {ReadonlyMap<number, Stage>} stages
 * @property {number} time - now
 * @property {?Reason} waiting - why no task runs, if that is so and known
 */

/**
 * @param {Pick<Run, 'end'>} run
 * @param {Work} work - of the run
 * @param {Snapshot} snapshot
 * @param {Object} now
 * @param {number} now.time - by the kernel's clock
 * @param {TimeLeft} now.timeLeft - what estimates the rest
 * @param {WhyWaiting} now.whyWaiting
 * @param {?Reason} [now.waiting] - why executors do not come, as the kernel says it
 * @returns {Content}
 */
export function contentOf(run, work, snapshot, {time, timeLeft, whyWaiting, waiting}) {
    const {jobs, earlier, streams} = work;
    const totals = jobs.length || earlier ? totalsOf(work, snapshot) : null;
    const state = stateOf(run, totals, streams);
    const rest = totals && state === 'running' ? timeLeft.tell(totals, time) : null;
    const jobsText = totals && (state === 'running' ? progress(totals, time, rest) : summary(totals));
    const text = [jobsText, ...streams.map(told)].filter(Boolean).join(' · ');
    return {
        state,
        text: state === 'lost' ? PROGRESS.sparkHasEnded(text) : text,
        totals,
        jobs,
        earlier: earlier?.jobs ?? 0,
        stages: snapshot.stages,
        time,
        waiting: whyWaiting.tell(totals, time, {work, snapshot, waiting}),
    };
}

/**
 * @param {Pick<Run, 'end'>} run
 * @param {?Totals} totals
 * @param {Stream[]} streams
 * @returns {LineState}
 */
function stateOf(run, totals, streams) {
    if (totals?.isLost || streams.some(stream => stream.isLost)) {
        return 'lost';
    }
    if (totals && (totals.end === null || run.end === null)) {
        return 'running';
    }
    return streams.some(stream => stream.end === null) ? 'streaming' : endOf(totals);
}

/**
 * @param {?Totals} totals
 * @returns {LineState} how a run has ended
 */
function endOf(totals) {
    if (totals?.jobsFailed) {
        return 'failed';
    }
    return totals?.jobsCancelled ? 'cancelled' : 'done';
}

/**
 * @param {Stream} stream
 * @returns {string} 'Stream “ticks”: batch 12, 100 rows/s'
 */
function told({name, batch, end, rowsPerSecond}) {
    const stream = PROGRESS.stream(name);
    const text = end === null ? stream : PROGRESS.streamHasEnded(stream);
    const batches = batch === null ? text : PROGRESS.batch(text, String(batch));
    return end === null && rowsPerSecond ? PROGRESS.rows(batches, grouped(Math.round(rowsPerSecond))) : batches;
}
