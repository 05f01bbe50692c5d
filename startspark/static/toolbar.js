// The drop-down and the button in the notebook's toolbar.
define(['jquery'], function ($) {
    'use strict';

    /** How the button shows each state. */
    const LOOKS = {
        ready: {icon: 'fa-bolt', label: 'Start Spark', title: 'Start Spark in this notebook'},
        waiting: {icon: 'fa-spinner fa-spin', label: 'Waiting', title: 'Waiting for the kernel to be free'},
        starting: {icon: 'fa-spinner fa-spin', label: 'Starting', title: 'Show how the start goes on'},
        running: {icon: 'fa-check', label: 'Spark running', title: 'Show the running Spark'},
    };

    class Toolbar {
        /**
         * @param {Object} options
         * @param {KeyboardManager} options.keyboardManager
         * @param {function()} options.onStart - the button was clicked
         * @param {function(string)} options.onChoose - the user chose a config, by name
         */
        constructor({keyboardManager, onStart, onChoose}) {
            this.select = $('<select>', {
                id: 'startspark-config',
                class: 'form-control select-xs',
                'aria-label': 'Spark configuration',
            }).on('change', () => {
                this.describe();
                onChoose(this.select.val());
            });
            this.icon = $('<i>', {'aria-hidden': 'true'});
            this.label = $('<span>', {class: 'toolbar-btn-label'});
            this.button = $('<button>', {
                id: 'startspark-start',
                type: 'button',
                class: 'btn btn-default',
                'data-jupyter-action': 'startspark:start',
            }).append(this.icon, this.label).on('click', onStart).on('keydown', event => {
                // To the notebook, Enter on a button means: edit the selected cell.
                if (event.key === 'Enter' || event.key === ' ') {
                    event.stopPropagation();
                }
            });
            this.element = $('<div>', {id: 'startspark', class: 'btn-group'})
                .append(this.select, this.button);
            // Without it, a letter that is typed to choose an option is a command to the notebook.
            keyboardManager.register_events(this.select);
            this.configs = new Map();
            this.show('ready');
        }

        /**
         * Fill the drop-down.
         *
         * @param {Config[]} configs
         * @param {string} [chosen] - the name of the one to choose, else the first that is well
         */
        list(configs, chosen) {
            this.configs = new Map(configs.map(config => [config.name, config]));
            this.select.empty().append(configs.map(config => $('<option>', {
                value: config.name,
                text: config.error ? `⚠ ${config.title}` : config.title,
                title: config.error || config.description,
            })));
            const well = configs.find(config => !config.error) || configs[0];
            this.select.val(this.configs.has(chosen) ? chosen : well && well.name);
            this.describe();
        }

        /** @returns {Config|undefined} the chosen config */
        get chosen() {
            return this.configs.get(this.select.val());
        }

        describe() {
            const {description, error} = this.chosen || {};
            this.select.attr('title', error || description || 'Spark configuration');
        }

        /**
         * Show a state of Spark.
         *
         * @param {'ready'|'waiting'|'starting'|'running'} state
         * @param {string} [detail] - put behind the label
         */
        show(state, detail) {
            const {icon, label, title} = LOOKS[state];
            this.icon.attr('class', `fa ${icon}`);
            this.label.text(detail ? `${label} ${detail}` : label);
            this.button.attr('data-state', state);
            this.title = title;
            this.block(this.obstacle);
        }

        /** @param {?string} obstacle - why nothing can be started now, if so */
        block(obstacle) {
            this.obstacle = obstacle;
            this.button.prop('disabled', Boolean(obstacle)).attr('title', obstacle || this.title);
            // Some browsers show no tooltip over a disabled button.
            this.element.attr('title', obstacle || null);
        }
    }

    return {Toolbar};
});
