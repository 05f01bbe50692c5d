// The drop-down and the buttons in the notebook's toolbar.
define(['jquery', './keys'], function ($, keys) {
    'use strict';

    /** How the button shows each state. */
    const LOOKS = {
        'no-kernel': {icon: 'fa-bolt', label: 'Start Spark', title: 'Waiting for a Python kernel'},
        unknown: {icon: 'fa-bolt', label: 'Start Spark', title: 'Start Spark in this notebook'},
        ready: {icon: 'fa-bolt', label: 'Start Spark', title: 'Start Spark in this notebook'},
        starting: {icon: 'fa-spinner fa-pulse', label: 'Starting', title: 'Show how the start goes on'},
        running: {icon: 'fa-check', label: 'Spark running', title: 'What to do with the running Spark'},
        stopping: {icon: 'fa-spinner fa-pulse', label: 'Stopping', title: 'Show what the stop waits for'},
        failed: {icon: 'fa-exclamation-triangle', label: 'Spark failed', title: 'Show why Spark did not start'},
        lost: {icon: 'fa-chain-broken', label: 'Spark lost', title: 'Show what has ended Spark'},
    };

    const BUSY = {icon: 'fa-hourglass-half', label: 'Kernel busy', title: 'What runs in the kernel shows once it is free'};

    /** The entry of the list that is none: it has the list fetched again. */
    const RELOAD = '';

    /** The entry where there is no config: no config can have this name. */
    const NONE = '-';

    class Toolbar {
        /**
         * @param {Object} options
         * @param {function()} options.onApproach - the pointer or the focus is there: a click may follow
         * @param {function()} options.onClick - the button was clicked, which opens no menu
         * @param {function()} options.onCustomize - the user wants to change properties
         * @param {function(string)} options.onChoose - the user chose a config, by name
         * @param {function()} options.onReload - the list is wanted anew
         */
        constructor({onApproach, onClick, onCustomize, onChoose, onReload}) {
            Object.assign(this, {onChoose, onReload});
            this.select = $('<select>', {
                id: 'startspark-config',
                class: 'form-control select-xs',
                'aria-label': 'Spark configuration',
            }).on('change', () => this.choose(this.select.val()));
            this.icon = $('<i>', {'aria-hidden': 'true'});
            this.label = $('<span>', {class: 'toolbar-btn-label'});
            this.caret = $('<span>', {class: 'caret', 'aria-hidden': 'true'});
            this.button = $('<button>', {
                id: 'startspark-start',
                type: 'button',
                class: 'btn btn-default',
            }).append(this.icon, this.label, this.caret).on('click', () => {
                if (!this.button.attr('data-toggle')) {  // else the menu opens by itself
                    onClick();
                }
            });
            this.count = $('<span>', {class: 'toolbar-btn-label'});
            this.settings = $('<button>', {
                id: 'startspark-settings',
                type: 'button',
                class: 'btn btn-default',
            }).append($('<i>', {class: 'fa fa-sliders', 'aria-hidden': 'true'}), this.count)
                .on('click', onCustomize);
            // Takes the menu, too.
            this.place = $('<div>', {class: 'btn-group startspark-menu'}).append(this.button);
            this.announcement = $('<span>', {class: 'sr-only', role: 'status', 'aria-live': 'polite'});
            this.element = keys.keep($('<div>', {id: 'startspark', class: 'btn-group'}))
                .append(this.select, this.settings, this.place, this.announcement)
                .one('pointerenter focusin', onApproach);
            this.list([]);
            this.show('no-kernel', {});
        }

        choose(name) {
            if (name === RELOAD) {
                this.showChosen();
                this.onReload();
                return;
            }
            this.pick(name);
            this.onChoose(name);
        }

        /** @param {string} name - of a config that is shown as chosen */
        pick(name) {
            this.name = name;
            this.showChosen();
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
                title: tooltip(config),
            })), $('<option>', {value: RELOAD, text: '↻ Reload this list'}));
            const well = configs.find(config => !config.error) || configs[0];
            if (well) {
                this.name = this.configs.has(chosen) ? chosen : well.name;
            } else {
                // Else the only entry is selected already, and cannot be chosen.
                this.select.prepend($('<option>', {value: NONE, text: 'No configuration', disabled: true}));
            }
            this.showChosen();
        }

        showChosen() {
            this.select.val(this.name || NONE)
                .attr('title', tooltip(this.chosen || {}) || 'Spark configuration');
        }

        /** @returns {Config|undefined} the chosen config */
        get chosen() {
            return this.configs.get(this.name);
        }

        /**
         * Show a state of Spark.
         *
         * @param {string} state - as in state.js
         * @param {Object} more
         * @param {string} [more.detail] - put behind the label
         * @param {boolean} [more.isBusy] - the kernel is, and so the state is not known
         * @param {?string} [more.obstacle] - why the button cannot be used now, if so
         * @param {string} [more.trouble] - why the state is not known, if so
         * @param {number} [more.changes] - how many properties this notebook changes
         * @param {Object} [more.java] - the one that waits: whether it is `ready`, its `memory`
         */
        show(state, {detail, isBusy, obstacle, trouble, changes, java = {}}) {
            const look = isBusy && state === 'unknown' ? BUSY : LOOKS[state];
            this.state = state;
            this.icon.attr('class', `fa ${look.icon}`);
            this.label.text(detail ? `${look.label} ${detail}` : look.label);
            this.caret.toggle(state === 'running');
            const title = obstacle || trouble || (java.ready ? `${look.title}. ${waits(java)}` : look.title);
            this.button.attr({'data-state': state, 'data-java': java.ready ? 'ready' : null, title})
                .prop('disabled', Boolean(obstacle));
            this.settings.prop('disabled', Boolean(obstacle) || ['starting', 'stopping'].includes(state))
                .attr({title: this.settingsTitle(changes), 'aria-label': this.settingsTitle(changes)});
            this.count.text(changes || '');
            // Some browsers show no tooltip over a disabled button.
            this.place.attr('title', obstacle || null);
            this.announce(look.label);
        }

        settingsTitle(changes) {
            const {error, origin} = this.chosen || {};
            return error && origin ? 'Edit the file of this configuration' :
                `Settings of Spark for this notebook${changes ? ` (changed: ${changes})` : ''}`;
        }

        /** Tell a screen reader, unless it was told the same before. */
        announce(text) {
            if (this.announced && this.announced !== text) {
                this.announcement.text(text);
            }
            this.announced = text;
        }
    }

    /** What a Java costs that waits. */
    function waits({memory}) {
        return `Java is up already${memory ? ` and takes ${Math.round(memory / 1e6)} MB` : ''}`;
    }

    function tooltip({description, error, warnings = []}) {
        return error || [description, ...warnings].filter(Boolean).join('\n');
    }

    return {Toolbar};
});
