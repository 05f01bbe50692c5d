/**
 * The phases of a notebook's Spark session, and what leads from one to another.
 *
 * @module
 */

/** @typedef {import('./store.js').SessionPhase} SessionPhase */

/**
 * - `kernel`, `no-kernel`: a Python kernel is connected, or none is
 * - `restart`: the kernel begins again
 * - `start`, `stop`: the user has asked for that, here or in another page
 * - `found`, `none`, `ended`: the kernel has a session, or none, or one that ended unasked
 * - `fail`: a start or a stop did not succeed
 * - `dismiss`: the user goes on from a failure
 *
 * @typedef {'kernel'|'no-kernel'|'restart'|'start'|'stop'|'found'|'none'|'ended'|'fail'|'dismiss'} SessionEvent
 */

/**
 * What a phase does not list leaves it as it is.
 *
 * @type {Record<SessionPhase, Partial<Record<SessionEvent, SessionPhase>>>}
 */
export const TRANSITIONS = {
    'no-kernel': {kernel: 'unknown'},
    unknown: {found: 'running', none: 'ready', ended: 'lost', start: 'starting', 'no-kernel': 'no-kernel'},
    ready: {found: 'running', ended: 'lost', start: 'starting', restart: 'unknown', 'no-kernel': 'no-kernel'},
    starting: {found: 'running', none: 'ready', ended: 'lost', fail: 'failed'},
    running: {none: 'ready', ended: 'lost', stop: 'stopping', restart: 'unknown', 'no-kernel': 'no-kernel'},
    stopping: {found: 'running', none: 'ready', ended: 'lost', start: 'starting', fail: 'failed'},
    failed: {
        found: 'running',
        start: 'starting',
        stop: 'stopping',
        dismiss: 'ready',
        restart: 'unknown',
        'no-kernel': 'no-kernel',
    },
    lost: {
        found: 'running', start: 'starting', dismiss: 'ready', restart: 'unknown', 'no-kernel': 'no-kernel',
    },
};

/**
 * @param {SessionPhase} phase
 * @param {SessionEvent} event
 * @returns {SessionPhase} that follows
 */
export function next(phase, event) {
    return TRANSITIONS[phase][event] ?? phase;
}
