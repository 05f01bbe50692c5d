/**
 * The list of configs, and the one of them that is chosen.
 *
 * @module
 */

import {RequestError} from '../services/request.js';
import {CATALOG} from '../strings.js';
import {failureOf} from './errors.js';
import {Retry} from './retry.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./dialog.js').Dialog} Dialog */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Store} Store */

export const NO_CONFIGS = CATALOG.noConfigs;

/** The statuses of a server that is away for a while; 0 where nothing answers. */
const AWAY = [0, 502, 503, 504];

export class Catalog {
    /**
     * @param {Object} parts
     * @param {Pick<StartSparkApi, 'configs'|'setDefault'>} parts.api
     * @param {Dialog} parts.dialog
     * @param {Pick<Host, 'kernel'|'closed'>} parts.host
     * @param {Session} parts.session
     * @param {NotebookSettings} parts.settings
     * @param {Store} parts.store
     */
    constructor({api, dialog, host, session, settings, store}) {
        this.api = api;
        this.dialog = dialog;
        this.host = host;
        this.session = session;
        this.settings = settings;
        this.store = store;
        /** Whether the user has chosen in this page. */
        this.hasChosen = false;
        /** @type {?string} the config that is shown because it runs */
        this.shown = null;
        this.again = new Retry(() => this.retry(), host.closed);
        this.update({problem: CATALOG.waiting});
    }

    /** @param {Partial<import('./store.js').CatalogState>} patch */
    update(patch) {
        this.store.update('catalog', patch);
    }

    get state() {
        return this.store.state.catalog;
    }

    /** @returns {?Config} the chosen one */
    get chosen() {
        return chosenConfig(this.store.state);
    }

    /** Fetch the list, and follow kernel and session from now on. */
    async load() {
        this.store.subscribe(() => this.followSession());
        this.host.kernel.subscribe(({type}) => {
            if (type === 'ready') {
                this.retry();
            }
        });
        await this.retry();
    }

    /** Fetch the list where it is missing. */
    async retry() {
        if (this.state.problem) {
            await this.reload().catch(() => {});  // the problem says why
        }
    }

    /**
     * Fetch the list, and keep what is chosen.
     *
     * @throws {Error} there is no list, or nothing in it
     */
    async reload() {
        try {
            const found = await this.api.configs();
            // The user may have chosen meanwhile.
            const wanted = this.shown || this.settings.config || this.chosen?.name;
            this.list(withMissing(found.configs, wanted), wanted || found.default?.name);
            this.update({default: found.default});
            this.update({problem: null});
        } catch (error) {
            this.update({problem: lasting(error) || this.passing(error)});
            throw error;
        }
    }

    /**
     * @param {Config[]} configs
     * @param {string|undefined} wanted - the name of the one to choose, else it is the first that is well
     */
    list(configs, wanted) {
        const first = configs.find(config => !config.error) ?? configs[0];
        const chosen = configs.find(({name}) => name === wanted) ?? first;
        this.update({configs, chosen: chosen?.name ?? ''});
        this.again.stop();
        if (!configs.length) {
            throw new Error(NO_CONFIGS);
        }
    }

    /**
     * Try again later what failed because the server is away.
     *
     * @param {unknown} error
     * @returns {?string} what to say meanwhile; null where there is a list, or the server not away
     */
    passing(error) {
        const sentence = passing(error, this.state.configs.length > 0);
        if (sentence) {
            this.again.later();
        }
        return sentence;
    }

    /** @param {string} name - of the config that the user chooses */
    choose(name) {
        this.hasChosen = true;
        this.shown = null;
        this.settings.choose(name);
        this.pick(name);
        this.session.send('dismiss');
    }

    /**
     * Have new notebooks start with the chosen config, or with no certain one.
     *
     * @param {boolean} isDefault
     */
    async setDefault(isDefault) {
        try {
            const answer = await this.api.setDefault(isDefault ? this.state.chosen : null);
            this.update({default: answer.default});
        } catch (error) {
            this.dialog.ask('message', {sentence: failureOf(error).sentence});
        }
    }

    /** @param {string} name - of a config; one that is not in the list will be chosen once it is */
    pick(name) {
        if (this.has(name)) {
            this.update({chosen: name});
        }
    }

    /** @param {string} name */
    has(name) {
        return this.state.configs.some(config => config.name === name);
    }

    followSession() {
        const {phase, facts: {config}} = this.store.state.session;
        if (phase === 'unknown') {
            this.showSaved();
        } else if (phase === 'running' && config) {
            this.showRunning(config);
        }
    }

    /**
     * Without a choice of the user's, such as after a reload of the page, the one that runs is chosen.
     *
     * @param {string} config - its name
     */
    showRunning(config) {
        if (!this.hasChosen && config !== this.shown && this.has(config)) {
            this.shown = config;
            this.pick(config);
        }
    }

    /** A kernel that restarts starts what the notebook says, and not what a cell has started before. */
    showSaved() {
        const {settings: {config, starts}, shown} = this;
        if (shown && starts && config) {
            this.shown = null;
            this.pick(config);
        }
    }
}

/**
 * @param {State} state
 * @returns {?Config} the chosen config
 */
export function chosenConfig({catalog: {configs, chosen}}) {
    return configs.find(({name}) => name === chosen) ?? null;
}

/**
 * @param {State} state
 * @returns {?Config} the chosen config, where its file is broken and can be edited
 */
export function brokenConfig(state) {
    const chosen = chosenConfig(state);
    return chosen?.error && chosen.origin ? chosen : null;
}

/**
 * @param {State} state
 * @returns {string} what has started the session that runs
 */
export function startedBy({session: {facts}, catalog: {configs}}) {
    if (!facts.config) {
        return CATALOG.startedByCell;
    }
    const config = configs.find(({name}) => name === facts.config);
    return !config ? facts.config :
        config.version === facts.config_version ? config.title : CATALOG.changed(config.title);
}

/**
 * @param {Config[]} configs
 * @param {?string|undefined} name - of the wanted one
 * @returns {Config[]} the list, with an entry that says so where the wanted one is gone
 */
export function withMissing(configs, name) {
    if (!name || configs.some(config => config.name === name)) {
        return configs;
    }
    const nothing = {description: '', version: '', parameters: {}, warnings: [], prewarm: false};
    return [...configs, {...nothing, name, title: name, error: CATALOG.missing(name)}];
}

/**
 * @param {unknown} error - of a request for the list
 * @param {boolean} hasList - from before
 * @returns {?string} why there is no list yet, where it is fetched again by itself
 */
export function passing(error, hasList) {
    const isAway = error instanceof RequestError && AWAY.includes(error.status);
    return isAway && !hasList ? CATALOG.away(error.status) : null;
}

/**
 * @param {any} error - of a request for the list
 * @returns {?string} what another click cannot change, if the error is of that kind
 */
export function lasting(error) {
    if (error instanceof RequestError) {
        return error.status === 404 ? CATALOG.noServer : null;
    }
    return error.message;
}
