/**
 * What helps to write properties: names and values that fit what is typed, and what is wrong with it.
 * It is loaded with the first list of properties that is shown.
 *
 * @module
 */

import {PROPERTY_HELP as TEXT} from '../strings.js';
import {Combobox} from './combobox.js';
import {setAttributes} from './element.js';
import {drawProperty, drawValue, isPrefix} from './property_option.js';
import {PropertyChecks} from './property_checks.js';
import {search} from './property_search.js';
import {findValues} from './value_search.js';

/** @typedef {import('../services/startspark_api.js').Problem} Problem */
/** @typedef {import('../services/startspark_api.js').Property} Property */
/** @typedef {import('./combobox.js').Suggestions} Suggestions */
/** @typedef {import('./properties_editor.js').PropertiesEditor} PropertiesEditor */
/** @typedef {import('./properties_editor.js').PropertyRow} PropertyRow */

/**
 * @typedef {Object} Sources
 * @property {(onList: (properties: Property[]) => void) => void} list - what Spark has
 * @property {(conf: Object<string, any>) => Promise<Object<string, Problem>>} check - what is wrong with changes
 */

/** Of the list of names, in pixels. */
const WIDTH = 480;

export class PropertyHelp {
    /**
     * @param {PropertiesEditor} editor
     * @param {Sources} sources
     */
    constructor(editor, sources) {
        this.editor = editor;
        this.sources = sources;
        /** @type {?Property[]} null until a field needs them */
        this.properties = null;
        /** @type {Map<string, Property>} */
        this.byName = new Map();
        this.isAsked = false;
        /** @type {Combobox[]} */
        this.fields = [];
        this.checks = new PropertyChecks(editor, sources.check);
    }

    /** @param {PropertyRow} row */
    attach(row) {
        if (row.isAdded) {
            this.attachToName(row);
        }
        this.attachToValue(row);
        row.element.addEventListener('input', () => {
            this.checks.soon();
            this.showDefault(row);
        });
        row.action.addEventListener('click', () => this.checks.soon());
        if (row.isChanged && row.name) {
            this.checks.soon();
        }
    }

    /** @param {PropertyRow} row */
    attachToName(row) {
        row.nameInput.addEventListener('focus', () => this.load());
        this.add(row.nameInput, {
            label: TEXT.names,
            width: WIDTH,
            takesFirst: true,
            suggest: text => this.suggestNames(text),
            describe: TEXT.found,
            onToggle: (/** @type {boolean} */ isOpen) => this.setTyping(row, isOpen),
            onTake: (/** @type {string} */ name) => this.meetName(row, name),
        });
        if (document.activeElement === row.nameInput) {
            this.load();
        }
    }

    /** @param {PropertyRow} row */
    attachToValue(row) {
        this.add(row.input, {
            label: TEXT.values,
            suggest: (text, isTyped) => this.suggestValues(row, text, isTyped),
            describe: TEXT.found,
            onTake: () => row.changed(),
        });
    }

    /**
     * @param {HTMLInputElement} input
     * @param {Omit<import('./combobox.js').Options, 'announce'>} options
     */
    add(input, options) {
        this.fields.push(new Combobox(input, {...options, announce: text => this.editor.announce(text)}));
    }

    /** Find out, once, which properties there are. */
    load() {
        if (this.isAsked) {
            return;
        }
        this.isAsked = true;
        this.sources.list(properties => {
            this.properties = properties;
            this.byName = new Map(properties.map(it => [it.name, it]));
            this.fields.forEach(field => field.refresh());
            this.editor.rows.forEach(row => this.showDefault(row));
        });
    }

    /**
     * @param {string} text
     * @returns {Suggestions}
     */
    suggestNames(text) {
        const {found, more} = search(this.properties ?? [], text);
        return {
            items: found.map(property => ({value: property.name, draw: () => drawProperty(property)})),
            note: more ? TEXT.more(more) : '',
        };
    }

    /**
     * @param {PropertyRow} row
     * @param {string} text
     * @param {boolean} isTyped
     * @returns {Suggestions}
     */
    suggestValues(row, text, isTyped) {
        this.load();
        const values = findValues(this.byName.get(row.name), text, isTyped);
        return {items: values.map(it => ({value: it.value, draw: () => drawValue(it)})), note: ''};
    }

    /**
     * While a name is chosen from the list, it is not finished: nothing is said of it.
     *
     * @param {PropertyRow} row
     * @param {boolean} isTyping
     */
    setTyping(row, isTyping) {
        row.isNameTyped = isTyping;
        this.checks.soon();
    }

    /**
     * @param {PropertyRow} row
     * @param {string} name - which was taken from the list
     */
    meetName(row, name) {
        row.changed();
        this.showDefault(row);
        if (!isPrefix(name)) {
            row.input.focus();
        }
    }

    /** @param {PropertyRow} row */
    showDefault(row) {
        const value = row.isAdded ? this.byName.get(row.name)?.default : null;
        if (row.isAdded) {
            setAttributes(row.input, {placeholder: value ? TEXT.default(value.replaceAll('`', '')) : ''});
        }
    }
}
