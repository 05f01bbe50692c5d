/**
 * Every sentence that the user sees. A value is text, or a function of what varies in it; text
 * between backticks is shown as code.
 *
 * @module
 */

// --- Services ---------------------------------------------------------------------------------

export const REQUESTS = {
    noAnswer: 'The notebook server does not answer.',
    status: 'The notebook server answers with status',
    notJson: 'The notebook server sent something else than JSON, such as a page to sign in. Reload the page.',
};

export const KERNEL = {
    noKernel: 'The notebook has no kernel.',
    restarted: 'The kernel was restarted.',
    dead: 'The kernel has died.',
    killed: 'The kernel was shut down.',
    restartFailed: 'The kernel could not be restarted.',
    connectionLost: 'The connection to the kernel is lost.',
    signedOut: 'You are no longer signed in to the notebook server.',
    replyLost: 'The kernel’s reply was lost.',
    cannotTell: (/** @type {string} */ error) => `The kernel cannot tell what Spark runs there: ${error}`,
    noIPython: 'The kernel cannot tell what Spark runs there: it has no IPython.',
    chooseAnother: 'Choose another kernel in the menu Kernel, Change kernel; or restart this one.',
    notConnected: 'Waiting for the kernel: it is not connected.',
    unknownLanguage: 'Waiting for the kernel to say what it is.',
    otherLanguage: (/** @type {string} */ language) => `Spark starts in a Python kernel; this one runs ${language}. ` +
        'Choose another in the menu Kernel, Change kernel.',
};

export const STORAGE = {
    onlyThisPage: 'Start Spark remembers only while this page is open, as the browser keeps nothing:',
};

// --- end of services --------------------------------------------------------------------------

// --- Progress ---------------------------------------------------------------------------------

const NOT_SHOWN = 'Spark is running jobs for this cell. Their progress cannot be shown';

/** Numbers, sizes and durations come as text. */
export const PROGRESS = {
    noWebUI: `${NOT_SHOWN}, because this session has no web UI (spark.ui.enabled).`,
    webUINotShown: (/** @type {string} */ reason) => `${NOT_SHOWN}. ${reason}`,
    noAnswer: 'Spark’s web UI does not answer; trying again',
    sparkHasEnded: (/** @type {string} */ before) => `${before} · Spark has ended`,

    // the line under a cell
    jobsAndStages: 'Jobs and stages',
    showJobsAndStages: 'Show jobs and stages',
    tasks: 'Tasks',
    of: (/** @type {string} */ done, /** @type {string} */ all) => `${done} of ${all}`,
    running: (/** @type {string} */ tasks) => `${tasks} running`,
    failed: (/** @type {string} */ number) => `${number} failed`,
    runAgain: (/** @type {string} */ stages) => `${stages} run again`,
    left: (/** @type {string} */ time) => `about ${time} left`,
    read: (/** @type {string} */ size) => `${size} read`,
    moreThan: (/** @type {string} */ size) => `more than ${size}`,
    stream: (/** @type {string} */ name) => name ? `Stream “${name}”` : 'Stream',
    batch: (/** @type {string} */ stream, /** @type {string} */ number) => `${stream}: batch ${number}`,
    streamHasEnded: (/** @type {string} */ stream) => `${stream} has ended`,

    // the table below it
    columns: ['Job and its stages', 'Tasks', 'Input', 'Shuffle read', 'Shuffle write', 'Spill'],
    job: (/** @type {number|string} */ id, /** @type {string} */ name) => `Job ${id}: ${name}`,
    stage: (/** @type {number} */ id, /** @type {string} */ name) => `Stage ${id}: ${name}`,
    statuses: {
        RUNNING: 'running',
        ACTIVE: 'running',
        SUCCEEDED: 'done',
        COMPLETE: 'done',
        FAILED: 'failed',
        PENDING: 'pending',
        SKIPPED: 'skipped',
    },
    unknown: 'unknown',
    attempt: (/** @type {string} */ status, /** @type {number} */ number) => `${status}, attempt ${number}`,
    earlierRows: (/** @type {string} */ rows) => `The ${rows} before these are in the web UI.`,
    cancel: 'Cancel',
    cancelling: 'Cancelling',
    notCancelled: (/** @type {string} */ reason) => `Spark did not cancel the job: ${reason}`,
    noReason: 'Spark gives no reason.',
    query: 'query',
    operation: 'operation',

    // the chart above the table
    chart: (/** @type {string} */ time, /** @type {string} */ tasks) =>
        `Over ${time}. Filled: running tasks, up to ${tasks}.`,
    chartExecutors: (/** @type {string} */ executors) => `Dashed: executors, up to ${executors}.`,

    // beside the button
    meter: (/** @type {string} */ tasks, /** @type {string} */ cores, /** @type {string} */ used,
        /** @type {string} */ memory) => `Tasks run on ${tasks} of ${cores}. Cached data uses ${used} of ${memory}.`,
    lost: (/** @type {string} */ executors) => `${executors} lost`,
    executorWasLost: (/** @type {string} */ id, /** @type {string} */ reason) => `Executor ${id} was lost: ${reason}`,
};

// --- end of progress --------------------------------------------------------------------------
