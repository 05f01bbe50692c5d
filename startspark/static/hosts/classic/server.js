/**
 * The notebook server, as the classic Notebook's pages reach it.
 *
 * @module
 */

/**
 * @param {string} baseUrl - as a page has it
 * @returns {Pick<import('../host.js').Host, 'baseUrl'|'fetch'>}
 */
export function serverOf(baseUrl) {
    return {baseUrl: baseUrl.replace(/\/*$/, '/'), fetch: fetchSignedIn};
}

/**
 * @param {string} here - what this page's URL has behind the application's, such as `tree`
 * @param {string} kind - of another page of the application
 * @param {string} path - of the file that the page shows
 * @returns {string} the page's URL
 */
export function pageUrl(here, kind, path) {
    // Beside Notebook 7, nbclassic's pages are below a path of their own.
    const [prefix] = window.location.pathname.split(`/${here}`);
    return [prefix.replace(/\/+$/, ''), kind, ...path.split('/').map(encodeURIComponent)].join('/');
}

/**
 * As Jupyter's own requests are: signed in by the cookie, and with the token that shows the server
 * that a page of its own sends it.
 *
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
function fetchSignedIn(url, init = {}) {
    const headers = new Headers(init.headers);
    const [, token] = /\b_xsrf=([^;]*)\b/.exec(document.cookie) || [];
    if (token) {
        headers.set('X-XSRFToken', token);
    }
    return fetch(url, {...init, credentials: 'same-origin', headers});
}
