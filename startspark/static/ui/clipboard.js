/**
 * Copies text that the page shows.
 *
 * @module
 */

/**
 * Copy an element's text. Where the browser does not let a page do that, as on one without HTTPS, the
 * text is selected for the user to copy.
 *
 * @param {HTMLElement} shown
 * @returns {Promise<boolean>} whether it is copied
 */
export async function copy(shown) {
    try {
        await navigator.clipboard.writeText(shown.textContent ?? '');
        return true;
    } catch {
        window.getSelection()?.selectAllChildren(shown);
        return document.execCommand('copy');
    }
}
