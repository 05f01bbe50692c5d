/**
 * The classic dashboard: the page that lists files and what runs.
 *
 * @module
 */

import {fetchSignedIn} from './fetch.js';

/** @typedef {import('../host.js').Dashboard} Dashboard */

/**
 * @param {string} baseUrl - the server's
 * @returns {Dashboard}
 */
export function createDashboard(baseUrl) {
    return {
        baseUrl: baseUrl.replace(/\/*$/, '/'),
        fetch: fetchSignedIn,
        notebookUrl: path => {
            // Beside Notebook 7, nbclassic's pages are below a path of their own.
            const [prefix] = window.location.pathname.split('/tree');
            return [prefix.replace(/\/+$/, ''), 'notebooks', ...path.split('/').map(encodeURIComponent)].join('/');
        },
        buttonClass: 'btn btn-default btn-xs',
    };
}
