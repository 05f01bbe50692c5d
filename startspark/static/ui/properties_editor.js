/**
 * The properties that a config sets, and what this notebook changes in them.
 *
 * @module
 */

import {own} from '../session/own.js';
import {PROPERTIES as TEXT} from '../strings.js';
import {controlClass, element, fill, setAttributes, setText} from './element.js';
import {icon} from './icons.js';
import {inlineCode} from './inline_code.js';
import {text} from './property_value.js';
import {button, buttonClass} from './widgets.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('../services/startspark_api.js').Details} Details */

/** How a value that is read in the kernel's environment is written here. */
const FROM_ENVIRONMENT = /^\{\s*env:\s*(\w+)\s*\}$/;

export class PropertiesEditor {
    /**
     * @param {Details} details - of the config
     * @param {Object<string, any>} overrides - of this notebook's, by property
     * @param {Look} look
     * @param {HTMLElement} file - the config's, to be shown below
     */
    constructor({conf}, overrides, look, file) {
        this.look = look;
        this.rows = Object.keys({...conf, ...overrides}).map(name =>
            new PropertyRow(name, own(conf, name), own(overrides, name), this));
        this.body = element('tbody', {}, ...this.rows.map(row => row.element));
        this.adder = button(look, TEXT.add, () => this.add(), 'smallButton');
        this.element = element('div', {class: 'startspark-properties'},
            element('table', {'aria-label': TEXT.label}, this.body), this.adder, file);
    }

    /** @returns {HTMLElement} what to begin with */
    get first() {
        return this.rows[0]?.input ?? this.adder;
    }

    add() {
        const row = new PropertyRow('', undefined, '', this);
        this.rows.push(row);
        this.body.append(row.element);
        row.nameInput.focus();
    }

    /** @param {PropertyRow} row */
    remove(row) {
        this.rows = this.rows.filter(other => other !== row);
        row.element.remove();
        this.adder.focus();
    }

    /** @returns {Object<string, any>} the overrides by property, null for one that is left out */
    values() {
        return Object.fromEntries(this.rows.filter(row => row.isChanged).map(row => [row.name, row.value]));
    }

    /** @returns {Object<string, string>} what is wrong, as far as the page knows, by property */
    problems() {
        const names = this.rows.map(row => row.name);
        const twice = names.filter((name, index) => names.indexOf(name) !== index);
        return Object.fromEntries(names.map(name =>
            [name, name === '' ? TEXT.noName : twice.includes(name) ? TEXT.twice : '']));
    }

    /**
     * @param {Object<string, string>} refusals - messages by property
     * @returns {?HTMLElement} the first control whose value is refused
     */
    refuse(refusals) {
        this.rows.forEach(row => row.refuse(own(refusals, row.name) ?? ''));
        return this.rows.find(row => own(refusals, row.name))?.control ?? null;
    }
}

/** One property. */
class PropertyRow {
    /**
     * @param {string} name
     * @param {any} original - the config's value, undefined where the notebook adds the property
     * @param {any} change - the notebook's, undefined where it has none, null where it leaves the property out
     * @param {PropertiesEditor} editor
     */
    constructor(name, original, change, editor) {
        this.original = original;
        this.isLeftOut = change === null;
        this.isAdded = original === undefined;
        this.fixedName = name;
        const inputClass = controlClass(editor.look.input, 'startspark-input');
        this.nameInput = element('input', {
            type: 'text', class: inputClass, 'aria-label': TEXT.name, placeholder: TEXT.namePlaceholder,
            spellcheck: 'false', value: name,
        });
        this.input = element('input', {
            type: 'text', class: inputClass, 'aria-label': this.isAdded ? TEXT.value : name, spellcheck: 'false',
            placeholder: original === null ? TEXT.hidden : '', value: text(change ?? original),
            oninput: () => this.show(),
        });
        this.note = element('span', {class: 'startspark-note'});
        this.message = element('span', {class: 'startspark-message'});
        this.action = element('button', {
            type: 'button', class: `${buttonClass(editor.look, 'smallButton')} startspark-row-action`,
            onclick: () => this.isAdded ? editor.remove(this) : this.toggle(),
        });
        this.element = element('tr', {},
            element('td', {}, this.isAdded ? this.nameInput : element('code', {}, name)),
            element('td', {}, this.input, this.note, this.message),
            element('td', {}, this.action));
        this.show();
    }

    get name() {
        return this.isAdded ? this.nameInput.value.trim() : this.fixedName;
    }

    /** What a refusal is about. */
    get control() {
        return this.isAdded && !this.name ? this.nameInput : this.input;
    }

    get isChanged() {
        return this.isAdded || this.isLeftOut || this.input.value !== text(this.original);
    }

    get value() {
        const variable = FROM_ENVIRONMENT.exec(this.input.value)?.[1];
        return this.isLeftOut ? null : variable ? {env: variable} : this.input.value;
    }

    /** Take the config's value again, or leave it out. */
    toggle() {
        if (this.isChanged) {
            this.isLeftOut = false;
            this.input.value = text(this.original);
        } else {
            this.isLeftOut = true;
        }
        this.refuse('');
        this.show();
    }

    show() {
        const canReset = this.isChanged && !this.isAdded;
        const label = canReset ? TEXT.reset : this.isAdded ? TEXT.remove : TEXT.leaveOut;
        if (this.action.title !== label) {
            fill(this.action, icon(canReset ? 'undo' : 'cross'));
        }
        setAttributes(this.action, {title: label, 'aria-label': TEXT.action(label, this.name)});
        this.input.disabled = this.isLeftOut;
        this.element.classList.toggle('startspark-changed', this.isChanged);
        setText(this.note, !canReset ? '' : this.isLeftOut ? TEXT.leftOut :
            TEXT.was(text(this.original) || TEXT.hidden));
    }

    /** @param {string} message - empty where the value is right */
    refuse(message) {
        this.element.classList.toggle('startspark-refused', Boolean(message));
        setAttributes(this.control, {'aria-invalid': String(Boolean(message))});
        fill(this.message, ...message ? inlineCode(message) : []);
    }
}
