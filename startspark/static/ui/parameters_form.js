/**
 * A form for a config's parameters, and for the properties that the notebook changes.
 *
 * @module
 */

import {own} from '../session/own.js';
import {PARAMETERS_PAGE as TEXT} from '../strings.js';
import {controlClass, element, setAttributes, setText} from './element.js';
import {field} from './widgets.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('./properties_editor.js').PropertiesEditor} PropertiesEditor */

/** @typedef {Object<string, any>} Schema The words of JSON Schema for one parameter. */

/**
 * @typedef {Object} Values
 * @property {Object<string, any>} parameters - without empty numbers
 * @property {?Object<string, any>} conf - what the notebook changes; null where that is not shown
 */

/**
 * @typedef {Object} Refusals Messages.
 * @property {Object<string, string>} [parameters] - by parameter
 * @property {Object<string, string>} [conf] - by property
 */

const NUMBERS = ['integer', 'number'];

/** The id of the form, by which a button outside of it submits it. */
export const FORM_ID = 'startspark-parameters';

export class ParametersForm {
    /**
     * @param {Object<string, Schema>} parameters
     * @param {Look} look
     * @param {(values: Values) => void} onSubmit - gets the values, which the browser found right
     */
    constructor(parameters, look, onSubmit) {
        this.onSubmit = onSubmit;
        this.fields = Object.entries(parameters).map(([name, schema]) => new ParameterField(name, schema, look));
        /** @type {?PropertiesEditor} */
        this.properties = null;
        this.element = element('form', {id: FORM_ID, novalidate: true, onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.submit(this.onSubmit);
        }}, ...this.fields.map(it => it.element));
    }

    /**
     * @param {Object<string, Schema>} parameters - of which some may have no field yet
     * @param {Look} look
     */
    addMissing(parameters, look) {
        const added = Object.entries(parameters).filter(([name]) => !this.fields.some(it => it.name === name))
            .map(([name, schema]) => new ParameterField(name, schema, look));
        this.fields.at(-1)?.element.after(...added.map(it => it.element));
        this.fields.push(...added);
    }

    /** @param {PropertiesEditor} properties - to be shown below the parameters from now on */
    addProperties(properties) {
        this.properties = properties;
        this.element.append(properties.element);
    }

    /** @param {(values: Values) => void} onRight - gets the values, if the browser finds them right */
    submit(onRight) {
        const refused = this.check();
        if (refused) {
            refused.focus();
        } else {
            onRight(this.values());
        }
    }

    /** @returns {Values} */
    values() {
        const filled = this.fields.map(it => [it.name, it.value()]);
        return {
            parameters: Object.fromEntries(filled.filter(([, value]) => value !== undefined)),
            conf: this.properties ? this.properties.values() : null,
        };
    }

    /** @returns {HTMLElement} the first control */
    get first() {
        return this.fields[0]?.input ?? this.properties?.first ?? this.element;
    }

    /** Show the browser's own messages beside the fields. */
    check() {
        return this.refuse({
            parameters: Object.fromEntries(this.fields.map(({name, input}) => [name, input.validationMessage])),
            conf: this.properties ? this.properties.problems() : {},
        });
    }

    /**
     * @param {Refusals} refusals
     * @returns {?HTMLElement} the first control whose value is refused
     */
    refuse({parameters = {}, conf = {}}) {
        this.fields.forEach(it => it.refuse(own(parameters, it.name)));
        const property = this.properties?.refuse(conf) ?? null;
        return this.fields.find(it => it.isRefused)?.input ?? property;
    }
}

/** One parameter: label, control, unit, message and help. */
class ParameterField {
    /**
     * @param {string} name
     * @param {Schema} schema
     * @param {Look} look
     */
    constructor(name, schema, look) {
        this.name = name;
        this.schema = schema;
        this.isRefused = false;
        const id = `startspark-parameter-${name}`;
        this.input = control(schema, look.input);
        setAttributes(this.input, {id, 'aria-describedby': `${id}-message ${id}-help`});
        this.message = element('span', {id: `${id}-message`, class: 'startspark-message'});
        this.element = field(schema.title || name, this.input, withUnit(this.input, schema.unit), this.message,
            element('span', {id: `${id}-help`, class: 'startspark-help'}, helpText(schema)));
        this.element.classList.toggle('startspark-field-switch', schema.type === 'boolean');
    }

    /** @returns {any} undefined where a number is missing */
    value() {
        const {type, enum: choices} = this.schema;
        const {input} = this;
        if (type === 'boolean') {
            return /** @type {HTMLInputElement} */ (input).checked;
        }
        if (choices) {
            return choices[Number(input.value)];
        }
        if (NUMBERS.includes(type)) {
            return input.value === '' ? undefined : Number(input.value);
        }
        return input.value;
    }

    /** @param {string|undefined} message - empty where the value is right */
    refuse(message) {
        this.isRefused = Boolean(message);
        this.element.classList.toggle('startspark-refused', this.isRefused);
        setText(this.message, message || '');
        setAttributes(this.input, {'aria-invalid': String(this.isRefused)});
    }
}

/**
 * @param {Schema} schema
 * @param {string} look
 * @returns {HTMLInputElement|HTMLSelectElement}
 */
function control(schema, look) {
    const {type, enum: choices, default: first} = schema;
    if (type === 'boolean') {
        return element('input', {type: 'checkbox', checked: first === true});
    }
    const className = controlClass(look, 'startspark-input');
    if (choices) {
        const select = element('select', {class: className},
            ...choices.map((/** @type {any} */ choice, /** @type {number} */ index) =>
                element('option', {value: index}, String(choice))));
        select.selectedIndex = Math.max(0, choices.indexOf(first));
        return select;
    }
    return element('input', {class: className, ...rules(schema), value: first});
}

/**
 * The schema's words in HTML's; `pattern` is left to the server, whose rules are Python's.
 *
 * @param {Schema} schema
 */
function rules({type, minimum, maximum, multipleOf, minLength, maxLength}) {
    if (NUMBERS.includes(type)) {
        // HTML counts steps from the minimum, JSON Schema from 0: the server checks them.
        const step = type === 'integer' && !multipleOf ? 1 : 'any';
        return {type: 'number', min: minimum, max: maximum, step, required: true};
    }
    return {type: 'text', minlength: minLength, maxlength: maxLength, required: minLength > 0};
}

/**
 * @param {HTMLElement} input
 * @param {string} [unit]
 */
function withUnit(input, unit) {
    return unit ? element('div', {class: 'startspark-with-unit'},
        input, element('span', {class: 'startspark-unit'}, unit)) : input;
}

/**
 * @param {Schema} schema
 * @returns {string} the description, and the limits as a person would say them
 */
function helpText(schema) {
    const allowed = limits(schema);
    return schema.description && allowed ? TEXT.help(schema.description, allowed) : schema.description || allowed;
}

/** @param {Schema} schema */
function limits({minimum: low, maximum: high, unit}) {
    if (low === undefined && high === undefined) {
        return '';
    }
    const range = low === undefined ? TEXT.atMost(high) :
        high === undefined ? TEXT.atLeast(low) : TEXT.between(low, high);
    return unit ? TEXT.inUnit(range, unit) : range;
}
