/**
 * The dialog's page of a sentence that the user has to know before going on.
 *
 * @module
 */

import {closeButton} from './widgets.js';

/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @param {Context} context
 * @param {{sentence: string}} props
 * @returns {Page}
 */
export function messagePage(context, {sentence}) {
    const close = closeButton(context);
    return {icon: 'info', sentence, content: [], buttons: [close], focus: close};
}
