/**
 * Has a JVM launched before the click, where the config or the administrator wants that: once the
 * notebook is opened, after each restart of the kernel, and when a config is chosen.
 *
 * @module
 */

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./catalog.js').Catalog} Catalog */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./store.js').Store} Store */

export class Prewarm {
    /**
     * @param {Object} parts
     * @param {Pick<StartSparkApi, 'kernelCalls'|'render'>} parts.api
     * @param {Catalog} parts.catalog
     * @param {Pick<Host, 'kernel'|'notebook'>} parts.host
     * @param {Session} parts.session
     * @param {NotebookSettings} parts.settings
     * @param {Store} parts.store
     */
    constructor({api, catalog, host, session, settings, store}) {
        this.api = api;
        this.catalog = catalog;
        this.host = host;
        this.session = session;
        this.settings = settings;
        this.store = store;
        this.isWanted = false;
        this.hasBegun = false;
        this.isDue = false;
        this.isAsking = false;
    }

    /** Begin for the config that the notebook remembers, as soon as the page has kernel and list. */
    follow() {
        this.store.subscribe(() => this.beginOnce());
        this.host.kernel.subscribe(({type}) => {
            if (type === 'restarting') {
                this.hasBegun = false;
            } else if (type === 'died') {  // as it may again with another JVM
                this.hasBegun = true;
            }
        });
    }

    beginOnce() {
        if (!this.hasBegun && this.session.phase === 'ready' && this.catalog.chosen && this.settings.config) {
            this.begin();
        }
    }

    /**
     * Have one launched for the chosen config, and for no other. What is chosen meanwhile comes next:
     * the kernel is to hear of the last choice last.
     */
    async begin() {
        this.hasBegun = true;
        this.isDue = true;
        if (this.isAsking) {
            return;
        }
        this.isAsking = true;
        while (this.isDue) {
            this.isDue = false;
            await this.ask();
        }
        this.isAsking = false;
    }

    async ask() {
        const {chosen} = this.catalog;
        const before = this.isWanted;
        // What a notebook of somebody else's changes is run by nobody's opening it.
        this.isWanted = Boolean(chosen?.prewarm) && !this.settings.isStrange;
        if (!this.isPossible || !(before || this.isWanted)) {
            return;
        }
        try {
            const expression = await this.expression(this.isWanted ? chosen : null);
            if (this.isPossible && !this.isDue) {
                await this.session.askForJvm(expression);
            }
        } catch (error) {
            // Such as a parameter that has no value yet: the click asks for it.
            console.info('Start Spark has launched no JVM before the click:', error);
        }
    }

    /** @returns {boolean} whether no Spark runs, or is about to */
    get isPossible() {
        return this.session.phase === 'ready' && !this.session.state.isLocked;
    }

    /**
     * @param {?Config} config - whose JVM is wanted; null for none
     * @returns {Promise<string>}
     */
    async expression(config) {
        if (!config) {
            return (await this.api.kernelCalls()).stop_prewarmed_jvm;
        }
        const notebook = this.host.notebook.path();
        const conf = this.settings.overrides;
        return (await this.api.render(config.name, {parameters: {}, conf, notebook})).prewarm;
    }
}
