// What a notebook's metadata remembers: the chosen config, and what this notebook changes in it.
define(['./storage'], function (storage) {
    'use strict';

    /** The key in the notebook's metadata. */
    const KEY = 'startspark';

    /** In front of the key in the browser's storage of changes that its user has seen. */
    const SEEN = 'startspark:seen:';

    class Remembered {
        /** @param {Notebook} notebook */
        constructor(notebook) {
            this.notebook = notebook;
        }

        /** @returns {string|undefined} the chosen config's name */
        get config() {
            return this.metadata.config;
        }

        /** @returns {Object<string, *>} values by property, as in a render request */
        get changes() {
            const {conf} = this.metadata;
            const entries = typeof conf === 'object' ? Object.entries(conf || {}) : [];
            return Object.fromEntries(entries.filter(([, value]) => isValue(value)));
        }

        /** @returns {number} how many properties are changed */
        get count() {
            return Object.keys(this.changes).length;
        }

        /**
         * Properties can make Spark run anybody's code, and a notebook may come from anybody.
         *
         * @returns {boolean} whether the user has not yet seen what this notebook changes
         */
        get isStrange() {
            return this.count > 0 && storage.get(this.seenKey) !== JSON.stringify(this.changes);
        }

        /** @param {string} config - the name of the chosen one */
        choose(config) {
            this.write({...this.metadata, config});
        }

        /** @param {Object<string, *>} changes - that the user has seen */
        change(changes) {
            const before = JSON.stringify(this.changes);
            if (JSON.stringify(changes) !== before) {
                const {conf, ...others} = this.metadata;
                this.write(Object.keys(changes).length ? {...others, conf: changes} : others);
            }
            storage.set(this.seenKey, JSON.stringify(this.changes));
        }

        get metadata() {
            return Object(this.notebook.metadata[KEY]);
        }

        write(metadata) {
            this.notebook.metadata[KEY] = metadata;
            this.notebook.set_dirty(true);
        }

        get seenKey() {
            return SEEN + this.notebook.notebook_path;
        }
    }

    /** Whether it can be a property's value; null leaves the config's out. */
    function isValue(value) {
        return value === null || typeof value === 'string' || typeof Object(value).env === 'string';
    }

    return {Remembered};
});
