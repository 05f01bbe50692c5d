/**
 * From a config to its code: asks for what the user may fill in, until the server takes it.
 *
 * @module
 */

import {RequestError} from '../services/request.js';
import {START_LABELS} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Rendered} Rendered */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./dialog.js').Dialog} Dialog */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./notebook_settings.js').Overrides} Overrides */
/** @typedef {import('./session.js').Session} Session */

/**
 * @typedef {Object} Wanted What the user has filled in.
 * @property {Object<string, any>} parameters
 * @property {?Overrides} conf - null where the properties were not shown
 * @property {boolean} [saveAs] - whether that is to be a config of its own, instead of a start
 */

/** @typedef {{config: Config, wanted: Wanted}} Draft A config to be made of another one. */

/** @typedef {{parameters?: Object<string, string>, conf?: Object<string, string>}} Refusals Messages by name. */

export class Rendering {
    /**
     * @param {Object} parts
     * @param {StartSparkApi} parts.api
     * @param {Config} parts.config
     * @param {boolean} parts.customize - whether the user wants to change something
     * @param {Dialog} parts.dialog
     * @param {Pick<Host, 'notebook'>} parts.host
     * @param {boolean} parts.replace - whether a running Spark is stopped first
     * @param {Session} parts.session
     * @param {NotebookSettings} parts.settings
     * @param {<Result>(step: Promise<Result>) => Promise<Result>} parts.unless - gives a step up
     *     with the start
     */
    constructor({api, config, customize, dialog, host, replace, session, settings, unless}) {
        this.api = api;
        this.config = config;
        this.customize = customize;
        this.dialog = dialog;
        this.host = host;
        this.replace = replace;
        this.session = session;
        this.settings = settings;
        this.unless = unless;
        /** @type {?Draft} what the user wants as a config of its own, instead of a start */
        this.draft = null;
        /** What this start changes, unless the user says else. */
        this.overrides = settings.overrides;
        this.hasAsked = false;
        /** @type {Object<string, any>} what the user has filled in last */
        this.parameters = {};
    }

    /** @returns {Promise<?Rendered>} null where the user does not want the start any more */
    async run() {
        if (this.settings.isStrange && !await this.review()) {
            return null;
        }
        /** @type {?Wanted} */
        let wanted = this.asks ? await this.ask({}) : {parameters: {}, conf: null};
        while (wanted) {
            if (wanted.saveAs) {
                this.draft = {config: this.config, wanted};
                return null;
            }
            const result = await this.tryOut(wanted);
            if (!('refusals' in result)) {
                return result.rendered;
            }
            wanted = await this.ask(result.refusals);
        }
        return null;
    }

    get asks() {
        return Object.values(this.config.parameters).some(it => !it.advanced) || this.customize;
    }

    /**
     * @param {Refusals} refusals
     * @returns {Config} with the parameters that the form shows
     */
    shown({parameters: refused = {}}) {
        const {config, customize} = this;
        const shown = Object.entries(config.parameters).filter(([name, {advanced}]) =>
            customize || !advanced || Object.hasOwn(refused, name));
        return {...config, parameters: Object.fromEntries(shown)};
    }

    /**
     * Show what a notebook of unknown origin changes. Without a decision of its own, the start
     * goes on without that.
     *
     * @returns {Promise<boolean>} whether it goes on
     */
    async review() {
        const {config, settings} = this;
        const {overrides} = await this.unless(this.api.review(config.name, settings.overrides));
        const answer = await this.question('review', {overrides, config, verb: this.verb});
        if (answer === 'with') {
            settings.accept();
        } else {
            this.overrides = {};
        }
        return answer !== null;
    }

    get verb() {
        const {verbs} = START_LABELS;
        return this.customize ? verbs.goOn : this.replace ? verbs.restart : verbs.start;
    }

    /**
     * @param {Wanted} wanted
     * @returns {Promise<{rendered: Rendered}|{refusals: Refusals}>}
     */
    async tryOut(wanted) {
        try {
            return {rendered: await this.render(wanted)};
        } catch (error) {
            const refusals = (error instanceof RequestError && error.body) || {};
            if (refusals.parameters || refusals.conf) {
                return {refusals};
            }
            throw error;
        }
    }

    /** @param {Wanted} wanted */
    async render({parameters, conf}) {
        this.parameters = parameters;
        const notebook = this.host.notebook.path();
        const rendered = await this.unless(
            this.api.render(this.config.name, {parameters, conf: conf ?? this.overrides, notebook}));
        if (conf) {
            this.settings.change(conf);
        }
        return rendered;
    }

    /**
     * Show the parameters, with the properties where the notebook changes some, or is to.
     *
     * @param {Refusals} refusals
     * @returns {Promise<?Wanted>} null where the user closed the dialog
     */
    async ask(refusals) {
        const {overrides} = this;
        const config = this.shown(refusals);
        const isAgain = this.hasAsked;
        this.hasAsked = true;
        this.details = this.details ?? await this.properties();
        const {parameters = {}, conf = {}} = refusals;
        return this.question('parameters', {
            config, details: this.details, overrides, refusals: {parameters, conf}, isAgain,
        });
    }

    /** @returns {Promise<?import('../services/startspark_api.js').Details>} null where they are not to be shown */
    async properties() {
        const isWanted = this.customize || Object.keys(this.overrides).length > 0;
        return isWanted ? this.unless(this.api.config(this.config.name)) : null;
    }

    /**
     * While the user is asked, nothing starts.
     *
     * @param {import('./store.js').Question['kind']} kind
     * @param {any} props
     */
    question(kind, props) {
        if (this.session.phase === 'starting') {
            this.session.send('none');
        }
        return this.dialog.ask(kind, props);
    }
}
