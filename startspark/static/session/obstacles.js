/**
 * Why something cannot be done now: pure functions of the state, for the button and the commands.
 *
 * @module
 */

import {COMMANDS} from '../strings.js';

/** @typedef {import('./store.js').State} State */

/** @typedef {'start'|'settings'|'stop'|'switch'|'open-web-ui'|'insert-code'|'check'} CommandName */

/**
 * @param {State} state
 * @returns {?string} why neither the button nor a command can be used now, if so
 */
export function obstacleOf({session, catalog}) {
    return session.isLocked ? null : catalog.problem || session.obstacle;
}

/**
 * @param {State} state
 * @param {CommandName} name - of a command
 * @returns {?string} why it cannot be done now, if so
 */
export function commandObstacle(state, name) {
    const {phase} = state.session;
    if (name === 'check') {
        return checkObstacle(state.session);
    }
    const why = obstacleOf(state);
    if (why || name === 'start') {
        return why;
    }
    if (phase === 'starting' || phase === 'stopping') {
        return COMMANDS.meanwhile[phase];
    }
    if (phase !== 'running') {
        return name === 'settings' ? null : COMMANDS.noSpark;
    }
    return runningObstacle(state, name);
}

/**
 * @param {State} state - with a Spark that runs
 * @param {CommandName} name
 * @returns {?string}
 */
function runningObstacle({session: {facts}, webUI}, name) {
    return {
        'open-web-ui': webUI.reason || null,
        'insert-code': facts.code ? null : COMMANDS.codeIsThere,
    }[/** @type {string} */ (name)] ?? null;
}

/**
 * What keeps Spark from starting does not keep the user from asking what that is.
 *
 * @param {State['session']} session
 * @returns {?string}
 */
function checkObstacle({isLocked, phase}) {
    return isLocked ? COMMANDS.meanwhile[phase === 'stopping' ? 'stopping' : 'starting'] : null;
}

/**
 * @param {State} state
 * @returns {boolean} whether the settings of this notebook can be changed now
 */
export function canCustomize(state) {
    return !obstacleOf(state) && !['starting', 'stopping'].includes(state.session.phase);
}
