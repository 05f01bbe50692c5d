/**
 * Finds values of a property by what is typed of them.
 *
 * @module
 */

import {VALUES as TEXT} from '../strings.js';

/** @typedef {import('../services/startspark_api.js').Property} Property */
/** @typedef {{value: string, meaning: string}} Value */

/** The units of each type, those that are used most first. */
const UNITS = {
    size: ['g', 'm', 'k', 't', 'b'],
    heap: ['g', 'm', 'k', 't'],
    time: ['s', 'min', 'h', 'ms', 'd'],
};

/**
 * @param {Property|undefined} property - undefined where Spark does not know it
 * @param {string} text
 * @param {boolean} isTyped - whether the user types it just now; else all values of a kind are found
 * @returns {Value[]}
 */
export function findValues(property, text, isTyped) {
    const typed = text.trim();
    const values = property ? allValues(property, typed, isTyped) : [];
    const isThere = isTyped && values.length === 1 && values[0].value === typed;
    return isThere ? [] : values.map(it => it.value === property?.default ? {...it, meaning: TEXT.default} : it);
}

/**
 * @param {Property} property
 * @param {string} text
 * @param {boolean} isTyped
 * @returns {Value[]}
 */
function allValues({type, options, default: usual}, text, isTyped) {
    const choices = options ?? (type === 'boolean' ? ['true', 'false'] : null);
    if (choices) {
        return fitting(choices, isTyped ? text : '').map(value => ({value, meaning: ''}));
    }
    // A default may be that of another property.
    return text || !usual || usual.includes('`') ? withUnits(type, text) : [{value: usual, meaning: ''}];
}

/**
 * @param {string[]} choices
 * @param {string} text
 */
function fitting(choices, text) {
    const lower = text.toLowerCase();
    return choices.filter(it => it.toLowerCase().includes(lower));
}

/**
 * @param {string|undefined} type
 * @param {string} text - a whole number, or with the beginning of a unit
 * @returns {Value[]} the number in each unit
 */
function withUnits(type, text) {
    const [, number, start] = /^(\d+)\s*([a-z]*)$/i.exec(text) ?? [];
    if (!number || !Object.hasOwn(UNITS, type ?? '')) {
        return [];
    }
    return UNITS[/** @type {keyof typeof UNITS} */ (type)].filter(unit => unit.startsWith(start.toLowerCase()))
        .map(unit => ({value: number + unit, meaning: TEXT.amount(number, TEXT.units[unit])}));
}
