/**
 * Reads what the kernel's monitor publishes of Spark, as startspark/kernel/ makes it. Whoever runs
 * in the kernel can publish such messages, so each value is checked.
 *
 * @module
 */

/**
 * @typedef {Object} Job Times are in milliseconds since 1970, by the kernel's clock.
 * @property {number|string} id - text for an operation of Spark Connect
 * @property {string} name - its description, or where it was asked for
 * @property {?string} cell - the id of the execute request that it belongs to
 * @property {string} status - `RUNNING`, `SUCCEEDED`, `FAILED`, `CANCELLED` or `UNKNOWN`
 * @property {number} begin
 * @property {?number} end
 * @property {number[]} stages - the ids of the newest
 * @property {number} stagesTotal
 * @property {number} tasks - without those of skipped stages
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} stagesDone
 * @property {number} stagesSkipped
 * @property {string} reason - why it failed, if it did
 */

/**
 * @typedef {Object} Stage Its last attempt.
 * @property {number} id
 * @property {number} attempt - counted from 0
 * @property {string} name
 * @property {string} status - `ACTIVE`, `COMPLETE`, `FAILED`, `PENDING`, `SKIPPED` or `UNKNOWN`
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {?number} begin
 * @property {?number} end
 * @property {number} input - in bytes, once it has ended
 * @property {string} reason - why it failed, if it did
 */

/**
 * @typedef {Object} Stream
 * @property {string} id
 * @property {string} name - empty where it has none
 * @property {?string} cell - that has started it
 * @property {?number} end
 * @property {?number} batch - the last
 * @property {?number} rowsPerSecond
 * @property {boolean} isLost - its Spark has ended before it
 */

/**
 * @typedef {Object} Earlier Jobs of a cell that are known as a sum alone.
 * @property {?string} cell
 * @property {number} jobs
 * @property {number} jobsFailed
 * @property {number} jobsCancelled
 * @property {number} tasks
 * @property {number} tasksFailed
 * @property {number} begin
 * @property {number} end
 * @property {number} input
 */

/**
 * @typedef {Object} Executor Sizes are in bytes.
 * @property {string} id
 * @property {boolean} isDriver
 * @property {number} cores
 * @property {number} tasks - that run there
 * @property {number} memory - of its storage
 * @property {number} memoryUsed
 * @property {?number} lostAt
 * @property {string} reason - why it is no more, if so
 */

/**
 * @typedef {Object} Message
 * @property {string} application
 * @property {number} seq
 * @property {number} time - when it was made
 * @property {boolean} whole - nothing else is known; else it has what is new since the message before
 * @property {Job[]} jobs
 * @property {Stage[]} stages
 * @property {Stream[]} streams
 * @property {Earlier[]} earlier
 * @property {?{cores: number, executors: Executor[], lost: Executor[]}} executors - null where they are as before
 * @property {{jobs: any[], stages: any[], streams: any[], earlier: any[]}} dropped - the ids, or cells, of what is
 *     kept no more
 */

/** Of a longer text, the rest is left out. */
const LONGEST = 500;

/**
 * @param {any} said
 * @returns {Message}
 * @throws {TypeError} where it is none
 */
export function read(said) {
    const {executors} = said;
    return {
        application: text(said.application),
        seq: number(said.seq),
        whole: said.whole === true,
        time: number(said.time),
        jobs: list(said.jobs, job),
        stages: list(said.stages, stage),
        streams: list(said.streams, stream),
        earlier: list(said.earlier, earlier),
        executors: executors ? {
            cores: number(executors.cores),
            executors: list(executors.executors, executor),
            lost: list(executors.lost, executor),
        } : null,
        dropped: droppedOf(said.dropped ?? {}),
    };
}

/** @param {any} said */
function droppedOf({jobs, stages, streams, earlier: cells}) {
    /** @param {any} id */
    const as = id => id;
    return {jobs: list(jobs, as), stages: list(stages, as), streams: list(streams, as), earlier: list(cells, as)};
}

/**
 * @param {any} said
 * @returns {Job}
 */
function job(said) {
    return {
        id: typeof said.id === 'string' ? said.id : number(said.id),
        name: text(said.description) || text(said.name),
        cell: said.cell ? text(said.cell) : null,
        status: text(said.status),
        begin: number(said.begin),
        end: optional(said.end),
        stages: list(said.stages, number),
        stagesTotal: number(said.stages_total),
        tasks: number(said.tasks),
        done: number(said.done),
        running: said.status === 'RUNNING' ? number(said.running) : 0,
        failed: number(said.failed),
        stagesDone: number(said.stages_done),
        stagesSkipped: number(said.stages_skipped),
        reason: text(said.reason),
    };
}

/**
 * @param {any} said
 * @returns {Stage}
 */
function stage(said) {
    return {
        id: number(said.id),
        attempt: number(said.attempt),
        name: text(said.name),
        status: text(said.status),
        tasks: number(said.tasks),
        done: number(said.done),
        running: said.status === 'ACTIVE' ? number(said.running) : 0,
        failed: number(said.failed),
        begin: optional(said.begin),
        end: optional(said.end),
        input: number(said.input ?? 0),
        reason: text(said.reason),
    };
}

/**
 * @param {any} said
 * @returns {Stream}
 */
function stream(said) {
    return {
        id: text(said.id),
        name: text(said.name),
        cell: said.cell ? text(said.cell) : null,
        end: optional(said.end),
        batch: optional(said.batch),
        rowsPerSecond: optional(said.rows_per_second),
        isLost: false,
    };
}

/**
 * @param {any} said
 * @returns {Earlier}
 */
function earlier(said) {
    return {
        cell: said.cell ? text(said.cell) : null,
        jobs: number(said.jobs),
        jobsFailed: number(said.jobs_failed),
        jobsCancelled: number(said.jobs_cancelled),
        tasks: number(said.tasks),
        tasksFailed: number(said.tasks_failed),
        begin: number(said.begin),
        end: number(said.end),
        input: number(said.input),
    };
}

/**
 * @param {any} said
 * @returns {Executor}
 */
function executor(said) {
    return {
        id: text(said.id),
        isDriver: said.id === 'driver',
        cores: number(said.cores),
        tasks: number(said.tasks),
        memory: number(said.memory),
        memoryUsed: number(said.memory_used),
        lostAt: optional(said.lost_at),
        reason: text(said.reason),
    };
}

/**
 * @template Item
 * @param {any} said - nothing is an empty list
 * @param {(item: any) => Item} make
 * @returns {Item[]}
 */
function list(said, make) {
    if (!Array.isArray(said ?? [])) {
        throw new TypeError(`This is no list: ${said}`);
    }
    return (said ?? []).map(make);
}

/**
 * @param {any} said
 * @returns {number}
 */
function number(said) {
    if (!Number.isFinite(said)) {
        throw new TypeError(`This is no number: ${said}`);
    }
    return said;
}

/** @param {any} said */
function optional(said) {
    return said === null || said === undefined ? null : number(said);
}

/**
 * @param {any} said - nothing is empty
 * @returns {string}
 */
function text(said) {
    if (typeof (said ?? '') !== 'string') {
        throw new TypeError(`This is not text: ${said}`);
    }
    return (said ?? '').slice(0, LONGEST);
}
