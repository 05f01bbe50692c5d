// The other REST routes of Start Spark, and Spark's own.
define(['base/js/utils'], function (utils) {
    'use strict';

    /**
     * @typedef {Object} Details What a config sets.
     * @property {string} path - of the file
     * @property {string} origin
     * @property {Object<string, *>} conf - values by property; null for one that is a secret
     * @property {?string} contents_path - where Jupyter's editor opens the file; null: it cannot
     */

    /**
     * @typedef {Object} Rendered
     * @property {string} name
     * @property {string} code - Python that starts Spark
     * @property {string[]} warnings - about the properties, with their values
     * @property {string} prewarm - Python expression that has Java wait for the start
     * @property {string} prepare - Python expression, for before the code
     * @property {string} run - the code as it is sent, which does nothing where `prepare` says so
     * @property {string} started - Python expression, for after it
     * @property {string} abandon - for after it where it failed, or is not wanted any more
     */

    /**
     * @typedef {Object} Override A property that a notebook changes.
     * @property {string} name
     * @property {*} value - null leaves the property out
     * @property {*} [replaces] - the config's value, where it has one; null for one that is a secret
     * @property {boolean} runs_code - whether it can make Spark run anybody's code
     */

    class Api {
        /** @param {Server} server */
        constructor(server) {
            this.server = server;
        }

        /**
         * @param {string} name - a config's
         * @returns {Promise<Details>}
         */
        config(name) {
            return this.server.request('GET', configPath(name));
        }

        /**
         * @param {string} name - of a new config
         * @param {Object} wanted - `extends`, `title`, `parameters`, `conf` and `overwrite`
         * @returns {Promise<Object>} `path` and `contents_path`
         */
        create(name, wanted) {
            return this.server.request('PUT', configPath(name), wanted);
        }

        /**
         * @param {string} name - a config's, which may be broken
         * @returns {Promise<Object>} `path`, `error`, and `text` and `version` of the file; these are
         *     null where it is not the user's to change
         */
        text(name) {
            return this.server.request('GET', `${configPath(name)}/text`);
        }

        /**
         * @param {string} name - a config's
         * @param {Object} wanted - `text`, `version` of the one that it replaces, and whether to `write`
         * @returns {Promise<Object>} `error`, `warnings`, `written`, and `version` of the file's text
         */
        edit(name, wanted) {
            return this.server.request('PUT', `${configPath(name)}/text`, wanted);
        }

        /**
         * @param {string} name - a config's
         * @param {Object<string, *>} conf - what a notebook changes
         * @returns {Promise<{overrides: Override[]}>}
         */
        review(name, conf) {
            return this.server.request('POST', `${configPath(name)}/review`, {conf});
        }

        /**
         * @param {string} name - a config's
         * @param {Object} wanted - `parameters`, `conf` and `notebook`
         * @returns {Promise<Rendered>}
         */
        render(name, wanted) {
            return this.server.request('POST', `${configPath(name)}/render`, wanted);
        }

        /**
         * @param {string} path - of a file, as Jupyter has it
         * @returns {string} the address of Jupyter's editor with it
         */
        editor(path) {
            // Beside Notebook 7, nbclassic's pages are below a path of their own.
            const [prefix] = window.location.pathname.split('/notebooks/');
            return utils.url_path_join(prefix, 'edit', utils.encode_uri_components(path));
        }

        /**
         * @param {string} application - a session's id
         * @param {number} port - where it says that its web UI listens
         * @returns {Promise<?string>} why the notebook server cannot show it; null where it can
         */
        async whyNoWebUI(application, port) {
            const path = `sessions/${encodeURIComponent(application)}/ui/${Number(port)}`;
            return (await this.server.request('GET', path)).reason;
        }

        /**
         * @param {number} port - where Spark's web UI listens
         * @returns {string} its address through the notebook server
         */
        webUI(port) {
            // Not the UI's root: Spark redirects that one.
            return this.webPage(port, 'jobs/');
        }

        /**
         * @param {number} port - where Spark's web UI listens
         * @param {string} application - its id
         * @param {string} path - of Spark's REST API, below the application
         * @returns {Promise<Object>} what Spark answers
         */
        spark(port, application, path) {
            const api = `${this.uiPath(port)}/api/v1/applications/${encodeURIComponent(application)}`;
            return this.server.request('GET', `${api}/${path}`);
        }

        /**
         * Have Spark cancel a job, as a click on the job's own page would.
         *
         * @param {number} port - where Spark's web UI listens
         * @param {number} id - the job's
         * @returns {Promise}
         */
        async cancel(port, id) {
            const ask = (type, path, data) =>
                utils.promising_ajax(this.webPage(port, path), {type, data, cache: false, dataType: 'html'});
            // Spark 4.3 wants back what it has written there.
            const page = await ask('GET', `jobs/job/?id=${id}`);
            const [, csrfToken] = /name="csrfToken" value="(\w+)"/.exec(page) || [];
            return ask('POST', 'jobs/job/kill/', {id, csrfToken});
        }

        /**
         * @param {number} port - where Spark's web UI listens
         * @param {string} path - of a page there
         * @returns {string} its address through the notebook server
         */
        webPage(port, path) {
            return utils.url_path_join(this.server.root, this.uiPath(port), path);
        }

        uiPath(port) {
            return utils.url_path_join('ui', String(Number(port)));
        }
    }

    function configPath(name) {
        return utils.url_path_join('configs', encodeURIComponent(name));
    }

    return {Api};
});
