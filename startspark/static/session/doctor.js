/**
 * Has the server and the kernel examined, for a notebook in which Spark does not start.
 *
 * @module
 */

import {DOCTOR, KERNEL} from '../strings.js';
import {failureOf} from './errors.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/startspark_api.js').Finding} Finding */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./store.js').Store} Store */

/**
 * @typedef {Object} Examination Neither of them is ever rejected.
 * @property {Promise<Finding[]>} server - what is found of the server and the configuration
 * @property {Promise<Finding[]>} kernel - of the kernel, once it is free
 */

/**
 * @typedef {Object} Parts
 * @property {StartSparkApi} api
 * @property {Pick<Host, 'notebook'>} host
 * @property {Pick<KernelClient, 'ask'>} kernel
 * @property {NotebookSettings} settings
 * @property {Store} store
 */

/**
 * @param {Parts} parts
 * @returns {Examination}
 */
export function examine(parts) {
    const asked = askServer(parts);
    return {
        server: asked.then(({findings}) => findings, error => [failed(DOCTOR.server, error)]),
        kernel: asked.then(({kernel}) => askKernel(parts, kernel), () => []),
    };
}

/**
 * What a notebook of unknown origin changes is left out until its user has seen it: a check connects to
 * the master, and writes to the folders, that properties name.
 *
 * @param {Parts} parts
 */
function askServer({api, host, settings, store}) {
    const {chosen} = store.state.catalog;
    const {parameters = {}} = store.state.session.failure ?? {};
    const conf = settings.isStrange ? {} : settings.overrides;
    return api.examine({config: chosen, parameters, conf, notebook: host.notebook.path()});
}

/**
 * @param {Parts} parts
 * @param {string} expression
 * @returns {Promise<Finding[]>}
 */
async function askKernel({kernel, store}, expression) {
    const {obstacle} = store.state.session;
    if (obstacle) {
        return [error(DOCTOR.kernel, obstacle, KERNEL.chooseAnother)];
    }
    try {
        return (await kernel.ask(expression)).findings;
    } catch (reason) {
        return [failed(DOCTOR.kernel, reason)];
    }
}

/**
 * @param {{area: string, check: string}} what - could not be examined
 * @param {unknown} reason
 */
function failed(what, reason) {
    const {sentence, advice} = failureOf(reason);
    return error(what, sentence, advice);
}

/**
 * @param {{area: string, check: string}} what
 * @param {string} text
 * @param {string} fix
 * @returns {Finding}
 */
function error(what, text, fix) {
    return {...what, status: 'error', text, fix};
}
