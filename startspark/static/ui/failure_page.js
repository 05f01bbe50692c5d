/**
 * The dialog's pages of a failure: what happened, what to do next, and all that is known.
 *
 * @module
 */

import {failureOfEnd} from '../session/errors.js';
import {DIALOG, FAILURE_PAGE} from '../strings.js';
import {paragraph} from './inline_code.js';
import {warningsList} from './session_details.js';
import {holdersRemark} from './waiting_reason.js';
import {apart, button, closeButton, Fold} from './widgets.js';

/** @typedef {import('../session/errors.js').Failure} Failure */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @param {Context} context
 * @returns {Page} of a start or a stop
 */
export function failurePage(context) {
    const {actions, store} = context;
    const failure = /** @type {Failure} */ (store.state.session.failure);
    return page(context, failure, () => actions.retry(), actions.correction(failure));
}

/**
 * @param {Context} context
 * @returns {Page} of a session that nobody has stopped
 */
export function lossPage(context) {
    const {actions, store} = context;
    return page(context, failureOfEnd(store.state.session.ended ?? {}), () => actions.retry(), null);
}

/**
 * @param {Context} context
 * @param {Failure} failure
 * @param {() => void} onRetry
 * @param {?{label: string, action: () => void}} correction - where the user can correct it here
 * @returns {Page}
 */
function page(context, failure, onRetry, correction) {
    const {sentence, advice, details, isOfStop, log, warnings, sessions} = failure;
    const {look} = context.host.layout;
    const folds = [fold(DIALOG.details, 'startspark-details', details), fold(DIALOG.log, 'startspark-log', log)];
    const remarks = [holdersRemark(sessions), warningsList(warnings)].filter(it => it !== null);
    const label = isOfStop ? FAILURE_PAGE.stopAgain : FAILURE_PAGE.startAgain;
    const retry = button(look, label, onRetry, correction ? 'button' : 'primaryButton');
    const check = apart(button(look, FAILURE_PAGE.check, () => context.actions.check()));
    const buttons = [check, closeButton(context), retry];
    if (correction) {
        buttons.push(button(look, correction.label, correction.action, 'primaryButton'));
    }
    return {
        icon: 'warning',
        sentence,
        content: [...advice ? [paragraph(advice)] : [], ...remarks, ...folds],
        buttons,
        focus: buttons[buttons.length - 1],
    };
}

/**
 * @param {string} title
 * @param {string} className
 * @param {string} [text]
 */
function fold(title, className, text = '') {
    const made = new Fold(title, className);
    made.show(text);
    return made.element;
}
