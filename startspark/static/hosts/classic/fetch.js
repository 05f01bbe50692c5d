/**
 * Requests as Jupyter's own pages send them.
 *
 * @module
 */

/**
 * Signed in by the cookie, and with the token that shows the server that a page of its own sends it.
 *
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export function fetchSignedIn(url, init = {}) {
    const headers = new Headers(init.headers);
    const [, token] = /\b_xsrf=([^;]*)\b/.exec(document.cookie) || [];
    if (token) {
        headers.set('X-XSRFToken', token);
    }
    return fetch(url, {...init, credentials: 'same-origin', headers});
}
