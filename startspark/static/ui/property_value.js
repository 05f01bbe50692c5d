/**
 * A property's value in words.
 *
 * @module
 */

/** What shows nothing, or turns around what stands beside it; a space is none of these. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}/gu;

/**
 * @param {any} value - of a config's or a notebook's
 * @returns {string} as it is written in a field
 */
export function text(value) {
    return value === undefined || value === null ? '' : value.env ? `{env: ${value.env}}` : String(value);
}

/**
 * @param {any} value
 * @returns {string} the same, with an escape for each character that one would not see
 */
export function visible(value) {
    return text(value).replace(INVISIBLE, character =>
        character === '\n' ? '\\n' : `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
