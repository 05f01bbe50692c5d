/**
 * Tells the session what happens to the kernel, and what the kernel publishes.
 *
 * @module
 */

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').KernelEvent} KernelEvent */
/** @typedef {import('../hosts/host.js').KernelEventType} KernelEventType */
/** @typedef {import('./session.js').Session} Session */

/** The ends with which the kernel's process ends, too. */
const PROCESS_ENDS = ['dead', 'killed', 'restart-failed'];

/** @type {Partial<Record<KernelEventType, (session: Session, event: KernelEvent) => void>>} */
const HANDLERS = {
    changed: session => session.meetKernel(),
    ready: session => session.refresh(),
    restarting: session => session.send('restart'),
    died: session => {
        if (session.state.facts.running && !session.state.isLocked) {
            session.apply({running: false, ended: {reason: 'kernel'}});
        }
    },
    // One that was shut down from elsewhere may be taken for dead, too: nothing is lost then.
    ended: (session, {reason = ''}) => {
        if (PROCESS_ENDS.includes(reason)) {
            session.update({facts: {running: false}});
        }
    },
    requested: (session, {silent}) => session.expectChange(!silent),
    input: session => session.expectChange(true),
    idle: session => session.refreshSoon(),
    message: (session, {content}) => hear(session, Object(content)),
};

/**
 * Follow the kernel from now on.
 *
 * @param {Session} session
 * @param {Pick<Host, 'kernel'>} host
 */
export function followKernel(session, host) {
    host.kernel.subscribe(event => HANDLERS[event.type]?.(session, event));
    session.meetKernel();
}

/**
 * What the kernel publishes comes also while it is busy, and of other pages' starts. What Spark's jobs
 * do does not change the session.
 *
 * @param {Session} session
 * @param {Object<string, any>} message
 */
function hear(session, message) {
    if (message.log) {
        session.ownStart?.hear(message.page, message.log);
    } else if (message.prewarmed) {
        session.update({jvm: message.prewarmed});
    } else if (message.archive_build) {
        session.updateFacts({archive_build: message.archive_build});
    } else if (!message.progress) {
        hearOfSession(session, message);
    }
}

/**
 * @param {Session} session
 * @param {Object<string, any>} message
 */
function hearOfSession(session, message) {
    if (message.phase === 'ended' || (session.phase === 'running' && message.idle)) {
        session.expectChange(true);
        session.refreshSoon();
    } else if (message.running) {
        if (!session.state.isLocked) {
            session.apply(/** @type {any} */ (message));
        }
    } else if (session.phase !== 'running') {
        session.followStart(message);
    }
}
