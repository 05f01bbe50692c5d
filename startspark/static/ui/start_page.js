/**
 * The dialog's pages while Spark starts or stops.
 *
 * @module
 */

import {LogFilter} from '../session/log_filter.js';
import {phaseSentence} from '../session/startup_phase.js';
import {BUTTONS, DIALOG, START_PAGE} from '../strings.js';
import {elapsed} from './clock.js';
import {element, setText} from './element.js';
import {WaitingReason} from './waiting_reason.js';
import {button, closeButton, Fold} from './widgets.js';

/** @typedef {import('../session/store.js').StartState} StartState */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @param {Context} context
 * @returns {Page}
 */
export function readingPage(context) {
    return waiting(context, START_PAGE.reading, BUTTONS.cancel, () => cancel(context));
}

/**
 * @param {Context} context
 * @returns {Page} of a start that another page does, or this one before it was loaded
 */
export function followedPage(context) {
    const phase = element('p', {class: 'startspark-phase', role: 'status'});
    const waits = new WaitingReason();
    /** @param {State} state */
    const update = ({session: {otherStart}}) => {
        setText(phase, otherStart?.phase ? phaseSentence({phase: otherStart}) : '');
        waits.show(otherStart?.waiting);
    };
    update(context.store.state);
    return {
        ...waiting(context, START_PAGE.followed, START_PAGE.interruptStart, () => context.actions.interrupt()),
        content: [phase, waits.element],
        update,
    };
}

/**
 * @param {Context} context
 * @returns {Page}
 */
export function stoppingPage(context) {
    return waiting(context, START_PAGE.stopping, START_PAGE.interruptCell, () => context.actions.interrupt());
}

/**
 * @param {Context} context
 * @returns {Page}
 */
export function startingPage(context) {
    const {session: {start}} = context.store.state;
    const progress = new StartProgress();
    progress.show(start);
    return {
        ...waiting(context, START_PAGE.starting(start?.title ?? ''), BUTTONS.cancel, () => cancel(context)),
        time: progress.time,
        content: [progress.phase, progress.waits.element, progress.log.element],
        ticks: true,
        update: state => progress.show(state.session.start),
    };
}

/**
 * What is awaited, which the user can cancel.
 *
 * @param {Context} context
 * @param {string} sentence
 * @param {string} label - of the button that cancels it
 * @param {() => void} onCancel
 * @returns {Page}
 */
function waiting(context, sentence, label, onCancel) {
    const hide = closeButton(context, BUTTONS.hide);
    const end = button(context.host.layout.look, label, onCancel);
    return {icon: 'spinner', sentence, content: [], buttons: [end, hide], focus: hide};
}

/** @param {Context} context */
function cancel({store}) {
    store.state.session.start?.cancel();
}

/** How far a start is, its time and its log, which opens at the first line that not every start has. */
class StartProgress {
    constructor() {
        this.phase = element('p', {class: 'startspark-phase', role: 'status'});
        this.waits = new WaitingReason();
        this.time = element('span', {class: 'startspark-time'});
        this.log = new Fold(DIALOG.log, 'startspark-log');
        this.seen = '';
        /** @type {?LogFilter} */
        this.filter = new LogFilter();
    }

    /** @param {?StartState} start */
    show(start) {
        if (start) {
            setText(this.phase, phaseSentence(start));
            this.waits.show(start.phase?.waiting);
            setText(this.time, elapsed(start));
            this.showLog(start.log);
        }
    }

    /** @param {string} log */
    showLog(log) {
        this.log.show(log);
        const isUnusual = this.filter?.meets(log.startsWith(this.seen) ? log.slice(this.seen.length) : log);
        this.seen = log;
        if (isUnusual) {
            this.filter = null;  // from here on, whether it is open is up to the user
            this.log.open();
        }
    }
}
