/**
 * Requests to Start Spark's server extension, and to the pages of Spark behind it.
 *
 * @module
 */

import {REQUESTS} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */

/** A request without the answer that was asked for. */
export class RequestError extends Error {
    /**
     * @param {number} status - the HTTP status; 0 where nobody answers
     * @param {string} message - what the server says of it
     * @param {any} [body] - the server's JSON, such as what is wrong with each value
     */
    constructor(status, message, body = {}) {
        super(message);
        this.name = 'RequestError';
        this.status = status;
        this.body = body;
    }
}

/** Sends requests as the user who is signed in. */
export class Requests {
    /** @param {Pick<Host, 'baseUrl'|'fetch'>} host */
    constructor(host) {
        this.host = host;
        /** Below this URL are the routes of the server extension. */
        this.root = `${host.baseUrl}startspark/`;
    }

    /**
     * @param {string} path - below the root
     * @param {RequestInit} [init]
     * @returns {Promise<any>} the server's JSON
     * @throws {RequestError}
     */
    get(path, init) {
        return this.send('GET', path, undefined, init);
    }

    /**
     * @param {string} path
     * @param {Object} body
     * @returns {Promise<any>}
     * @throws {RequestError}
     */
    put(path, body) {
        return this.send('PUT', path, body);
    }

    /**
     * @param {string} path
     * @param {Object} body
     * @returns {Promise<any>}
     * @throws {RequestError}
     */
    post(path, body) {
        return this.send('POST', path, body);
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {Object} [body]
     * @param {RequestInit} [init]
     */
    async send(method, path, body, init) {
        const headers = body ? {'Content-Type': 'application/json'} : undefined;
        const text = await this.page(this.root + path, {...init, method, headers, body: body && JSON.stringify(body)});
        const answer = parse(text);
        if (answer === null) {
            throw new RequestError(200, REQUESTS.notJson);
        }
        return answer;
    }

    /**
     * @param {string} url - of a page of this server
     * @param {RequestInit} [init]
     * @returns {Promise<string>} its text
     * @throws {RequestError}
     */
    async page(url, init) {
        let response, text;
        try {
            response = await this.host.fetch(url, {cache: 'no-store', ...init});
            text = await response.text();
        } catch {
            throw new RequestError(0, REQUESTS.noAnswer);
        }
        if (!response.ok) {
            throw refusal(response, text);
        }
        return text;
    }
}

/**
 * @param {Response} response
 * @param {string} text
 */
function refusal({status, statusText}, text) {
    const body = parse(text) || {};
    return new RequestError(status, messageOf(body) || statusText || `${REQUESTS.status} ${status}`, body);
}

/**
 * An error that the server did not foresee comes with a traceback, which ends with what it is.
 *
 * @param {any} body
 * @returns {string}
 */
function messageOf({message, traceback}) {
    const last = typeof traceback === 'string' ? traceback.trimEnd().split('\n').pop() : '';
    return [message, last].filter(Boolean).join(': ');
}

/**
 * @param {string} text
 * @returns {any} null where it is no JSON
 */
function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
