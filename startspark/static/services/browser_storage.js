/**
 * What the browser keeps for this server; where it keeps nothing, the page does while it is open.
 *
 * @module
 */

import {STORAGE} from '../strings.js';

/** @type {Map<string, string>} what the browser has not taken: storage may be blocked, or full */
const kept = new Map();

/**
 * @param {string} key
 * @returns {?string}
 */
export function get(key) {
    try {
        return kept.get(key) ?? localStorage.getItem(key);
    } catch {
        return null;  // it is blocked
    }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function set(key, value) {
    try {
        localStorage.setItem(key, value);
        kept.delete(key);
    } catch (error) {
        if (!kept.size) {
            console.warn(STORAGE.onlyThisPage, error);
        }
        kept.set(key, value);
    }
}
