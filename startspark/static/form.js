// A form for a config's parameters.
define(['jquery'], function ($) {
    'use strict';

    const NUMBERS = ['integer', 'number'];

    class Form {
        /**
         * @param {Object<string, Object>} parameters - JSON Schema words by parameter
         * @param {function(Object<string, *>)} onSubmit - gets the values, which the browser found right
         */
        constructor(parameters, onSubmit) {
            this.onSubmit = onSubmit;
            this.fields = Object.entries(parameters).map(([name, schema]) => new Field(name, schema));
            this.element = $('<form>', {id: 'startspark-parameters', novalidate: true})
                .append(this.fields.map(field => field.element))
                .on('submit', event => {
                    event.preventDefault();
                    if (this.check()) {
                        this.onSubmit(this.values());
                    }
                });
        }

        /** @returns {Object<string, *>} the values by parameter; empty numbers are left out */
        values() {
            const filled = this.fields.map(field => [field.name, field.value()]);
            return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
        }

        /** @returns {HTMLElement} the first control */
        get first() {
            return this.fields[0].input;
        }

        /** Show the browser's own messages beside the fields. */
        check() {
            this.fields.forEach(field => field.refuse(field.input.validationMessage));
            return this.focusRefused();
        }

        /** @param {Object<string, string>} refusals - the server's messages by parameter */
        refuse(refusals) {
            this.fields.forEach(field => field.refuse(refusals[field.name]));
            this.focusRefused();
        }

        focusRefused() {
            const refused = this.fields.find(field => field.refused);
            if (refused) {
                refused.input.focus();
            }
            return !refused;
        }
    }

    /** One parameter: label, control, unit, help and message. */
    class Field {
        constructor(name, schema) {
            this.name = name;
            this.schema = schema;
            const id = `startspark-parameter-${name}`;
            const control = this.control().attr({
                id,
                'aria-describedby': `${id}-message ${id}-help`,
            });
            this.input = control[0];
            this.message = $('<span>', {id: `${id}-message`, class: 'help-block'});
            this.element = $('<div>', {class: 'form-group startspark-field'}).append(
                $('<label>', {for: id, class: 'control-label', text: schema.title || name}),
                this.withUnit(control),
                this.message,
                $('<span>', {id: `${id}-help`, class: 'help-block startspark-help', text: helpText(schema)})
            );
        }

        control() {
            const {type, enum: choices, default: start} = this.schema;
            if (type === 'boolean') {
                return $('<input>', {type: 'checkbox'}).prop('checked', start === true);
            }
            if (choices) {
                return $('<select>', {class: 'form-control'})
                    .append(choices.map((choice, index) => $('<option>', {value: index, text: choice})))
                    .val(Math.max(0, choices.indexOf(start)));
            }
            return $('<input>', {class: 'form-control', ...this.rules()}).val(start);
        }

        /** The schema's words in HTML's; `pattern` is left to the server, whose rules are Python's. */
        rules() {
            const {type, minimum, maximum, multipleOf, minLength, maxLength} = this.schema;
            if (NUMBERS.includes(type)) {
                // HTML counts steps from the minimum, JSON Schema from 0: the server checks them.
                const step = type === 'integer' && !multipleOf ? 1 : 'any';
                return {type: 'number', min: minimum, max: maximum, step, required: true};
            }
            return {type: 'text', minlength: minLength, maxlength: maxLength, required: minLength > 0};
        }

        withUnit(control) {
            const {unit} = this.schema;
            return unit ? $('<div>', {class: 'input-group'})
                .append(control, $('<span>', {class: 'input-group-addon', text: unit})) : control;
        }

        value() {
            const {type, enum: choices} = this.schema;
            if (type === 'boolean') {
                return this.input.checked;
            }
            if (choices) {
                return choices[Number(this.input.value)];
            }
            if (NUMBERS.includes(type)) {
                return this.input.value === '' ? undefined : Number(this.input.value);
            }
            return this.input.value;
        }

        refuse(message) {
            this.refused = Boolean(message);
            this.element.toggleClass('has-error', this.refused);
            this.message.text(message || '');
            this.input.setAttribute('aria-invalid', String(this.refused));
        }
    }

    /** The description, and the limits as a person would say them. */
    function helpText(schema) {
        const allowed = limits(schema);
        return schema.description && allowed ? `${schema.description} (${allowed})` :
            schema.description || allowed;
    }

    function limits({minimum, maximum, unit}) {
        const low = minimum !== undefined;
        const high = maximum !== undefined;
        if (!low && !high) {
            return '';
        }
        const range = low && high ? `${minimum} to ${maximum}` :
            low ? `at least ${minimum}` : `at most ${maximum}`;
        return unit ? `${range} ${unit}` : range;
    }

    return {Form};
});
