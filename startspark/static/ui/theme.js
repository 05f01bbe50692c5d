/**
 * Tells our elements which theme the application has; startspark.css has the colours.
 *
 * @module
 */

/** @typedef {import('../hosts/host.js').Layout} Layout */

/**
 * Keep `data-startspark-theme` of elements up to date.
 *
 * @param {Layout} layout
 * @param {...HTMLElement} elements
 */
export function followTheme(layout, ...elements) {
    const show = () => {
        for (const element of elements) {
            element.dataset.startsparkTheme = layout.theme();
        }
    };
    layout.onThemeChange(show);
    show();
}
