/**
 * Finds Spark's properties by what is typed of their names.
 *
 * @module
 */

/** @typedef {import('../services/startspark_api.js').Property} Property */

/** More are not shown at once. */
const MOST = 50;

/**
 * @param {Property[]} properties
 * @param {string} text - words that a name has anywhere, in any order
 * @param {number} [most]
 * @returns {{found: Property[], more: number}} the best ones first, and how many are left out
 */
export function search(properties, text, most = MOST) {
    const whole = text.trim().toLowerCase();
    const words = whole.split(/\s+/).filter(Boolean);
    const matches = properties.filter(({name}) => hasAll(name.toLowerCase(), words))
        .map(property => ({property, rank: rank(property, words, whole)}))
        .sort((a, b) => compare(a.rank, b.rank) || (a.property.name < b.property.name ? -1 : 1));
    return {found: matches.slice(0, most).map(it => it.property), more: Math.max(0, matches.length - most)};
}

/**
 * @param {string} name
 * @param {string[]} words
 */
function hasAll(name, words) {
    return words.every(word => name.includes(word));
}

/**
 * @param {Property} property
 * @param {string[]} words
 * @param {string} whole - what was typed
 * @returns {number[]} the less, the better: first whether it is the name, then whether a user would want
 *     it, then where the words stand, then how much else there is in the name
 */
function rank(property, words, whole) {
    const {name} = property;
    const places = words.reduce((sum, word) => sum + place(name, word), 0);
    return [name.toLowerCase() === whole ? 0 : 1, isOdd(property) ? 1 : 0, places, name.length];
}

/**
 * @param {Property} property
 * @returns {boolean} whether it is for few: on its way out, not documented, or only the beginning of a name
 */
function isOdd({name, type, meaning, internal, deprecated, removed, replacement, last_version: last}) {
    const isUnknown = !type && !meaning;
    return Boolean(internal || deprecated || removed || replacement || last || isUnknown || name.endsWith('.'));
}

/**
 * @param {string} name
 * @param {string} word
 * @returns {number} 0 where a part of the name is this word, 1 where it begins with it, 2 where a word
 *     within a part does, 3 where it stands anywhere
 */
function place(name, word) {
    const lower = name.toLowerCase();
    if (`.${lower}.`.includes(`.${word}.`)) {
        return 0;
    }
    if (`.${lower}`.includes(`.${word}`)) {
        return 1;
    }
    const humps = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ').toLowerCase();
    return humps.includes(` ${word}`) ? 2 : 3;
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compare(one, other) {
    const index = one.findIndex((it, at) => it !== other[at]);
    return index < 0 ? 0 : one[index] - other[index];
}
