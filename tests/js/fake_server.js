/**
 * The notebook server, as far as a page asks it.
 *
 * @module
 */

import {CALLS, START_CALLS} from './fake_kernel.js';

/** Starts of all pages. */
let starts = 0;

/** What the server makes of a config for one start. */
function rendered(name) {
    starts += 1;
    const id = starts;
    return {
        name, code: 'CODE', warnings: [], prewarm: 'prewarm', run: `RUN:${id}`, page: id,
        ...Object.fromEntries(START_CALLS.map(it => [it, `${it}:${id}`])),
    };
}

export class FakeServer {
    /** @param {string} baseUrl */
    constructor(baseUrl) {
        this.baseUrl = baseUrl;
        this.configs = [{
            name: 'local', title: 'This machine', description: '', origin: 'user', version: '1', parameters: {},
            error: null, warnings: [], prewarm: false,
        }];
        /** What new notebooks start with. */
        this.default = null;
        /** @type {Object<string, number>} statuses by path below the base URL; others are 200, and 0 is no answer */
        this.statuses = {};
        /** @type {Object<string, any>} answers by path, or functions of the request; with a status, the error's */
        this.answers = {};
        /** @type {Array<{method: string, path: string, body: any, headers: Object}>} */
        this.requests = [];
    }

    /** @returns {Object[]} what was to be rendered: the config's name, parameters, conf and notebook */
    get rendered() {
        return this.requests.flatMap(({path, body}) => {
            const [, name] = /^startspark\/configs\/(.+)\/render$/.exec(path) || [];
            return name ? [{name: decodeURIComponent(name), ...body}] : [];
        });
    }

    async fetch(url, {method = 'GET', body, headers = {}} = {}) {
        const path = url.replace(this.baseUrl, '');
        const request = {method, path, body: typeof body === 'string' ? JSON.parse(body) : body, headers};
        this.requests.push(request);
        const status = this.statuses[path] ?? 200;
        if (status === 0) {
            throw new TypeError('Failed to fetch');
        }
        const answer = await this.answer(request, status);
        return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), {status});
    }

    async answer(request, status) {
        const answer = this.answers[request.path];
        if (answer !== undefined) {
            return typeof answer === 'function' ? answer(request) : answer;
        }
        return status < 300 ? this.usual(request) : {message: 'refused'};
    }

    usual({path, body}) {
        const [, name, what] = /^startspark\/configs\/([^/]+)(?:\/(\w+))?$/.exec(path) || [];
        if (name) {
            return this.ofConfig(decodeURIComponent(name), what, body);
        }
        return {
            'startspark/all-config': {configs: this.configs, default: this.default},
            'startspark/default-config': this.chooseDefault(body),
            'startspark/kernel': CALLS,
        }[path] || (/^startspark\/sessions\//.test(path) ? {web_ui: true, reason: null} : {});
    }

    chooseDefault({name} = {}) {
        if (name !== undefined) {
            this.default = name && {name, set_by: 'user'};
        }
        return {default: this.default};
    }

    ofConfig(name, what, body) {
        const place = {name, path: `/home/ann/.jupyter/startspark/${name}.yaml`, contents_path: null};
        return {
            render: () => rendered(name),
            review: () => ({
                overrides: Object.entries(body.conf).map(([key, value]) => ({name: key, value, runs_code: false})),
            }),
            text: () => body ? {error: null, warnings: [], written: Boolean(body.write), version: '2'} :
                {...place, error: null, text: 'title: This machine\n', version: '1'},
        }[what]?.() || (body ? place : {...place, title: name, origin: 'user', conf: {}});
    }
}
