/**
 * The web UI of the session that runs: its address, once the server has said that it is this session's.
 *
 * @module
 */

import {WEB_UI} from '../strings.js';

/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./store.js').Facts} Facts */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').WebUIState} WebUIState */

/** Milliseconds until a server that did not answer is asked again. */
const RETRY = 5000;

/** @type {WebUIState} */
const NONE = {link: null, port: null, reason: WEB_UI.none, isPending: false};

export class WebUI {
    /**
     * @param {Object} parts
     * @param {Pick<StartSparkApi, 'whyNoWebUI'>} parts.api
     * @param {Pick<SparkRestApi, 'webUIUrl'>} parts.rest
     * @param {Store} parts.store
     */
    constructor({api, rest, store}) {
        this.api = api;
        this.rest = rest;
        this.store = store;
        /** @type {?string} what tells the session from others */
        this.key = null;
    }

    /** Follow the session from now on. */
    follow() {
        this.show(NONE);
        this.store.subscribe(({session}) => this.meet(session.facts));
    }

    /** @param {WebUIState} state */
    show(state) {
        this.store.update('webUI', state);
    }

    /** @param {Facts} facts - of the session, if one runs; the server is asked once for each */
    meet({running, application_id: application = '', ui_port: port}) {
        const hasPort = running && Number.isInteger(port);
        const key = hasPort ? `${port} ${application}` : null;
        if (key === this.key) {
            return;
        }
        this.key = key;
        this.show(hasPort ? {...NONE, reason: WEB_UI.asking, isPending: true} : NONE);
        if (hasPort) {
            this.ask(key, application, Number(port));
        }
    }

    /**
     * @param {?string} key
     * @param {string} application
     * @param {number} port
     */
    async ask(key, application, port) {
        const reason = await this.api.whyNoWebUI(application, port).catch(() => WEB_UI.away);
        if (key !== this.key) {
            return;  // another runs by now
        }
        if (reason === null) {
            this.show({link: this.rest.webUIUrl(port), port, reason: '', isPending: false});
            return;
        }
        const isPending = reason === WEB_UI.away;
        this.show({...NONE, reason, isPending});
        if (isPending) {
            setTimeout(() => key === this.key && this.ask(key, application, port), RETRY);
        }
    }
}
