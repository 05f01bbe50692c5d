/**
 * Makes DOM elements. Text is always set as text, never as HTML.
 *
 * @module
 */

/** @typedef {Node|string|null|undefined|false} Child What is none is left out. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Object<string, any>} [attributes] - as for `setAttributes`, and listeners such as `onclick`
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') {
            made.addEventListener(name.slice('on'.length), value);
        } else {
            setAttributes(made, {[name]: value});
        }
    }
    fill(made, ...children);
    return made;
}

/**
 * @param {Element} target
 * @param {Object<string, any>} attributes - true makes an empty one; null, undefined and false remove it
 */
export function setAttributes(target, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) {
            target.removeAttribute(name);
        } else if (target.getAttribute(name) !== String(value)) {
            target.setAttribute(name, value === true ? '' : String(value));
        }
    }
}

/**
 * @param {Element} target
 * @param {...Child} children - what it has from now on
 */
export function fill(target, ...children) {
    target.replaceChildren(...children.filter(child => child !== null && child !== undefined && child !== false));
}

/**
 * Set a text, unless it is there already: a screen reader would say it again.
 *
 * @param {Node} target
 * @param {string} text
 */
export function setText(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

/**
 * @param {string} look - the application's classes for a control; empty where it has none
 * @param {...string} ours
 * @returns {string} all of them; `startspark-plain` stands for those that it has not
 */
export function controlClass(look, ...ours) {
    return [look || 'startspark-plain', ...ours].filter(Boolean).join(' ');
}
