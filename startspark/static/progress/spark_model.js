/**
 * What Spark's REST API says of a stage and the kernel does not: its sizes, its tasks, and why some
 * of them failed.
 *
 * @module
 */

/**
 * @typedef {Object} StageSizes One attempt; sizes are in bytes.
 * @property {number} attempt
 * @property {number} input
 * @property {number} output
 * @property {number} shuffleRead
 * @property {number} shuffleWrite
 * @property {number} spill - to the disk
 * @property {number} runTime - milliseconds that its tasks have run, in all
 * @property {number} garbageTime - those of them that garbage collection has taken
 */

/**
 * @param {any} said - by Spark
 * @returns {StageSizes}
 */
export function stageSizes(said) {
    return {
        attempt: said.attemptId,
        input: said.inputBytes,
        output: said.outputBytes,
        shuffleRead: said.shuffleReadBytes,
        shuffleWrite: said.shuffleWriteBytes,
        spill: said.diskBytesSpilled,
        runTime: said.executorRunTime,
        garbageTime: said.jvmGcTime,
    };
}

/**
 * @typedef {Object} Task
 * @property {number} stage
 * @property {number} index - in its stage
 * @property {string} executor
 * @property {string} status - `RUNNING`, `SUCCESS`, `FAILED`, `KILLED` or another of Spark's
 * @property {number} begin - in milliseconds since 1970
 * @property {?number} end - null while it runs
 */

/**
 * @param {number} stage
 * @param {any} said - by Spark
 * @returns {Task}
 */
export function taskOf(stage, {index, executorId, status, launchTime, duration}) {
    const begin = Date.parse(String(launchTime).replace(/GMT$/, 'Z'));
    const isOver = duration !== undefined && status !== 'RUNNING';
    const end = isOver ? begin + duration : null;
    return {stage, index, executor: String(executorId), status: String(status), begin, end};
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
