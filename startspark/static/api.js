// Start Spark's REST routes.
define(['base/js/utils'], function (utils) {
    'use strict';

    /**
     * @typedef {Object} Config One entry of the list.
     * @property {string} name
     * @property {string} title
     * @property {string} description
     * @property {string} origin - `user`, `environment` or `system`
     * @property {string} version - changes with what the config says
     * @property {Object<string, Object>} parameters - JSON Schema words by parameter
     * @property {?string} error - what is wrong with the file, where, and the mend
     * @property {string[]} warnings - about its properties, and where they stand
     * @property {boolean} prewarm - whether Java is to be started before Spark is wanted
     */

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
     * @property {string} started - for after it
     * @property {string} abandon - for after it where it failed
     */

    /**
     * @typedef {Object} KernelCalls
     * @property {string} library - Python code, which these Python expressions need:
     * @property {string} look - describes what runs
     * @property {string} stop
     * @property {string} keep - an idle session
     * @property {string} warm - makes a class archive in the background
     * @property {string} cool - gives that up
     * @property {string} cool_down - ends the Java that waits for a start
     */

    class Api {
        /** @param {string} baseUrl - the server's base URL */
        constructor(baseUrl) {
            this.root = utils.url_path_join(baseUrl, 'startspark');
        }

        /** @returns {Promise<Config[]>} */
        async configs() {
            return (await this.request('GET', 'all-config')).configs;
        }

        /**
         * @param {string} name - a config's
         * @returns {Promise<Details>}
         */
        config(name) {
            return this.request('GET', configPath(name));
        }

        /**
         * @param {string} name - of a new config
         * @param {Object} wanted - `extends`, `title`, `parameters`, `conf` and `overwrite`
         * @returns {Promise<Object>} `path` and `contents_path`
         */
        create(name, wanted) {
            return this.request('PUT', configPath(name), wanted);
        }

        /**
         * @param {string} name - a config's
         * @param {Object} wanted - `parameters`, `conf` and `notebook`
         * @returns {Promise<Rendered>}
         */
        render(name, wanted) {
            return this.request('POST', `${configPath(name)}/render`, wanted);
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

        /** @returns {Promise<KernelCalls>} what to send to a kernel; it is fetched once */
        kernel() {
            this.calls = this.calls || this.request('GET', 'kernel').catch(error => {
                this.calls = null;
                throw error;
            });
            return this.calls;
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
            return this.request('GET', `${api}/${path}`);
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
            return utils.url_path_join(this.root, this.uiPath(port), path);
        }

        uiPath(port) {
            return utils.url_path_join('ui', String(Number(port)));
        }

        request(type, path, body) {
            return utils.promising_ajax(utils.url_path_join(this.root, path), {
                type,
                cache: false,
                contentType: 'application/json',
                dataType: 'json',
                data: body && JSON.stringify(body),
            });
        }
    }

    function configPath(name) {
        return utils.url_path_join('configs', encodeURIComponent(name));
    }

    return {Api};
});
