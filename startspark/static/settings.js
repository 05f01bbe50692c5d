// The properties that a config sets, and what this notebook changes in them.
define(['jquery', './own', './prose', './value'], function ($, owns, prose, values) {
    'use strict';

    const {own} = owns;
    const {text} = values;

    /** How a value that is read in the kernel's environment is written here. */
    const FROM_ENVIRONMENT = /^\{\s*env:\s*(\w+)\s*\}$/;

    class Settings {
        /**
         * @param {Details} config
         * @param {Object<string, *>} changes - of this notebook's, by property
         * @param {jQuery} file - the config's, to be shown below
         */
        constructor(config, changes, file) {
            const names = Object.keys({...config.conf, ...changes});
            this.rows = names.map(name => new Row(name, own(config.conf, name), own(changes, name), this));
            this.body = $('<tbody>').append(this.rows.map(row => row.element));
            this.adder = $('<button>', {
                type: 'button', class: 'btn btn-xs btn-default', text: 'Add a property',
            }).on('click', () => this.add());
            this.element = $('<div>', {class: 'startspark-settings'}).append(
                $('<table>', {class: 'table table-condensed', 'aria-label': 'Properties'}).append(this.body),
                this.adder, file
            );
        }

        /** @returns {HTMLElement} what to begin with */
        get first() {
            return this.rows.length ? this.rows[0].input[0] : this.adder[0];
        }

        add() {
            const row = new Row('', undefined, '', this);
            this.rows.push(row);
            this.body.append(row.element);
            row.nameInput.focus();
        }

        remove(row) {
            this.rows = this.rows.filter(other => other !== row);
            row.element.remove();
            this.adder.focus();
        }

        /** @returns {Object<string, *>} the changes by property, null for one that is left out */
        values() {
            return Object.fromEntries(
                this.rows.filter(row => row.isChanged).map(row => [row.name, row.value])
            );
        }

        /** @returns {Object<string, string>} what is wrong, as far as the page knows, by property */
        problems() {
            const names = this.rows.map(row => row.name);
            const twice = names.filter((name, index) => names.indexOf(name) !== index);
            return Object.fromEntries(this.rows.map(row => [row.name,
                row.name === '' ? 'A property needs a name, such as spark.executor.memory' :
                    twice.includes(row.name) ? 'This property is in the list twice' : '',
            ]));
        }

        /**
         * @param {Object<string, string>} refusals - messages by property
         * @returns {?HTMLElement} the first control whose value is refused
         */
        refuse(refusals) {
            this.rows.forEach(row => row.refuse(own(refusals, row.name)));
            const refused = this.rows.find(row => own(refusals, row.name));
            return refused ? refused.control[0] : null;
        }
    }

    /** One property; `original` is the config's value, undefined where the notebook adds it. */
    class Row {
        constructor(name, original, change, settings) {
            this.original = original;
            this.isLeftOut = change === null;
            this.isAdded = original === undefined;
            this.fixedName = name;
            this.nameInput = $('<input>', {
                type: 'text', class: 'form-control input-sm', 'aria-label': 'Property',
                placeholder: 'spark.…', spellcheck: false, value: name,
            });
            this.input = $('<input>', {
                type: 'text', class: 'form-control input-sm', spellcheck: false,
                'aria-label': this.isAdded ? 'Value' : name,
                placeholder: original === null ? 'hidden' : '',
                value: text(change === undefined || change === null ? original : change),
            }).on('input', () => this.show());
            this.note = $('<span>', {class: 'startspark-note'});
            this.message = $('<span>', {class: 'help-block'});
            this.icon = $('<i>', {class: 'fa', 'aria-hidden': true});
            this.action = $('<button>', {type: 'button', class: 'btn btn-xs btn-default'})
                .append(this.icon).on('click', () => this.isAdded ? settings.remove(this) : this.toggle());
            this.element = $('<tr>').append(
                $('<td>').append(this.isAdded ? this.nameInput : $('<code>', {text: name})),
                $('<td>').append(this.input, this.note, this.message),
                $('<td>').append(this.action)
            );
            this.show();
        }

        get name() {
            return this.isAdded ? this.nameInput.val().trim() : this.fixedName;
        }

        /** What a refusal is about. */
        get control() {
            return this.isAdded && !this.name ? this.nameInput : this.input;
        }

        get isChanged() {
            return this.isAdded || this.isLeftOut || this.input.val() !== text(this.original);
        }

        get value() {
            const [, variable] = FROM_ENVIRONMENT.exec(this.input.val()) || [];
            return this.isLeftOut ? null : variable ? {env: variable} : this.input.val();
        }

        /** Take the config's value again, or leave it out. */
        toggle() {
            if (this.isChanged) {
                this.isLeftOut = false;
                this.input.val(text(this.original));
            } else {
                this.isLeftOut = true;
            }
            this.refuse('');
            this.show();
        }

        show() {
            const undo = this.isChanged && !this.isAdded;
            const label = undo ? 'Take the configuration’s value' : this.isAdded ? 'Remove' : 'Leave out';
            this.icon.toggleClass('fa-undo', undo).toggleClass('fa-times', !undo);
            this.action.attr({title: label, 'aria-label': `${label}: ${this.name}`});
            this.input.prop('disabled', this.isLeftOut);
            this.element.toggleClass('startspark-changed', this.isChanged);
            this.note.text(!undo ? '' : this.isLeftOut ? 'left out' : `was ${text(this.original) || 'hidden'}`);
        }

        refuse(message) {
            this.element.toggleClass('has-error', Boolean(message));
            this.control.attr('aria-invalid', String(Boolean(message)));
            this.message.empty().append(prose.nodes(message || ''));
        }
    }

    return {Settings};
});
