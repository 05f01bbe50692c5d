// A form for a config's parameters, and for what the notebook changes in its properties.
define(['jquery', './own'], function ($, owns) {
    'use strict';

    const {own} = owns;

    const NUMBERS = ['integer', 'number'];

    class Form {
        /**
         * @param {Object<string, Object>} parameters - JSON Schema words by parameter
         * @param {?Settings} settings - the properties, where they are shown
         * @param {function(Object)} onSubmit - gets the values, which the browser found right
         */
        constructor(parameters, settings, onSubmit) {
            this.settings = settings;
            this.onSubmit = onSubmit;
            this.fields = Object.entries(parameters).map(([name, schema]) => new Field(name, schema));
            this.element = $('<form>', {id: 'startspark-parameters', novalidate: true})
                .append(this.fields.map(field => field.element), settings && settings.element)
                .on('submit', event => {
                    event.preventDefault();
                    this.submit(this.onSubmit);
                });
        }

        /** @param {function(Object)} onRight - gets the values, if the browser finds them right */
        submit(onRight) {
            if (this.check()) {
                onRight(this.values());
            }
        }

        /**
         * @returns {{parameters: Object<string, *>, conf: ?Object<string, *>}} the parameters without
         *     empty numbers; the notebook's changes, null where they are not shown
         */
        values() {
            const filled = this.fields.map(field => [field.name, field.value()]);
            return {
                parameters: Object.fromEntries(filled.filter(([, value]) => value !== undefined)),
                conf: this.settings && this.settings.values(),
            };
        }

        /** @returns {HTMLElement} the first control */
        get first() {
            return this.fields.length ? this.fields[0].input : this.settings.first;
        }

        /** Show the browser's own messages beside the fields. */
        check() {
            const messages = this.fields.map(({name, input}) => [name, input.validationMessage]);
            return this.refuse({
                parameters: Object.fromEntries(messages),
                conf: this.settings ? this.settings.problems() : {},
            });
        }

        /**
         * @param {Object} refusals - messages by parameter in `parameters`, by property in `conf`
         * @returns {boolean} whether there are none
         */
        refuse({parameters = {}, conf = {}}) {
            this.fields.forEach(field => field.refuse(own(parameters, field.name)));
            const property = this.settings && this.settings.refuse(conf);
            const field = this.fields.find(it => it.refused);
            const refused = field ? field.input : property;
            if (refused) {
                refused.focus();
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
