/**
 * How the list shows a property, or a value.
 *
 * @module
 */

import {PROPERTY_HELP as TEXT} from '../strings.js';
import {element} from './element.js';
import {inlineCode} from './inline_code.js';

/** @typedef {import('../services/startspark_api.js').Property} Property */
/** @typedef {import('./value_search.js').Value} Value */

/**
 * @param {string} name
 * @returns {boolean} whether a name completes it
 */
export function isPrefix(name) {
    return name.endsWith('.');
}

/**
 * @param {Property} property
 * @returns {Node[]}
 */
export function drawProperty(property) {
    const {name, meaning} = property;
    const caution = cautionOf(property);
    return [
        element('span', {class: 'startspark-suggestion-value'}, isPrefix(name) ? TEXT.prefix(name) : name),
        element('span', {class: 'startspark-suggestion-facts'}, ...inlineCode(factsOf(property).join(TEXT.separator))),
        ...caution ? [element('span', {class: 'startspark-suggestion-caution'}, ...inlineCode(caution))] : [],
        ...meaning ? [element('span', {class: 'startspark-suggestion-meaning'}, ...inlineCode(meaning))] : [],
    ];
}

/**
 * @param {Property} property
 * @returns {string[]}
 */
function factsOf({name, type = '', options, default: value, since, internal}) {
    const kind = isPrefix(name) ? TEXT.completed : options ? TEXT.oneOf(options.length) : TEXT.types[type] ?? '';
    return [
        kind,
        value ? TEXT.default(value) : '',
        since ? TEXT.since(since) : '',
        internal ? TEXT.internal : '',
    ].filter(Boolean);
}

/**
 * @param {Property} property
 * @returns {string} that it is on its way out; empty where it is not
 */
function cautionOf({deprecated, removed, last_version: last, replacement}) {
    const what = removed ? TEXT.removed(removed) : deprecated ? TEXT.deprecated(deprecated) :
        replacement ? TEXT.renamed : last ? TEXT.gone(last) : '';
    return what && replacement ? TEXT.instead(what, replacement) : what;
}

/**
 * @param {Value} value
 * @returns {Node[]}
 */
export function drawValue({value, meaning}) {
    return [
        element('span', {class: 'startspark-suggestion-value'}, value),
        ...meaning ? [element('span', {class: 'startspark-suggestion-facts'}, meaning)] : [],
    ];
}
