/**
 * Plain snapshots of Spark's jobs, stages and executors, made of what its REST API says of them.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';

/** Spark's words for a stream's job: its name, if it has one, its ids and its batch. */
const STREAM = /^(?:(.*)\n)?id = \S+\nrunId = (\S+)\nbatch = (\S+)$/s;

/**
 * @typedef {Object} Job Times are in milliseconds since 1970.
 * @property {number|string} id
 * @property {string} name
 * @property {string} [group]
 * @property {string[]} tags
 * @property {?{name: string, batch: string}} stream - what it is a batch of
 * @property {string} status - `RUNNING`, `SUCCEEDED`, `FAILED` or `UNKNOWN`
 * @property {number} begin
 * @property {?number} end
 * @property {number[]} stages - their ids
 * @property {number} tasks - without those of skipped stages
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} stagesDone
 * @property {number} stagesSkipped
 */

/**
 * @param {any} said - by Spark
 * @returns {Job}
 */
export function job(said) {
    const stream = streamOf(said);
    return {
        id: said.jobId,
        name: (!stream && said.description) || place(said.name),
        group: said.jobGroup,
        tags: said.jobTags || [],
        stream,
        status: said.status,
        begin: time(said.submissionTime),
        end: said.completionTime ? time(said.completionTime) : null,
        stages: said.stageIds,
        tasks: said.numTasks - said.numSkippedTasks,
        done: said.numCompletedIndices,
        running: said.status === 'RUNNING' ? said.numActiveTasks : 0,
        failed: said.numFailedTasks,
        stagesDone: said.numCompletedStages,
        stagesSkipped: said.numSkippedStages,
    };
}

/**
 * @param {any} said - by Spark, of a job
 * @returns {?{name: string, batch: string}}
 */
function streamOf(said) {
    const [, name = '', group, batch] = STREAM.exec(said.description || '') || [];
    return group !== undefined && group === said.jobGroup ? {name, batch} : null;
}

/**
 * @typedef {Object} Stage One attempt; sizes are in bytes.
 * @property {number} id
 * @property {number} attempt
 * @property {string} name
 * @property {string} status - `ACTIVE`, `COMPLETE`, `FAILED`, `PENDING` or `SKIPPED`
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} input
 * @property {number} output
 * @property {number} shuffleRead
 * @property {number} shuffleWrite
 * @property {number} spill - to the disk
 * @property {string} reason - why it failed, if it did
 */

/**
 * @param {any} said - by Spark
 * @returns {Stage}
 */
export function stage(said) {
    return {
        id: said.stageId,
        attempt: said.attemptId,
        name: place(said.name),
        status: said.status,
        tasks: said.numTasks,
        done: said.numCompletedIndices,
        running: said.status === 'ACTIVE' ? said.numActiveTasks : 0,
        failed: said.numFailedTasks,
        input: said.inputBytes,
        output: said.outputBytes,
        shuffleRead: said.shuffleReadBytes,
        shuffleWrite: said.shuffleWriteBytes,
        spill: said.diskBytesSpilled,
        reason: said.failureReason ? reason(said.failureReason) : '',
    };
}

/**
 * @typedef {Object} Executor
 * @property {string} id
 * @property {boolean} isDriver
 * @property {number} cores
 * @property {number} tasks - that run there, those aside that have just ended
 * @property {number} memory - of its storage, in bytes
 * @property {number} memoryUsed
 * @property {boolean} wasLost - it is no more, and Spark itself did not want that
 * @property {?number} lostAt
 * @property {string} reason - why it is no more, if so
 */

/**
 * @param {any} said - by Spark
 * @returns {Executor}
 */
export function executor(said) {
    return {
        id: said.id,
        isDriver: said.id === 'driver',
        cores: said.totalCores,
        tasks: Math.min(said.activeTasks, said.totalCores),
        memory: said.maxMemory,
        memoryUsed: said.memoryUsed,
        wasLost: !said.isActive && !/killed by driver/i.test(said.removeReason),
        lostAt: said.removeTime ? time(said.removeTime) : null,
        reason: said.removeReason || '',
    };
}

/**
 * Where the job was asked for, as far as Spark knows that of Python.
 *
 * @param {string} name
 */
function place(name) {
    return name
        .replace(/ at (NativeMethodAccessorImpl|DirectMethodHandleAccessor|CompletableFuture)\.java:\d+$/, '')
        .replace(/ at \S*ipykernel_\S*:(\d+)$/, ', line $1')
        .replace(/^\$anonfun\$\S+$/, PROGRESS.query);
}

/**
 * @param {string} message - of a failure, with a stack trace or two
 * @returns {string} the line that says why: that of Python's error, where there is one
 */
export function reason(message) {
    const [, trace] = /Traceback \(most recent call last\):\n([^]*)/.exec(message) || [];
    const lines = (trace || message).split('\n');
    const found = trace ? lines.find(line => /^\S/.test(line)) : lines[0];
    return (found || lines[0]).trim();
}

/**
 * Spark writes "2026-11-23T15:16:27.658GMT" (status/api/v1/JacksonMessageWriter.scala).
 *
 * @param {string} text
 */
function time(text) {
    return Date.parse(text.replace('GMT', 'Z'));
}
