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
    notJson: 'The notebook server did not answer with JSON, but perhaps with a sign-in page. Reload the page.',
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
    cannotTell: (/** @type {string} */ error) => `The kernel cannot report its Spark session: ${error}`,
    noIPython: 'The kernel cannot report its Spark session: it has no IPython.',
    chooseAnother: 'Choose another kernel in the menu Kernel, Change kernel, or restart this one.',
    notConnected: 'Waiting for the kernel: it is not connected.',
    unknownLanguage: 'Waiting for the kernel to report its language.',
    otherLanguage: (/** @type {string} */ language) => `Spark starts in a Python kernel; this one runs ${language}. ` +
        'Choose another in the menu Kernel, Change kernel.',
};

/** What cannot be examined. */
export const DOCTOR = {
    server: {area: 'Server', check: 'Notebook server'},
    kernel: {area: 'This notebook’s kernel', check: 'Kernel'},
};

export const STORAGE = {
    onlyThisPage: 'Start Spark remembers things only while this page is open, because the browser stores nothing:',
};

// --- Session ----------------------------------------------------------------------------------

/** How far a start is. */
export const STARTUP = {
    preparing: 'Preparing the start…',
    waiting: 'Waiting for the kernel to be free…',
    launching: 'Launching Java…',
    session: 'Starting the session…',
    silentMaster: (/** @type {string} */ master) => `The master ${master} does not answer yet…`,
    resources: 'Asking the cluster for resources…',
    resourcesFor: (/** @type {string} */ executors) => `Asking the cluster for resources: ${executors}…`,
    executors: (/** @type {string} */ executors) => `Waiting for executors: ${executors}…`,
    remote: 'Waiting for the Spark Connect server…',
    up: 'Spark is up. Completing the start…',
    codeAfter: 'Spark is up. The rest of the configuration’s code is running…',
    stopping: 'Stopping the running Spark session…',
    elsewhere: 'Another page of this notebook is starting Spark…',
    withdrawn: 'Cancelled. Once the kernel is free, what is left of this start is removed.',
    cancelling: 'Cancelling…',
    stubborn: 'The kernel does not respond to the interrupt. Restart it in the menu Kernel, Restart.',
    executor: 'executor',
    executorsNoun: 'executors',
    countOf: (/** @type {number} */ some, /** @type {number} */ all, /** @type {string} */ noun) =>
        `${some} of ${all} ${noun}`,
    executorsToCome: 'Spark is waiting for executors. Cells that use Spark wait until the cluster grants one. If ' +
        'none comes, check in the cluster’s web UI what is free, or ask the cluster’s administrator.',
    executorsLost: 'Executors were lost and have not been replaced yet. Spark repeats their work on other executors; ' +
        'if there are none, cells that use Spark wait. The “Executors” page of Spark’s web UI says why they were lost.',
};

/** Why Spark waits. */
export const WAITING = {
    sessions: (/** @type {string} */ sessions) => `Your other sessions there: ${sessions}. You can stop them in ` +
        'the list of your Spark sessions: the dashboard’s Spark tab, or JupyterLab’s running kernels.',
    session: (/** @type {string} */ name, /** @type {string} */ held) => `\`${name}\`${held && ` (${held})`}`,
    executors: (/** @type {number} */ number) => `${number} executor${number === 1 ? '' : 's'}`,
    cores: (/** @type {number} */ number) => `${number} core${number === 1 ? '' : 's'}`,
    coresBusy: (/** @type {number|string} */ id, /** @type {string} */ name, /** @type {number} */ cores) =>
        `All ${cores} cores are busy, most of them with job ${id} of another cell: ${name}.`,
    coresBusyAdvice: 'Spark runs jobs in the order in which they were submitted. Wait, or cancel that job below its ' +
        'cell.',
};

/** What a start offers. */
export const START_LABELS = {
    start: 'Start Spark',
    restart: 'Restart Spark',
    verbs: {start: 'Start', restart: 'Restart', goOn: 'Continue'},
    changeSettings: 'Change settings…',
    editConfig: 'Edit the configuration…',
};

/** Why a start or a stop failed, and what to do. */
export const ERRORS = {
    startAgain: 'Start again.',
    stopAgain: 'Stop Spark again.',
    noServer: 'The notebook server does not answer.',
    signedOut: 'You are no longer signed in to the notebook server.',
    lookForServer: 'Check that the server is running and that you are online, then start again.',
    signIn: 'Reload the page and sign in.',
    reloadList: 'Reload the list of configurations.',
    correctFile: 'Correct the file, then start again: each start reads it again.',
    codeFailed: (/** @type {string} */ name, /** @type {string} */ message) =>
        `Spark did not start: ${name}: ${message}`,
    forAuthor: 'Show the details to the author of the configuration.',
    noSession: 'The configuration’s code ran, but there is no running Spark.',
    correctConfig: 'Correct that, then start again: each start reads the files again.',
    unknownEnd: 'It is not known how the start ended, but Spark is not running.',
    unknownEndAdvice: 'The connection to the kernel was interrupted, or another page restarted the kernel. ' +
        'Start again.',
    asksFirst: (/** @type {string} */ title) =>
        `Spark did not start with this notebook: “${title}” has a parameter without a default.`,
    asksFirstAdvice: 'Start Spark and fill it in.',
    lookAtCode: 'Check `after` and `template` in the configuration.',
};

/** Why a session has ended that nobody stopped, and what to do. */
export const ENDS = {
    jvm: (/** @type {string} */ how) => `Spark’s Java process has ended${how}.`,
    signal: (/** @type {number} */ signal) => ` (killed by signal ${signal})`,
    status: (/** @type {number} */ code) => ` (exit status ${code})`,
    memory: 'The system killed it, most likely because memory ran out. Start again with less driver memory, or with ' +
        'less data at once.',
    jvmAdvice: 'Start again. Its last output may be below the cell that ran.',
    cluster: 'Spark ended on its own: the cluster stopped it or can no longer be reached.',
    clusterAdvice: 'Start again. If that happens often, ask the cluster’s administrator.',
    kernel: 'The kernel has died, and Spark with it.',
    kernelAdvice: 'Start again, and rerun the cells that you need.',
    idle: 'Spark was stopped because it was idle for a long time.',
    idleAdvice: 'The administrator of this server has set this up. Start again when you need Spark.',
    unknown: 'Spark has ended.',
};

/** The list of configurations. */
export const CATALOG = {
    waiting: 'Waiting for the list of Spark configurations.',
    noConfigs: 'There is no Spark configuration. Put one into the folder startspark of your Jupyter config folder, ' +
        'then choose “Reload this list” in the drop-down.',
    noServer: 'Start Spark’s server extension is not enabled. Ask the administrator of this server, or run: ' +
        'jupyter serverextension enable --py startspark --sys-prefix ' +
        '(on notebook 6; on others: jupyter server extension enable startspark), and restart the server.',
    away: (/** @type {number} */ status) =>
        `The notebook server does not answer${status ? ` (status ${status})` : ''}. ` +
        'Start Spark retries automatically, and at once when you are back online.',
    missing: (/** @type {string} */ name) => `This server has no configuration “${name}”: choose another.`,
    startedByCell: 'none: started by a cell',
    changed: (/** @type {string} */ title) => `${title} (changed since start)`,
};

/** What is wrong with a notebook's metadata. */
export const METADATA = {
    ignored: (/** @type {string} */ why) => `Some of this notebook’s metadata for Spark is ignored: ${why}. ` +
        'To correct it, edit the notebook’s metadata (in the menu Edit, or in JupyterLab’s Property Inspector).',
    noMapping: (/** @type {string} */ kind) => `\`startspark\` must be a mapping, not ${kind}`,
    configNoText: (/** @type {string} */ kind) => `\`startspark.config\` must be text, not ${kind}`,
    startsNoBoolean: (/** @type {string} */ kind) =>
        `\`startspark.start_with_notebook\` must be true or false, not ${kind}`,
    confNoMapping: (/** @type {string} */ kind) =>
        `\`startspark.conf\` must be a mapping of properties to text, not ${kind}`,
    tooMuch: (/** @type {number} */ most) => `\`startspark.conf\` has more than ${most} properties, or properties ` +
        'that are too long',
    badValue: (/** @type {string} */ kind, /** @type {string} */ name, /** @type {number} */ others) =>
        `\`startspark.conf\` must have text as values, but has ${kind} for \`${name}\`` +
        (others ? `, and ${others} more such values` : ''),
    kinds: {
        nothing: 'null', list: 'a list', text: 'text', number: 'a number', boolean: 'a boolean',
        mapping: 'a mapping',
    },
};

/** Why there is no link to Spark's web UI. */
export const WEB_UI = {
    none: 'This Spark has no web UI.',
    asking: 'Start Spark is asking the notebook server whether it can show this Spark’s web UI.',
    away: 'The notebook server does not say whether it can show this Spark’s web UI. Start Spark will ask again.',
};

/** The menu of the running Spark. */
export const SESSION_MENU = {
    details: 'Session details',
    webUI: 'Open web UI',
    insertCode: 'Insert the code as a cell',
    insertCodeTitle: 'With this cell, the notebook works without Start Spark',
    restart: (/** @type {string} */ title) => `Restart with “${title}”`,
    switch: (/** @type {string} */ title) => `Switch to “${title}”`,
    now: (/** @type {string} */ title) => `Now: ${title}`,
    edit: (/** @type {string} */ title) => `Edit “${title}”`,
    stop: 'Stop Spark',
};

/** The menu beside the drop-down. */
export const OPTIONS_MENU = {
    useForNew: (/** @type {string} */ title) => title ? `Use “${title}” for new notebooks` : 'Use for new notebooks',
    useForNewTitle: 'New notebooks use this configuration, on all your servers that share your home folder',
    startWithNotebook: 'Start Spark with this notebook',
    startWithNotebookTitle: 'Before the first cell runs, when the notebook is opened and after a kernel restart',
    noConfig: 'There is no configuration to use.',
    administrators: 'This server’s administrator has chosen it. To change that, select another configuration.',
};

/** The commands: how the palette shows them, and why one cannot be done. */
export const COMMANDS = {
    noSpark: 'Spark is not running in this notebook. Start it first.',
    codeIsThere: 'A cell started this Spark: the notebook already has its code.',
    meanwhile: {
        starting: 'Spark is starting. Wait until it runs, or click the button in the toolbar to cancel the start.',
        stopping: 'Spark is stopping. Wait until it has stopped.',
    },
    palette: [
        {
            name: 'start', icon: 'fa-bolt', label: 'start Spark',
            help: 'start Spark with the chosen configuration',
        },
        {
            name: 'settings', icon: 'fa-sliders', label: 'change Spark settings',
            help: 'change Spark’s settings for this notebook',
        },
        {name: 'stop', icon: 'fa-stop', label: 'stop Spark', help: 'stop Spark and its JVM'},
        {
            name: 'switch', icon: 'fa-exchange', label: 'restart Spark with the chosen configuration',
            help: 'stop Spark and start it with the chosen configuration',
        },
        {name: 'open-web-ui', icon: 'fa-external-link', label: 'open Spark web UI', help: 'open Spark’s web UI'},
        {
            name: 'insert-code', icon: 'fa-code', label: 'insert code that starts Spark',
            help: 'insert the code that starts Spark as a cell',
        },
        {
            name: 'check', icon: 'fa-stethoscope', label: 'check this notebook’s Spark',
            help: 'examine the server, the configuration and the kernel',
        },
    ],
};

// --- Views (ui/) ------------------------------------------------------------------------------

/** @typedef {string|number} Some */

export const CLOCK = {
    seconds: (/** @type {number} */ seconds) => `${seconds} s`,
};

export const BUTTONS = {
    close: 'Close',
    cancel: 'Cancel',
    hide: 'Hide',
};

export const TOOLBAR = {
    select: 'Spark configuration',
    menu: 'Spark',
    options: 'Spark options: what new notebooks use, and when Spark starts',
    reload: '↻ Reload this list',
    none: 'No configuration',
    broken: (/** @type {string} */ title) => `⚠ ${title}`,
    default: (/** @type {string} */ title) => `${title} (default)`,
    settings: 'Spark settings for this notebook',
    settingsChanged: (/** @type {number} */ count) => `Spark settings for this notebook (changed: ${count})`,
    editFile: 'Edit this configuration’s file',
    jvmReady: (/** @type {string} */ title) => `${title}. A JVM is ready`,
    jvmTakes: (/** @type {string} */ title, /** @type {number} */ megabytes) =>
        `${title}. A JVM is ready and uses ${megabytes} MB`,
    switched: (/** @type {string} */ option, /** @type {boolean} */ isOn) => `${option}: ${isOn ? 'on' : 'off'}`,
    withDetail: (/** @type {string} */ label, /** @type {string} */ detail) => `${label} ${detail}`,
    inBrackets: (/** @type {string} */ text) => `(${text})`,
    states: {
        'no-kernel': {label: 'Start Spark', title: 'Waiting for a Python kernel'},
        unknown: {label: 'Start Spark', title: 'Start Spark in this notebook'},
        ready: {label: 'Start Spark', title: 'Start Spark in this notebook'},
        starting: {label: 'Starting', title: 'Show the progress of the start'},
        running: {label: 'Spark running', title: 'Open the menu for the running Spark'},
        stopping: {label: 'Stopping', title: 'Show what the stop is waiting for'},
        failed: {label: 'Spark failed', title: 'Show why Spark did not start'},
        lost: {label: 'Spark lost', title: 'Show why Spark ended'},
        busy: {label: 'Kernel busy', title: 'The kernel is busy: it says whether Spark is running once it is free'},
    },
};

export const BANNER = {
    idle: (/** @type {string} */ what, /** @type {string} */ time) => `${what} idle for ${time}`,
    spark: 'Spark',
    minutes: (/** @type {number} */ minutes) => `${minutes} min`,
    stop: 'Stop Spark',
    keep: 'Keep it',
};

export const START_BANNER = {
    question: 'This notebook asks to start Spark when it is opened. Start Spark with this notebook?',
    yes: 'Yes',
    no: 'Not for this notebook',
};

/** The line under a cell that has failed because no Spark runs. */
export const START_OFFER = {
    noSpark: 'Spark is not running in this notebook.',
    start: 'Start Spark and run again',
};

export const DIALOG = {
    title: 'Spark',
    close: 'Close',
    details: 'Details',
    log: 'Spark’s log',
    edit: 'Edit',
};

export const START_PAGE = {
    reading: 'Reading the configuration…',
    starting: (/** @type {string} */ title) => `Starting Spark with “${title}”`,
    followed: 'Spark is starting: another page started it, or this page before it was reloaded.',
    interruptStart: 'Interrupt it',
    stopping: 'Stopping Spark. The kernel is busy: Spark stops when the running cell ends.',
    interruptCell: 'Interrupt the cell',
};

export const SESSION_PAGE = {
    running: 'Spark is running.',
    openWebUI: 'Open web UI',
    configuration: 'Configuration',
    spark: 'Spark',
    master: 'Master',
    application: 'Application',
    executors: 'Executors',
    executorsOf: (/** @type {Some} */ some, /** @type {Some} */ wanted) => `${some} of ${wanted}`,
    cores: 'Cores',
    memory: 'Memory for cached data',
    memoryUsed: (/** @type {Some} */ used, /** @type {Some} */ all) => `${used} of ${all} MB used`,
    uptime: 'Running for',
    minutes: (/** @type {number} */ minutes) => `${minutes} min`,
    hours: (/** @type {number} */ hours, /** @type {number} */ minutes) => `${hours} h ${minutes} min`,
    python: 'Python of the tasks',
    pythonOnPath: (/** @type {string} */ name) => `the first ${name} on the PATH of each worker`,
    archive: 'Class archive',
    parameters: 'Parameters',
    parameter: (/** @type {string} */ name, /** @type {Some} */ value) => `${name} = ${value}`,
    changed: 'Changed here',
    replaced: (/** @type {string} */ name, /** @type {string} */ was) =>
        `\`${name}\` was ${was} before. It comes back when Spark is stopped.`,
    missed: 'Not everything in the configuration took effect:',
    missedBecause: (/** @type {string} */ reason) => `: ${reason}`,
    missedValue: (/** @type {string} */ asked, /** @type {string} */ got) => `: requested ${asked}, got ${got}`,
    nothing: 'nothing',
    missedAdvice: 'Restart Spark to apply it. If that changes nothing, something else sets it: ' +
        '`PYSPARK_SUBMIT_ARGS`, `spark-defaults.conf` or the configuration’s own code.',
    warnings: 'Spark may not use all properties as intended:',
};

export const ARCHIVE = {
    inUse: (/** @type {number} */ megabytes) => `in use, ${megabytes} MB`,
    none: (/** @type {string} */ reason) => `none: ${reason}`,
    offer: 'Spark can start in two thirds of the time with a class archive, a file of about 200 MB in your home ' +
        'folder. It is built in the background in a minute or two.',
    session: 'Spark runs a training session (1 of 3)…',
    archive: 'The JVM writes the archive (2 of 3)…',
    check: 'The JVM tests the archive (3 of 3)…',
    failed: (/** @type {string} */ error) => `The archive was not built: ${error}.`,
    built: (/** @type {number} */ megabytes) => `The next starts use an archive of ${megabytes} MB.`,
    build: 'Make the next starts faster',
    again: 'Try again',
};

export const FAILURE_PAGE = {
    check: 'Check this notebook’s Spark',
    startAgain: 'Start again',
    stopAgain: 'Stop again',
};

export const DOCTOR_PAGE = {
    askingServer: 'Checking the server…',
    askingKernel: 'Checking the kernel. It answers once it is free…',
    fine: 'No problems were found.',
    errors: (/** @type {number} */ count) => count === 1 ? '1 error' : `${count} errors`,
    warnings: (/** @type {number} */ count) => count === 1 ? '1 warning' : `${count} warnings`,
    found: (/** @type {string} */ problems) => `Found: ${problems}.`,
    problems: 'Errors and warnings',
    statuses: {error: 'Error', warning: 'Warning', ok: 'OK'},
    report: 'Full report',
    back: 'Back',
    again: 'Check again',
    copy: 'Copy the report',
    copied: 'The report is copied. It has no secrets, but read it before you share it.',
    notCopied: 'The browser does not allow copying. The report is selected: press Ctrl+C, or ⌘C.',
};

export const PARAMETERS_PAGE = {
    choose: (/** @type {string} */ title) => `“${title}” lets you choose:`,
    change: (/** @type {string} */ title) => `“${title}”, in this notebook:`,
    saveAs: 'New configuration from this…',
    help: (/** @type {string} */ description, /** @type {string} */ limits) => `${description} (${limits})`,
    between: (/** @type {Some} */ low, /** @type {Some} */ high) => `${low} to ${high}`,
    atLeast: (/** @type {Some} */ low) => `at least ${low}`,
    atMost: (/** @type {Some} */ high) => `at most ${high}`,
    inUnit: (/** @type {string} */ range, /** @type {string} */ unit) => `${range} ${unit}`,
};

export const PROPERTIES = {
    label: 'Properties',
    name: 'Property',
    value: 'Value',
    namePlaceholder: 'spark.…',
    hidden: 'hidden',
    add: 'Add a property',
    remove: 'Remove',
    leaveOut: 'Leave out',
    reset: 'Use the configuration’s value',
    action: (/** @type {string} */ action, /** @type {string} */ name) => `${action}: ${name}`,
    leftOut: 'left out',
    was: (/** @type {string} */ value) => `was ${value}`,
    noName: 'A property needs a name, such as spark.executor.memory',
    twice: 'This property is in the list twice',
};

/** What the list under a property's field says. */
export const PROPERTY_HELP = {
    names: 'Spark properties',
    values: 'Values',
    found: (/** @type {number} */ count, /** @type {string} */ more) =>
        `${count === 1 ? 'One suggestion' : `${count} suggestions`}${more ? `, ${more}` : ''}`,
    more: (/** @type {number} */ count) => `and ${count} more; keep typing`,
    separator: ' · ',
    prefix: (/** @type {string} */ name) => `${name}…`,
    completed: 'followed by a name',
    oneOf: (/** @type {number} */ count) => `one of ${count} values`,
    /** @type {Object<string, string>} */
    types: {
        boolean: 'true or false', double: 'number', heap: 'size', int: 'whole number', long: 'whole number',
        size: 'size', text: 'text', time: 'time',
    },
    default: (/** @type {string} */ value) => `default ${value}`,
    since: (/** @type {string} */ version) => `since ${version}`,
    internal: 'internal',
    deprecated: (/** @type {string} */ version) => `deprecated since ${version}`,
    removed: (/** @type {string} */ version) => `removed in ${version}`,
    renamed: 'an old name',
    gone: (/** @type {string} */ version) => `last in ${version}`,
    instead: (/** @type {string} */ what, /** @type {string} */ name) => `${what}: use \`${name}\``,
};

/** What the values mean that a property's field offers. */
export const VALUES = {
    default: 'Spark’s default',
    amount: (/** @type {string} */ number, /** @type {string} */ unit) => `${number} ${unit}`,
    /** @type {Object<string, string>} */
    units: {
        b: 'bytes', k: 'KiB', m: 'MiB', g: 'GiB', t: 'TiB',
        ms: 'milliseconds', s: 'seconds', min: 'minutes', h: 'hours', d: 'days',
    },
};

export const REVIEW_PAGE = {
    sentence: 'This notebook changes how Spark starts.',
    one: (/** @type {string} */ title) =>
        `It changes a property of “${title}”. You have not made this change in this browser.`,
    several: (/** @type {number} */ count, /** @type {string} */ title) =>
        `It changes ${count} properties of “${title}”. You have not made these changes in this browser.`,
    theOne: 'It',
    oneOfThem: 'One of them',
    severalOfThem: (/** @type {number} */ count) => `${count} of them`,
    risk: (/** @type {string} */ who) =>
        `${who} can run code as you: start with the changes only if you trust their author.`,
    label: 'Changes',
    canRunCode: 'can run code',
    notSet: (/** @type {string} */ title) => `“${title}” does not set it`,
    insteadOfHidden: 'instead of a hidden value',
    insteadOf: (/** @type {string} */ value) => `instead of ${value}`,
    leftOut: (/** @type {string} */ before) => `left out, ${before}`,
    without: (/** @type {string} */ verb) => `${verb} without these changes`,
    including: (/** @type {string} */ verb) => `${verb} with these changes`,
};

export const SAVE_CONFIG_PAGE = {
    sentence: (/** @type {string} */ title) => `A new configuration from “${title}”:`,
    name: 'Name',
    namePlaceholder: (/** @type {string} */ name) => `my-${name}`,
    nameHelp: 'The file’s name: letters, digits, dots, hyphens and underscores',
    title: 'Title',
    titleSuggestion: (/** @type {string} */ title) => `My ${title}`,
    replace: 'Replace it',
    create: 'Create',
    created: 'The new configuration is saved and selected.',
};

export const EDIT_CONFIG_PAGE = {
    sentence: (/** @type {string} */ title) => `The file of “${title}”:`,
    fine: (/** @type {string} */ title) => `“${title}” has no errors.`,
    elsewhere: (/** @type {string} */ path) => `It cannot be changed here. The file is \`${path}\`.`,
    kept: 'These are your earlier changes. They are not saved.',
    keptOfOlder: 'The file has changed since then: saving replaces it.',
    loadFile: 'Discard my changes and show the file',
    check: 'Check',
    save: 'Save',
    noError: 'There are no errors. It is not saved yet.',
    saved: 'The configuration is saved.',
};

// --- Progress ---------------------------------------------------------------------------------

const NOT_SHOWN = 'Output, shuffle, spill and tasks are not shown';

/** The list of the user's sessions. */
export const SESSIONS = {
    none: 'You have no Spark sessions on this machine.',
    columns: ['Notebook', 'Configuration', 'Master', 'Cores', 'Runs for', 'Idle for'],
    process: (/** @type {number} */ id) => `Process ${id}`,
    byHand: 'none: started by code',
    webUI: 'Web UI',
    stop: 'Stop',
    stopping: 'Stopping…',
    interrupt: 'Interrupt and stop',
    stopAll: 'Stop all',
    stopAllQuestion: 'Stop all your Spark sessions in this list?',
    stopQuestion: 'Stop Spark?',
    notStopped: 'Spark was not stopped',
    notHere: 'It does not belong to a kernel of this server: stop it where it was started.',
};

/** Numbers, sizes and durations come as text. */
export const PROGRESS = {
    working: 'Spark is working…',
    noWebUI: `${NOT_SHOWN}: this session has no web UI to ask.`,
    webUINotShown: (/** @type {string} */ reason) => `${NOT_SHOWN}. ${reason}`,
    noAnswer: 'Spark’s web UI does not answer; trying again.',
    sparkHasEnded: (/** @type {string} */ before) => `${before} · Spark has ended`,

    // the line under a cell
    jobsAndStages: 'Jobs and stages',
    showJobsAndStages: 'Show jobs and stages',
    tasks: 'Tasks',
    of: (/** @type {string} */ done, /** @type {string} */ all) => `${done} of ${all}`,
    running: (/** @type {string} */ tasks) => `${tasks} running`,
    failed: (/** @type {string} */ number) => `${number} failed`,
    cancelled: (/** @type {string} */ number) => `${number} cancelled`,
    runAgain: (/** @type {string} */ stages) => `${stages} run again`,
    left: (/** @type {string} */ time) => `about ${time} left`,
    read: (/** @type {string} */ size) => `${size} read`,
    moreThan: (/** @type {string} */ size) => `more than ${size}`,
    stream: (/** @type {string} */ name) => name ? `Stream “${name}”` : 'Stream',
    batch: (/** @type {string} */ stream, /** @type {string} */ number) => `${stream}: batch ${number}`,
    rows: (/** @type {string} */ stream, /** @type {string} */ rows) => `${stream}, ${rows} rows/s`,
    streamHasEnded: (/** @type {string} */ stream) => `${stream} has ended`,

    // the table below it
    columns: ['Job and its stages', 'Start', 'Duration', 'Tasks'],
    sizes: {
        input: 'Input', output: 'Output', shuffleRead: 'Shuffle read', shuffleWrite: 'Shuffle write', spill: 'Spill',
    },
    job: (/** @type {number|string} */ id, /** @type {string} */ name) => `Job ${id}: ${name}`,
    stage: (/** @type {number} */ id, /** @type {string} */ name) => name ? `Stage ${id}: ${name}` : `Stage ${id}`,
    statuses: {
        RUNNING: 'running',
        ACTIVE: 'running',
        SUCCEEDED: 'done',
        COMPLETE: 'done',
        FAILED: 'failed',
        CANCELLED: 'cancelled',
        PENDING: 'pending',
        SKIPPED: 'skipped',
    },
    unknown: 'unknown',
    attempt: (/** @type {string} */ status, /** @type {number} */ number) => `${status}, attempt ${number}`,
    earlierJobs: (/** @type {string} */ jobs) => `Only the latest are listed: ${jobs} came before them.`,
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    notCancelled: (/** @type {string} */ reason) => `Spark did not cancel the job: ${reason}`,
    noReason: 'Spark gives no reason.',

    // the chart above the table
    chart: (/** @type {string} */ time, /** @type {string} */ tasks, /** @type {string} */ cores) =>
        `Over ${time}. Filled: running tasks, up to ${tasks}. Dashed: cores, up to ${cores}.`,
    timeline: (/** @type {string} */ tasks, /** @type {string} */ stages, /** @type {string} */ time,
        /** @type {string} */ cores) => `The last stages (${stages}): ${tasks} on ${cores}, over ${time}.`,
    task: (/** @type {number} */ index, /** @type {number} */ stage, /** @type {string} */ executor,
        /** @type {string} */ time) => `Task ${index} of stage ${stage}, on executor ${executor}: ${time}`,

    // beside the button
    meter: (/** @type {string} */ tasks, /** @type {string} */ cores, /** @type {string} */ used,
        /** @type {string} */ memory) => `Tasks run on ${tasks} of ${cores}. Cached data uses ${used} of ${memory}.`,
    lost: (/** @type {string} */ executors) => `${executors} lost`,
    executorWasLost: (/** @type {string} */ id, /** @type {string} */ reason) => `Executor ${id} was lost: ${reason}`,

    // the browser's notification
    cellHasEnded: (/** @type {string} */ time) => `The Spark cell finished after ${time}`,
};

/** Why a cell's jobs are slow or have failed, and what would help. */
export const HINTS = {
    largeResult: 'The driver collects more than `spark.driver.maxResultSize` allows. Collect less, with `limit`, an ' +
        'aggregation or `write`, or increase that property.',
    pythonWorker: (/** @type {string} */ memory) => 'A Python worker process ended unexpectedly, most often because ' +
        'it ran out of memory. Give it less data at once (`repartition`) or more memory: ' +
        (memory === 'spark.driver.memory' ? 'on this machine, it gets what Spark leaves free (`spark.driver.memory`).' :
            '`spark.executor.memoryOverhead`.'),
    outOfMemory: (/** @type {string} */ memory) => 'Tasks ran out of memory. ' +
        `Increase \`${memory}\`, or have each task do less, with more partitions (\`repartition\`).`,
    spill: (/** @type {number} */ stage, /** @type {string} */ spilled, /** @type {string} */ memory) =>
        `Stage ${stage} wrote ${spilled} to disk, because its data did not fit into memory. More partitions ` +
        `(\`spark.sql.shuffle.partitions\`, \`repartition\`) or more memory (\`${memory}\`) avoid that.`,
    garbage: (/** @type {number} */ stage, /** @type {number} */ percent, /** @type {string} */ memory) =>
        `Java spent ${percent}% of stage ${stage} on garbage collection. More memory (\`${memory}\`) or less cached ` +
        'data (`unpersist`) avoids that.',
    skew: (/** @type {number} */ stage, /** @type {string} */ longest, /** @type {string} */ median) =>
        `One task of stage ${stage} took ${longest}, but half of them took no more than ${median}: the data is ` +
        'unevenly distributed. `repartition`, or a key with more values, distributes it evenly.',
    tinyTasks: (/** @type {number} */ stage, /** @type {string} */ tasks) =>
        `Stage ${stage} had ${tasks} tasks of a few milliseconds each: starting them takes longer than their work. ` +
        'Use fewer partitions (`coalesce`, `spark.sql.shuffle.partitions`).',
};
