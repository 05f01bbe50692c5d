/**
 * The classic dashboard: the page that lists files and what runs.
 *
 * @module
 */

import {pageUrl, serverOf} from './server.js';

/** @typedef {import('../host.js').Dashboard} Dashboard */

/**
 * @param {string} baseUrl - the server's
 * @returns {Dashboard}
 */
export function createDashboard(baseUrl) {
    return {
        ...serverOf(baseUrl),
        notebookUrl: path => pageUrl('tree', 'notebooks', path),
        buttonClass: 'btn btn-default btn-xs',
    };
}
