/**
 * The REST routes of Start Spark's server extension, as docs/openapi.yaml describes them.
 *
 * @module
 */

/** @typedef {import('./request.js').Requests} Requests */

/** @typedef {'user'|'environment'|'system'} Origin The kind of folder that a config lies in. */

/**
 * @typedef {Object} Config One entry of the list.
 * @property {string} name
 * @property {string} title
 * @property {string} description
 * @property {Origin} [origin] - missing for a config that the server does not have
 * @property {string} version - changes when the config changes; empty where it is broken
 * @property {Object<string, any>} parameters - words of JSON Schema by parameter, with the limits of this machine
 * @property {?string} error - what is wrong with the file, where, and how to correct it
 * @property {string[]} warnings - about its properties, and where they stand
 * @property {boolean} prewarm - whether a JVM is started before the click
 */

/**
 * @typedef {Object} DefaultConfig What new notebooks start with.
 * @property {string} name - of a config
 * @property {'user'|'administrator'} set_by
 */

/**
 * @typedef {Object} ConfigList
 * @property {Config[]} configs - in the order in which they are shown
 * @property {?DefaultConfig} default - null: the first one
 */

/**
 * @typedef {Object} Details What a config sets.
 * @property {string} name
 * @property {string} title
 * @property {string} path - of the file
 * @property {Origin} origin
 * @property {Object<string, any>} conf - values by property; null for one that looks like a secret
 * @property {?string} contents_path - by which Jupyter's editor opens the file; null where it cannot
 */

/**
 * @typedef {Object} Wanted What a session is to be started with, besides the config.
 * @property {Object<string, any>} [parameters] - values by parameter
 * @property {Object<string, any>} [conf] - values by property; null removes one
 */

/**
 * @typedef {Object} Rendered A config as code, and the expressions that go with this one start.
 * @property {string} name
 * @property {string} page - the id of this start in the kernel's messages
 * @property {string} code - Python that starts Spark, as a person would write it
 * @property {string[]} warnings - about the properties, with their values
 * @property {string} prewarm - expression that starts a JVM before the click
 * @property {string} prepare - expression for before the code; it says, too, why the start cannot succeed
 * @property {string} replace - the same where a running session is to be replaced
 * @property {string} run - the code as it is sent: without `prepare` it does nothing
 * @property {string} started - expression for after the code: describes the session, or says that it was skipped
 * @property {string} explain - expression that says why the code has not started Spark
 * @property {string} abandon - expression that tears down what a start has left that failed or was cancelled
 */

/**
 * @typedef {Object} Override A property that a notebook changes.
 * @property {string} name
 * @property {any} value - null removes the property
 * @property {any} [replaces] - the config's value, where it has one; null for one that looks like a secret
 * @property {boolean} runs_code - whether it can make Spark run code that is not part of Spark
 */

/**
 * @typedef {Object} Property A property of Spark.
 * @property {string} name - a prefix that a name completes, if it ends with a dot
 * @property {string} [type] - such as `size`; missing where Spark declares none
 * @property {string[]} [options] - the values of an enumeration
 * @property {string} [default]
 * @property {string} [meaning] - a sentence; code stands between backticks
 * @property {string} [since] - the release that brought it
 * @property {boolean} [internal] - whether Spark's documentation leaves it out
 * @property {string} [last_version] - the last release that has it, where the newest lacks it
 * @property {string} [deprecated] - the release that deprecated it
 * @property {string} [removed] - the release that removed it
 * @property {string} [replacement]
 * @property {string} [reason] - what Spark says where nothing replaces it
 */

/**
 * @typedef {Object} PropertyList
 * @property {Property[]} properties
 * @property {string} kernel - expression that says which Spark a kernel has, and what it knows beyond the list
 */

/**
 * @typedef {Object} Problem What is wrong with a property that the user types.
 * @property {string} message
 * @property {'name'|'value'} field
 * @property {'error'|'warning'} severity
 */

/**
 * @typedef {Object} KernelCalls What to send to a kernel: Python.
 * @property {string} library - a statement, which the expressions below need
 * @property {string} look - describes the session
 * @property {string} stop - stops the session and its JVM
 * @property {string} keep - resets the idle time
 * @property {string} build_archive - starts building a class archive in the background
 * @property {string} cancel_archive_build - cancels that
 * @property {string} stop_prewarmed_jvm - stops the prewarmed JVM
 */

/**
 * @typedef {Object} Created
 * @property {string} name
 * @property {string} path - of the new file
 * @property {?string} contents_path
 */

/**
 * @typedef {Object} ConfigText The text of a config's file.
 * @property {string} name
 * @property {string} path
 * @property {?string} error
 * @property {?string} text - null where the user cannot change the file
 * @property {?string} version - changes with the text
 */

/**
 * @typedef {Object} Edited
 * @property {?string} error
 * @property {string[]} warnings
 * @property {boolean} written
 * @property {string} version - of the text that is in the file now
 */

/**
 * @typedef {Object} SparkSession One of the user's, as its process says; null for what it does not know.
 * @property {?string} kernel_id - null for a script
 * @property {number} process_id
 * @property {?string} notebook - its path; empty for a script
 * @property {?string} config - the name of the config that has started it
 * @property {?string} version
 * @property {?string} master
 * @property {?string} application_id
 * @property {?number} ui_port
 * @property {?number} executors - without the driver
 * @property {?number} cores
 * @property {?number} memory - for cached data, in bytes
 * @property {number} since - in milliseconds since 1970
 * @property {?number} idle_since - null while a job runs
 * @property {?boolean} busy - whether the kernel runs code; null for one of another server, or a script
 */

/**
 * @typedef {Object} Finding What one check has found; names and values stand between backticks.
 * @property {string} area - what was examined
 * @property {string} check - its name
 * @property {'ok'|'warning'|'error'} status
 * @property {string} text
 * @property {string} fix - what to do; empty where there is nothing to do
 */

/**
 * @typedef {Object} Examined
 * @property {Finding[]} findings - of the server and the config
 * @property {string} kernel - expression that gives the kernel's; it needs no library
 */

/** Each method throws a `RequestError`. */
export class StartSparkApi {
    /** @param {Requests} requests */
    constructor(requests) {
        this.requests = requests;
        /** @type {?Promise<KernelCalls>} */
        this.calls = null;
    }

    /** @returns {Promise<ConfigList>} */
    configs() {
        return this.requests.get('all-config');
    }

    /**
     * @param {?string} name - of the config that the user wants in new notebooks; null for none
     * @returns {Promise<{default: ?DefaultConfig}>} what counts from now on
     */
    setDefault(name) {
        return this.requests.put('default-config', {name});
    }

    /** @returns {Promise<KernelCalls>} fetched once */
    kernelCalls() {
        this.calls ??= this.requests.get('kernel').catch(error => {
            this.calls = null;
            throw error;
        });
        return /** @type {Promise<KernelCalls>} */ (this.calls);
    }

    /**
     * @param {string} name - of a config
     * @returns {Promise<Details>}
     */
    config(name) {
        return this.requests.get(path(name));
    }

    /**
     * @param {string} name - of a new config
     * @param {Wanted & {extends: string, title: string, overwrite?: boolean}} wanted
     * @returns {Promise<Created>}
     */
    create(name, wanted) {
        return this.requests.put(path(name), wanted);
    }

    /**
     * @param {string} name - of a config, which may be broken
     * @returns {Promise<ConfigText>}
     */
    text(name) {
        return this.requests.get(`${path(name)}/text`);
    }

    /**
     * @param {string} name - of a config
     * @param {{text: string, version: string, write?: boolean}} wanted - `version` is that of the text to
     *     replace; without `write` the text is only checked
     * @returns {Promise<Edited>}
     */
    edit(name, wanted) {
        return this.requests.put(`${path(name)}/text`, wanted);
    }

    /**
     * @param {string} name - of a config
     * @param {Object<string, any>} conf - what a notebook changes
     * @returns {Promise<{overrides: Override[]}>} those that can run code first
     */
    review(name, conf) {
        return this.requests.post(`${path(name)}/review`, {conf});
    }

    /**
     * @param {string} name - of a config
     * @param {Object<string, any>} conf - what a notebook changes
     * @returns {Promise<Object<string, Problem>>} what is wrong, by property
     */
    async check(name, conf) {
        return (await this.requests.post(`${path(name)}/check`, {conf})).problems;
    }

    /** @returns {Promise<PropertyList>} Spark's properties; the browser keeps the list */
    properties() {
        return this.requests.get('properties', {cache: 'no-cache'});
    }

    /**
     * @param {string} name - of a config
     * @param {Wanted & {notebook: string}} wanted - `notebook` is its path
     * @returns {Promise<Rendered>}
     */
    render(name, wanted) {
        return this.requests.post(`${path(name)}/render`, wanted);
    }

    /**
     * @param {Wanted & {config: string, notebook: string}} wanted - the name of the config, or an empty one
     * @returns {Promise<Examined>}
     */
    examine(wanted) {
        return this.requests.post('doctor', wanted);
    }

    /** @returns {Promise<SparkSession[]>} the user's, on the server's machine, the oldest first */
    async sessions() {
        return (await this.requests.get('sessions')).sessions;
    }

    /**
     * Have a kernel stop its Spark session. The error of a kernel that is busy has `busy` in its body.
     *
     * @param {string} kernel - its id
     * @param {boolean} interrupt - whether to interrupt what it runs
     */
    async stopSession(kernel, interrupt) {
        await this.requests.post(`sessions/${encodeURIComponent(kernel)}/stop`, {interrupt});
    }

    /**
     * @param {string} application - the session's id
     * @param {number} port - on which its web UI listens, as it says
     * @returns {Promise<?string>} why the notebook server cannot show it; null where it can
     */
    async whyNoWebUI(application, port) {
        return (await this.requests.get(`sessions/${encodeURIComponent(application)}/ui/${Number(port)}`)).reason;
    }
}

/** @param {string} name - of a config */
function path(name) {
    return `configs/${encodeURIComponent(name)}`;
}
