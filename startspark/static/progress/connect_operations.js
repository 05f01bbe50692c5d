/**
 * Makes jobs and stages of Spark Connect's operations: it has neither, and no web UI that could be asked.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';

/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */

/**
 * @typedef {Object} Operation As startspark/kernel/connect.py publishes it.
 * @property {string} id
 * @property {string} cell - the request whose thread has asked for it
 * @property {number} begun - in milliseconds since 1970
 * @property {?number} ended
 * @property {number} running - tasks
 * @property {{id: number, tasks: number, completed: number, bytes: number, done: boolean}[]} stages
 */

/** What an operation tells of no stage. */
const UNKNOWN = {attempt: 0, name: '', running: 0, failed: 0, output: 0, shuffleRead: 0, shuffleWrite: 0, spill: 0};

/**
 * @param {Operation} operation
 * @returns {Job} the operation as if it were a job
 */
export function jobOf({id, cell, begun, ended, running, stages}) {
    return {
        id,
        name: PROGRESS.operation,
        tags: [`startspark-cell-${cell}`],
        stream: null,
        status: ended ? 'SUCCEEDED' : 'RUNNING',
        begin: begun,
        end: ended,
        stages: stages.map(stage => stage.id),
        tasks: stages.reduce((sum, stage) => sum + stage.tasks, 0),
        done: stages.reduce((sum, stage) => sum + stage.completed, 0),
        running,
        failed: 0,
        stagesDone: stages.filter(stage => stage.done).length,
        stagesSkipped: 0,
    };
}

/**
 * @param {Operation} operation
 * @returns {Stage[]}
 */
export function stagesOf({stages}) {
    return stages.map(({id, tasks, completed, bytes, done}) => ({
        ...UNKNOWN,
        id,
        status: done ? 'COMPLETE' : 'ACTIVE',
        tasks,
        done: completed,
        input: bytes,
        reason: '',
    }));
}
