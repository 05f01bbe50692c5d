/**
 * What an object says under a name that comes from outside.
 *
 * @module
 */

/**
 * @param {?Object<string, any>|undefined} object
 * @param {string} name - such as `constructor`, which every object has from elsewhere
 * @returns {any} its own value; undefined where it has none
 */
export function own(object, name) {
    return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
