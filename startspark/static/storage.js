// What the browser keeps for this server; where it keeps nothing, the page does while it is open.
define([], function () {
    'use strict';

    /** @type {Map<string, string>} what the browser has not taken: storage may be blocked, or full */
    const kept = new Map();

    /**
     * @param {string} key
     * @returns {?string}
     */
    function get(key) {
        try {
            return kept.has(key) ? kept.get(key) : localStorage.getItem(key);
        } catch (error) {
            return null;  // it is blocked
        }
    }

    /**
     * @param {string} key
     * @param {string} value
     */
    function set(key, value) {
        try {
            localStorage.setItem(key, value);
            kept.delete(key);
        } catch (error) {
            if (!kept.size) {
                console.warn('Start Spark remembers only while this page is open, as the browser keeps nothing:', error);
            }
            kept.set(key, value);
        }
    }

    return {get, set};
});
