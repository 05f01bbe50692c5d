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
/** @typedef {import('../services/startspark_api.js').Problem} Problem */
/** @typedef {import('./property_help.js').PropertyHelp} PropertyHelp */
/** @typedef {import('./property_help.js').Sources} Sources */

/** How a value that is read in the kernel's environment is written here. */
const FROM_ENVIRONMENT = /^\{\s*env:\s*(\w+)\s*\}$/;

/** How many rows there were: each has a message of its own id. */
let made = 0;

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
        this.status = element('p', {class: 'startspark-sr-only', role: 'status'});
        this.element = element('div', {class: 'startspark-properties'},
            element('table', {'aria-label': TEXT.label}, this.body), this.adder, file, this.status);
        /** @type {?PropertyHelp} null until it is loaded */
        this.help = null;
    }

    /**
     * Help whoever types from now on. Nothing depends on that.
     *
     * @param {Sources} sources
     */
    async offerHelp(sources) {
        try {
            const {PropertyHelp} = await import('./property_help.js');
            const help = new PropertyHelp(this, sources);
            this.help = help;
            this.rows.forEach(row => help.attach(row));
        } catch (error) {
            console.error('Start Spark cannot help with properties:', error);
        }
    }

    /** @returns {HTMLElement} what to begin with */
    get first() {
        return this.rows[0]?.input ?? this.adder;
    }

    add() {
        const row = new PropertyRow('', undefined, '', this);
        this.rows.push(row);
        this.body.append(row.element);
        this.help?.attach(row);
        row.nameInput.focus();
    }

    /** @param {PropertyRow} row */
    remove(row) {
        this.rows = this.rows.filter(other => other !== row);
        row.element.remove();
        this.adder.focus();
    }

    /** @param {string} text - for a screen reader */
    announce(text) {
        setText(this.status, text);
    }

    /** @param {Object<string, Problem>} problems - with what is typed, by property */
    tell(problems) {
        this.rows.forEach(row => row.tell(row.isNameTyped ? undefined : own(problems, row.name)));
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
export class PropertyRow {
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
        /** Whether the user is choosing a name. */
        this.isNameTyped = false;
        /** What the server has refused, or the page. */
        this.refusal = {message: '', text: ''};
        made += 1;
        const messageId = `startspark-property-message-${made}`;
        const inputClass = controlClass(editor.look.input, 'startspark-input');
        this.nameInput = element('input', {
            type: 'text', class: inputClass, 'aria-label': TEXT.name, placeholder: TEXT.namePlaceholder,
            spellcheck: 'false', value: name, 'aria-describedby': messageId, oninput: () => this.show(),
        });
        this.input = element('input', {
            type: 'text', class: inputClass, 'aria-label': this.isAdded ? TEXT.value : name, spellcheck: 'false',
            placeholder: original === null ? TEXT.hidden : '', value: text(change ?? original),
            'aria-describedby': messageId, oninput: () => this.show(),
        });
        this.first = {shown: this.input.value, value: change ?? original ?? ''};
        this.note = element('span', {class: 'startspark-note'});
        this.message = element('span', {id: messageId, class: 'startspark-message', 'aria-live': 'polite'});
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
        const {isAdded, isLeftOut, original, value} = this;
        return isAdded || isLeftOut || (value !== original && text(value) !== text(original));
    }

    get value() {
        if (!this.isLeftOut && this.input.value === this.first.shown) {
            return this.first.value;  // a field of one line drops the newlines of what it gets
        }
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

    /** Text has come into a field otherwise than by typing. */
    changed() {
        this.show();
        this.element.dispatchEvent(new Event('input'));
    }

    /** @param {string} message - empty where the value is right */
    refuse(message) {
        this.refusal = {message, text: this.text};
        this.mark(message, 'error', this.control);
    }

    /** All that the user has typed. */
    get text() {
        return `${this.name}\n${this.input.value}`;
    }

    /** @param {Problem|undefined} problem - with what is typed; a refusal stays until something else is */
    tell(problem) {
        if (this.refusal.message && this.refusal.text === this.text) {
            return;
        }
        const isInName = this.isAdded && problem?.field === 'name';
        this.mark(problem?.message ?? '', problem?.severity ?? 'error', isInName ? this.nameInput : this.control);
    }

    /**
     * @param {string} message - empty for none
     * @param {'error'|'warning'} severity
     * @param {HTMLInputElement} control - that it is about
     */
    mark(message, severity, control) {
        const isError = message !== '' && severity === 'error';
        this.element.classList.toggle('startspark-refused', isError);
        this.message.classList.toggle('startspark-caution', severity === 'warning');
        for (const input of [this.nameInput, this.input]) {
            setAttributes(input, {'aria-invalid': String(isError && input === control)});
        }
        if (this.message.textContent !== message.replaceAll('`', '')) {  // a screen reader would say it again
            fill(this.message, ...message ? inlineCode(message) : []);
        }
    }
}
