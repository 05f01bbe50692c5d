/**
 * Sentences in which `this` is code.
 *
 * @module
 */

import {element} from './element.js';

/**
 * @param {string} sentence
 * @returns {HTMLElement[]} all of it is set as text
 */
export function inlineCode(sentence) {
    return String(sentence).split('`').map((text, index) => element(index % 2 ? 'code' : 'span', {}, text));
}

/**
 * @param {string} sentence
 * @param {string} [className]
 * @returns {HTMLParagraphElement}
 */
export function paragraph(sentence, className) {
    return element('p', {class: className}, ...inlineCode(sentence));
}
