/**
 * What the notebook's metadata says: the chosen config, the properties that this notebook changes, and
 * whether Spark starts with it.
 *
 * @module
 */

import * as storage from '../services/browser_storage.js';
import {METADATA} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('./store.js').Store} Store */

/** @typedef {Object<string, any>} Overrides Values by property, as in a render request; null leaves one out. */

/** In front of the key in the browser's storage of the overrides that its user has seen. */
const SEEN = 'startspark:seen:';

/** The key in the metadata. */
const STARTS = 'start_with_notebook';

/** In front of the key of what its user has said of starting Spark with a notebook. */
const CONSENT = 'startspark:start:';

/** More than that nobody reviews: properties, and characters of all of them. */
const MOST = {properties: 200, characters: 50_000};

/** Characters of a config's name; those of real ones have fewer. */
const LONGEST_NAME = 200;

/** The name of a variable in the kernel's environment. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

export class NotebookSettings {
    /** @param {{host: Pick<Host, 'notebook'|'baseUrl'>, store: Store}} parts */
    constructor({host, store}) {
        this.notebook = host.notebook;
        /** Tells servers of one origin apart, as those of a hub's users and named servers. */
        this.server = host.baseUrl;
        this.store = store;
        /** The notebook's path, by which the browser knows what its user has said. */
        this.path = host.notebook.path();
        /** @type {?string} what the user has said in this page that may start with this notebook */
        this.allowed = null;
    }

    /** Keep the store in step with the metadata, which the user can edit. */
    follow() {
        this.publish();
        this.store.subscribe(() => this.publish());
    }

    publish() {
        this.followPath();
        const {overrides, note} = this.store.state.notebook;
        if (overrides !== this.count || note !== this.note) {
            this.store.update('notebook', {overrides: this.count, note: this.note});
        }
    }

    /** What the user has said of the notebook holds under its new name, too. */
    followPath() {
        const path = this.notebook.path();
        if (path !== this.path) {
            const {isStrange, startConsent: said} = this;
            this.path = path;
            if (said) {
                this.consent(said === 'yes');
            }
            if (this.count && !isStrange) {
                this.accept();
            }
        }
    }

    /** @returns {string|undefined} the chosen config's name */
    get config() {
        const {config} = this.metadata;
        return typeof config === 'string' ? config.slice(0, LONGEST_NAME) : undefined;
    }

    /** @returns {Overrides} */
    get overrides() {
        const {conf} = this.metadata;
        const entries = isMapping(conf) && !isTooMuch(conf) ? Object.entries(conf) : [];
        return Object.fromEntries(entries.filter(isOverride));
    }

    /** @returns {number} how many properties are changed */
    get count() {
        return Object.keys(this.overrides).length;
    }

    /** @returns {string} what of the metadata is ignored, and why; empty where nothing is */
    get note() {
        const why = problem(this.notebook.metadata());
        return why && METADATA.ignored(why);
    }

    /**
     * Properties can make Spark run anybody's code, and a notebook may come from anybody.
     *
     * @returns {boolean} whether the user has not yet seen what this notebook changes
     */
    get isStrange() {
        return this.count > 0 && storage.get(this.seenKey) !== this.fingerprint;
    }

    /** @returns {boolean} whether Spark starts with this notebook, if its user wants that */
    get starts() {
        return this.metadata[STARTS] === true;
    }

    /** @param {boolean} isOn - as the user wants it */
    setStarts(isOn) {
        const others = Object.entries(this.metadata).filter(([name]) => name !== STARTS);
        this.write(Object.fromEntries(isOn ? [...others, [STARTS, true]] : others));
        this.consent(isOn);
    }

    /**
     * A notebook may come from anybody, and what it says of itself with it.
     *
     * @returns {'yes'|'no'|null} what its user has said of starting just this Spark with it; null: nothing
     */
    get startConsent() {
        const {said, of} = parse(storage.get(this.consentKey));
        return of === this.startFingerprint ? said : null;
    }

    /** @param {boolean} isWanted - whether Spark is to start with this notebook, on this machine */
    consent(isWanted) {
        const said = {said: isWanted ? 'yes' : 'no', of: this.startFingerprint};
        storage.set(this.consentKey, JSON.stringify(said));
    }

    /** @param {boolean} isAllowed - whether what would start now may, even in a notebook that is not trusted */
    allow(isAllowed) {
        this.allowed = isAllowed ? this.startFingerprint : null;
    }

    /** @returns {boolean} whether the user has said in this page that just this Spark may start */
    get isAllowed() {
        return this.allowed === this.startFingerprint;
    }

    get startFingerprint() {
        return JSON.stringify([this.config ?? null, this.fingerprint]);
    }

    /** @param {string} config - the name of the chosen one */
    choose(config) {
        this.write({...this.metadata, config});
    }

    /** @param {Overrides} overrides - as the user wants them */
    change(overrides) {
        const {conf, ...others} = this.metadata;
        if (JSON.stringify(overrides) !== JSON.stringify(conf === undefined ? {} : conf)) {
            this.write(Object.keys(overrides).length ? {...others, conf: overrides} : others);
        }
        this.accept();
    }

    /** The user has seen what this notebook changes, and wants it. */
    accept() {
        storage.set(this.seenKey, this.fingerprint);
    }

    /** The server writes a notebook's metadata in an order of its own. */
    get fingerprint() {
        const {overrides} = this;
        return JSON.stringify(Object.keys(overrides).sort().map(name => [name, overrides[name]]));
    }

    /** @returns {Object<string, any>} */
    get metadata() {
        const metadata = /** @type {any} */ (this.notebook.metadata());
        return isMapping(metadata) ? metadata : {};
    }

    /** @param {Object<string, any>} metadata - as the user wants it, who has said before what starts */
    write(metadata) {
        const {isAllowed, startConsent: said} = this;
        this.notebook.setMetadata(metadata);
        if (said) {
            this.consent(said === 'yes');
        }
        this.allow(isAllowed);
        this.publish();
    }

    get seenKey() {
        return SEEN + this.server + this.path;
    }

    get consentKey() {
        return CONSENT + this.server + this.path;
    }
}

/**
 * @param {any} metadata - a notebook's
 * @returns {string} what is wrong with it, if anything is
 */
function problem(metadata = {}) {
    if (!isMapping(metadata)) {
        return METADATA.noMapping(kind(metadata));
    }
    const {config = '', conf = {}, [STARTS]: starts = false} = metadata;
    if (typeof config !== 'string') {
        return METADATA.configNoText(kind(config));
    }
    if (!isMapping(conf)) {
        return METADATA.confNoMapping(kind(conf));
    }
    if (typeof starts !== 'boolean') {
        return METADATA.startsNoBoolean(kind(starts));
    }
    return isTooMuch(conf) ? METADATA.tooMuch(MOST.properties) : problemOfValues(conf);
}

/** @param {Object<string, any>} conf */
function problemOfValues(conf) {
    const [first, ...others] = Object.entries(conf).filter(entry => !isOverride(entry));
    return first ? METADATA.badValue(kind(first[1]), first[0].slice(0, 100) || ' ', others.length) : '';
}

/** @param {Object<string, any>} conf */
function isTooMuch(conf) {
    const names = Object.keys(conf);
    const size = names.reduce((sum, name) => sum + name.length + sizeOf(conf[name]), 0);
    return names.length > MOST.properties || size > MOST.characters;
}

/** @param {any} value */
function sizeOf(value) {
    const text = isMapping(value) ? value.env : value;
    return typeof text === 'string' ? text.length : 0;
}

/** @param {[string, any]} entry - whether it can be a property and its value */
function isOverride([name, value]) {
    return name.trim() !== '' && (value === null || typeof value === 'string' || isVariable(value));
}

/** @param {any} value */
function isVariable(value) {
    return isMapping(value) && Object.keys(value).join() === 'env' &&
        typeof value.env === 'string' && VARIABLE.test(value.env);
}

/**
 * @param {any} value
 * @returns {boolean}
 */
function isMapping(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {any} value */
function kind(value) {
    const {nothing, list, text, number, boolean, mapping} = METADATA.kinds;
    return value === null ? nothing : Array.isArray(value) ? list :
        {string: text, number, boolean}[/** @type {string} */ (typeof value)] ?? mapping;
}

/**
 * @param {?string} text - what the browser has kept
 * @returns {{said?: any, of?: string}}
 */
function parse(text) {
    try {
        return Object(JSON.parse(text ?? ''));
    } catch {
        return {};
    }
}
