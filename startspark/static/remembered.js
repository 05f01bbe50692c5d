// What a notebook's metadata remembers: the chosen config, and what this notebook changes in it.
define(['./storage'], function (storage) {
    'use strict';

    /** The key in the notebook's metadata. */
    const KEY = 'startspark';

    /** In front of the key in the browser's storage of changes that its user has seen. */
    const SEEN = 'startspark:seen:';

    /** More than that nobody reviews: properties, and characters of all of them. */
    const MOST = {properties: 200, characters: 50000};

    /** The name of a variable in the kernel's environment. */
    const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

    class Remembered {
        /** @param {Notebook} notebook */
        constructor(notebook) {
            this.notebook = notebook;
        }

        /** @returns {string|undefined} the chosen config's name */
        get config() {
            const {config} = this.metadata;
            return typeof config === 'string' ? config : undefined;
        }

        /** @returns {Object<string, *>} values by property, as in a render request */
        get changes() {
            const {conf} = this.metadata;
            const entries = isMapping(conf) && !isTooMuch(conf) ? Object.entries(conf) : [];
            return Object.fromEntries(entries.filter(isChange));
        }

        /** @returns {number} how many properties are changed */
        get count() {
            return Object.keys(this.changes).length;
        }

        /** @returns {string} what of the metadata is ignored, and why; empty where nothing is */
        get note() {
            const why = problem(this.notebook.metadata[KEY]);
            return why && `Some of this notebook’s metadata for Spark is ignored: ${why}. ` +
                'To correct that, choose Edit, Edit Notebook Metadata.';
        }

        /**
         * Properties can make Spark run anybody's code, and a notebook may come from anybody.
         *
         * @returns {boolean} whether the user has not yet seen what this notebook changes
         */
        get isStrange() {
            return this.count > 0 && storage.get(this.seenKey) !== this.fingerprint;
        }

        /** @param {string} config - the name of the chosen one */
        choose(config) {
            this.write({...this.metadata, config});
        }

        /** @param {Object<string, *>} changes - that the user has made */
        change(changes) {
            const {conf, ...others} = this.metadata;
            if (JSON.stringify(changes) !== JSON.stringify(conf === undefined ? {} : conf)) {
                this.write(Object.keys(changes).length ? {...others, conf: changes} : others);
            }
            this.accept();
        }

        /** The user has seen what this notebook changes, and wants it. */
        accept() {
            storage.set(this.seenKey, this.fingerprint);
        }

        /** The server writes a notebook's metadata in an order of its own. */
        get fingerprint() {
            const {changes} = this;
            return JSON.stringify(Object.keys(changes).sort().map(name => [name, changes[name]]));
        }

        get metadata() {
            const metadata = this.notebook.metadata[KEY];
            return isMapping(metadata) ? metadata : {};
        }

        write(metadata) {
            this.notebook.metadata[KEY] = metadata;
            this.notebook.set_dirty(true);
        }

        get seenKey() {
            return SEEN + this.notebook.notebook_path;
        }
    }

    /** What is wrong with a notebook's metadata, if anything is. */
    function problem(metadata = {}) {
        if (!isMapping(metadata)) {
            return `\`${KEY}\` must be a mapping, not ${kind(metadata)}`;
        }
        const {config = '', conf = {}} = metadata;
        if (typeof config !== 'string') {
            return `\`${KEY}.config\` must be text, not ${kind(config)}`;
        }
        if (!isMapping(conf)) {
            return `\`${KEY}.conf\` must be a mapping of properties to text, not ${kind(conf)}`;
        }
        if (isTooMuch(conf)) {
            return `\`${KEY}.conf\` has more than ${MOST.properties} properties, or too long ones`;
        }
        const [first, ...others] = Object.entries(conf).filter(entry => !isChange(entry));
        return first ? `\`${KEY}.conf\` must have text as values, and has ${kind(first[1])} for ` +
            `\`${first[0].slice(0, 100) || ' '}\`${others.length ? `, and ${others.length} more of the kind` : ''}` : '';
    }

    function isTooMuch(conf) {
        const names = Object.keys(conf);
        const size = name => name.length + (typeof conf[name] === 'string' ? conf[name].length : 0);
        return names.length > MOST.properties ||
            names.reduce((sum, name) => sum + size(name), 0) > MOST.characters;
    }

    /** Whether it can be a property and its value; null leaves the config's out. */
    function isChange([name, value]) {
        return name.trim() !== '' && (value === null || typeof value === 'string' || isVariable(value));
    }

    function isVariable(value) {
        return isMapping(value) && Object.keys(value).join() === 'env' &&
            typeof value.env === 'string' && VARIABLE.test(value.env);
    }

    function isMapping(value) {
        return typeof value === 'object' && value !== null && !Array.isArray(value);
    }

    function kind(value) {
        return value === null ? 'nothing' : Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'text' :
            {number: 'a number', boolean: 'true or false'}[typeof value] || 'a mapping';
    }

    return {Remembered};
});
