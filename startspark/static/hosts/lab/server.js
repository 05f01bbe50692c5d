/**
 * The notebook server, as JupyterLab reaches it.
 *
 * @module
 */

/**
 * @param {{app: any, modules: Object<string, any>}} application - what remoteEntry.js gets from JupyterLab
 * @returns {Pick<import('../host.js').Host, 'baseUrl'|'fetch'>}
 */
export function serverOf({app: {serviceManager: {serverSettings}}, modules}) {
    return {
        baseUrl: serverSettings.baseUrl,
        fetch: (url, init = {}) => modules.services.ServerConnection.makeRequest(
            new URL(url, serverSettings.baseUrl).href, init, serverSettings),
    };
}
