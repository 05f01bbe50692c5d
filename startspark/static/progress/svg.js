/**
 * Elements of SVG pictures.
 *
 * @module
 */

/**
 * @param {string} name
 * @param {Object<string, string>} attributes
 * @param {...Element} children
 * @returns {SVGElement}
 */
export function svg(name, attributes, ...children) {
    const made = /** @type {SVGElement} */ (document.createElementNS('http://www.w3.org/2000/svg', name));
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
}
