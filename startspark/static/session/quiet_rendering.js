/**
 * From a config to its code without asking the user for anything.
 *
 * @module
 */

import {RequestError} from '../services/request.js';
import {ERRORS} from '../strings.js';
import {Refusal} from './errors.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Rendered} Rendered */
/** @typedef {import('./start.js').StartParts} StartParts */

/**
 * @param {Pick<StartParts, 'api'|'host'|'settings'>} parts
 * @param {Config} config
 * @returns {Promise<Rendered>}
 * @throws {RequestError}
 * @throws {Refusal} the config has a parameter without a default
 */
export async function renderQuietly({api, host, settings}, {name, title}) {
    const wanted = {parameters: {}, conf: settings.overrides, notebook: host.notebook.path()};
    try {
        return await api.render(name, wanted);
    } catch (error) {
        const asks = error instanceof RequestError && Boolean(error.body.parameters);
        throw asks ? new Refusal(ERRORS.asksFirst(title), ERRORS.asksFirstAdvice) : error;
    }
}
