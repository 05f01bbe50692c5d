// An editor for the file of a config of the user's own: Jupyter's shows no hidden folders.
define(['jquery', './button', './facts', './failure', './prose'], function ($, button, facts, failure, prose) {
    'use strict';

    /** What was written and not saved, by the config's name: a dialog is closed easily. */
    const unsaved = new Map();

    class ConfigEditor {
        /**
         * @param {Object} options
         * @param {Api} options.api
         * @param {SparkDialog} options.dialog - which is open
         * @param {{name: string, title: string}} options.config
         * @param {function(): Promise} options.onSaved
         * @param {function(): {label: string, action: function()}} options.next - gives what may
         *     be done once it is saved
         */
        constructor(options) {
            Object.assign(this, options);
            // Not as properties of `$()`, which takes names such as `wrap` for its own methods.
            this.area = $('<textarea>').attr({
                id: 'startspark-config-text', class: 'form-control', rows: 16, spellcheck: false, wrap: 'off',
                autocapitalize: 'off', autocomplete: 'off', 'aria-describedby': 'startspark-config-message',
            }).on('input', () => this.keep());
            this.message = $('<p>', {id: 'startspark-config-message', class: 'startspark-refusal', role: 'alert'});
            this.note = $('<div>', {class: 'startspark-config-note', role: 'status'});
        }

        /** Read the file and show it. */
        async show() {
            this.say('fa-spinner fa-pulse', 'Reading the configuration…', []);
            try {
                const file = await this.api.text(this.config.name);
                if (file.text === null) {
                    this.showElsewhere(file);
                } else {
                    this.showText(file);
                }
            } catch (error) {
                this.say('fa-exclamation-triangle', failure.of(error).sentence, []);
            }
        }

        /** A file that is somebody else's to change, or cannot be read as text. */
        showElsewhere({path, error}) {
            const content = $('<p>').append('It cannot be changed here. The file is ', $('<code>', {text: path}), '.');
            this.say('fa-exclamation-triangle', error || `“${this.config.title}” is well.`, content);
        }

        say(icon, sentence, content) {
            const close = button.button('Close');
            this.dialog.show({icon, sentence, content, buttons: [close], focus: close});
        }

        showText({path, text, version, error}) {
            const kept = unsaved.get(this.config.name);
            const isKept = kept !== undefined && kept.version === version;
            Object.assign(this, {path, version});
            this.area.val(isKept ? kept.text : text);
            this.dialog.show({
                icon: 'fa-pencil',
                sentence: `The file of “${this.config.title}”:`,
                content: [
                    $('<label>', {for: 'startspark-config-text', class: 'startspark-file'}).append($('<code>', {text: path})),
                    this.area, this.message, this.note,
                ],
                buttons: [
                    button.button('Close'),
                    button.button('Check', () => this.send(false)),
                    button.button('Save', () => this.send(true)).addClass('btn-primary'),
                ],
                focus: this.area,
            });
            if (isKept) {
                this.note.text('This is what you wrote before. It is not saved.');
            } else {
                this.refuse(error);
            }
        }

        keep() {
            unsaved.set(this.config.name, {text: this.area.val(), version: this.version});
        }

        /**
         * Have the server check the text.
         *
         * @param {boolean} write - whether it is saved if it is well
         */
        async send(write) {
            const {api, config, dialog, version} = this;
            const text = this.area.val();
            dialog.enableButtons(false);
            this.area.focus();
            try {
                const found = await api.edit(config.name, {text, version, write});
                this.refuse(found.error, found.warnings);
                if (found.written) {
                    await this.saved(found, text);
                } else if (!found.error) {
                    this.note.prepend($('<p>', {text: 'There is no error. It is not saved yet.'}));
                }
            } catch (error) {
                this.refuse(failure.of(error).sentence);
            } finally {
                dialog.enableButtons(true);
            }
        }

        async saved({version}, text) {
            this.version = version;
            if (this.area.val() === text) {
                unsaved.delete(this.config.name);
            }
            await this.onSaved();
            const {label, action} = this.next();
            const next = button.button(label, action).addClass('btn-primary');
            this.dialog.show({
                icon: 'fa-check',
                sentence: 'The configuration is saved.',
                content: this.note,
                buttons: [button.button('Close'), next],
                focus: next,
            });
        }

        /**
         * @param {?string} error - what is wrong, with file and line
         * @param {string[]} [warnings]
         */
        refuse(error, warnings = []) {
            this.message.empty().append(error ? prose.nodes(error) : []);
            this.note.empty().append(facts.warnings(warnings));
            this.area.attr('aria-invalid', String(Boolean(error)));
            const [start, end] = lineRange(this.area.val(), lineOf(error || '', this.path));
            if (error) {
                this.area.focus();
                this.area[0].setSelectionRange(start, end);
                // A browser scrolls to where one types, but not to what is selected.
                const lines = this.area.val().split('\n').length;
                const above = this.area.val().slice(0, start).split('\n').length - 1;
                this.area.scrollTop((above - 3) * this.area[0].scrollHeight / lines);
            }
        }
    }

    /**
     * @param {string} error
     * @param {string} path - of the file
     * @returns {number} the line that the error is in, counted from 1; 0 for none of the file's
     */
    function lineOf(error, path) {
        return error.startsWith(`${path}:`) ? parseInt(error.slice(path.length + 1), 10) || 0 : 0;
    }

    /**
     * @param {string} text
     * @param {number} line - counted from 1
     * @returns {number[]} where the line begins and ends; the text's beginning where there is none
     */
    function lineRange(text, line) {
        const lines = text.split('\n');
        if (line < 1 || line > lines.length) {
            return [0, 0];
        }
        const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
        return [start, start + lines[line - 1].length];
    }

    return {ConfigEditor, lineOf, lineRange};
});
