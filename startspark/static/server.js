// The REST routes of Start Spark that the toolbar needs.
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
     * @typedef {Object} KernelCalls
     * @property {string} library - Python code, which these Python expressions need:
     * @property {string} look - describes what runs
     * @property {string} stop
     * @property {string} keep - an idle session
     * @property {string} warm - makes a class archive in the background
     * @property {string} cool - gives that up
     * @property {string} cool_down - ends the Java that waits for a start
     */

    class Server {
        /** @param {string} baseUrl - the server's base URL */
        constructor(baseUrl) {
            this.root = utils.url_path_join(baseUrl, 'startspark');
        }

        /** @returns {Promise<Config[]>} */
        async configs() {
            return (await this.request('GET', 'all-config')).configs;
        }

        /** @returns {Promise<KernelCalls>} what to send to a kernel; it is fetched once */
        kernel() {
            this.calls = this.calls || this.request('GET', 'kernel').catch(error => {
                this.calls = null;
                throw error;
            });
            return this.calls;
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

    return {Server};
});
