/**
 * Puts the list of the user's Spark sessions together, for applications that have a place for it.
 *
 * @module
 */

import {Requests} from './services/request.js';
import {SparkRestApi} from './services/spark_rest_api.js';
import {StartSparkApi} from './services/startspark_api.js';
import {SessionsList} from './sessions/sessions_list.js';

/**
 * @param {Pick<import('./hosts/host.js').Host, 'baseUrl'|'fetch'>} server
 * @returns {StartSparkApi}
 */
export function createApi(server) {
    return new StartSparkApi(new Requests(server));
}

/**
 * @param {import('./hosts/host.js').Dashboard} dashboard
 * @returns {SessionsList}
 */
export function createSessionsList(dashboard) {
    const requests = new Requests(dashboard);
    return new SessionsList({
        api: new StartSparkApi(requests),
        rest: new SparkRestApi(requests),
        notebookUrl: dashboard.notebookUrl,
        buttonClass: dashboard.buttonClass,
    });
}
