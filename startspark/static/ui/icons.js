/**
 * The icons: line drawings of 16 by 16, in the colour of the text beside them.
 *
 * @module
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {[tag: string, attributes: Object<string, string>]} Shape */

/**
 * @param {string} d
 * @param {Object<string, string>} [more]
 * @returns {Shape}
 */
const path = (d, more = {}) => ['path', {d, ...more}];

/**
 * @param {number} cx
 * @param {number} cy
 * @param {number} r
 * @param {Object<string, string>} [more]
 * @returns {Shape}
 */
const circle = (cx, cy, r, more = {}) => ['circle', {cx: String(cx), cy: String(cy), r: String(r), ...more}];

const FAINT = {'stroke-opacity': '0.3'};

const FILLED = {fill: 'currentColor'};

const SHAPES = {
    bolt: [path('M9.25 1.75 3.5 9h4L6.75 14.25 12.5 7h-4z', FILLED)],
    spinner: [circle(8, 8, 6, FAINT), path('M8 2a6 6 0 0 1 6 6')],
    check: [path('M2.75 8.5 6.25 12l7-8')],
    warning: [path('M8 2.25 14.5 13.5h-13z'), path('M8 6.5v3.25M8 11.6v.05')],
    'broken-link': [
        path('M7.5 4.5 9 3a2.85 2.85 0 0 1 4 4l-1.5 1.5M8.5 11.5 7 13a2.85 2.85 0 0 1-4-4l1.5-1.5'),
        path('M4.5 2v1.5M2 4.5h1.5M11.5 14v-1.5M14 11.5h-1.5'),
    ],
    sliders: [path('M1.75 4.5H8M12 4.5h2.25M1.75 11.5H4M8 11.5h6.25'), circle(10, 4.5, 2), circle(6, 11.5, 2)],
    dots: [circle(8, 3, 1, FILLED), circle(8, 8, 1, FILLED), circle(8, 13, 1, FILLED)],
    hourglass: [path('M3.5 1.75h9M3.5 14.25h9'), path('M5 1.75c0 4 6 8.5 6 12.5M11 1.75c0 4-6 8.5-6 12.5')],
    pencil: [path('M10.75 2.5 13.5 5.25 5.5 13.25l-3.25.5.5-3.25zM9 4.25 11.75 7')],
    file: [path('M3.5 1.75h5.25L12.5 5.5v8.75h-9zM8.75 1.75V5.5h3.75')],
    undo: [path('M2.75 2.75v3.75H6.5'), path('M3 6.25a5.5 5.5 0 1 1-.25 3.5')],
    cross: [path('M3.75 3.75l8.5 8.5M12.25 3.75l-8.5 8.5')],
    caret: [path('M4 6.25 8 10.25l4-4')],
    gauge: [path('M3.2 13a6.5 6.5 0 1 1 9.6 0'), path('M8 9.5 11 6'), circle(8, 9.5, 0.75, FILLED)],
    repeat: [
        path('M2.75 7.25V6a2 2 0 0 1 2-2h8M10.5 1.75 12.75 4 10.5 6.25'),
        path('M13.25 8.75V10a2 2 0 0 1-2 2h-8M5.5 9.75 3.25 12l2.25 2.25'),
    ],
    info: [circle(8, 8, 6.25), path('M8 7.5v3.75M8 4.75v.05')],
    stop: [path('M3.75 3.75h8.5v8.5h-8.5z')],
    external: [path('M6.5 3.25H2.75v10h10V9.5M9.25 2.25h4.5v4.5M13.5 2.5 7.75 8.25')],
};

/** @typedef {keyof typeof SHAPES} IconName */

/**
 * @param {IconName} name
 * @returns {SVGSVGElement} nothing to a screen reader; the spinner turns
 */
export function icon(name) {
    const drawn = /** @type {SVGSVGElement} */ (make('svg', {
        class: `startspark-icon startspark-icon-${name}`,
        viewBox: '0 0 16 16',
        width: '16',
        height: '16',
        fill: 'none',
        stroke: 'currentColor',
        'stroke-width': '1.5',
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
        'aria-hidden': 'true',
        focusable: 'false',
    }));
    drawn.append(...SHAPES[name].map(([tag, attributes]) => make(tag, attributes)));
    return drawn;
}

/**
 * @param {string} tag
 * @param {Object<string, string>} attributes
 */
function make(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
        made.setAttribute(name, value);
    }
    return made;
}
