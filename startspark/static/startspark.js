// The toolbar and the session in the kernel; what the user does with them is loaded when it is used.
define([
    'jquery',
    'require',
    'base/js/dialog',
    'base/js/events',
    './header',
    './remembered',
    './retry',
    './server',
    './session',
    './toolbar',
], function ($, require, dialog, events, header, remembered, retry, server, session, toolbar) {
    'use strict';

    const NO_CONFIGS = 'There is no Spark configuration. ' +
        'Put one into the folder startspark of your Jupyter config folder, ' +
        'then choose “Reload this list” in the drop-down.';

    const NO_SERVER = 'Start Spark’s server extension is not enabled. Ask the administrator of this server, ' +
        'or run: jupyter serverextension enable --py startspark --sys-prefix ' +
        '(jupyter server extension enable startspark for nbclassic), and restart the server.';

    const NO_PART = 'The notebook server did not deliver a part of Start Spark. ' +
        'Look whether the server runs and whether you are online, then reload the page.';

    /** The statuses of a server that is away for a while; 0 where nothing answers. */
    const AWAY = [0, 502, 503, 504];

    /** What the command palette offers, in its style: an icon, what is searched there, and a help. */
    const ACTIONS = {
        start: ['fa-bolt', 'start Spark', 'start Spark with the chosen configuration'],
        settings: ['fa-sliders', 'change Spark settings', 'change Spark’s settings for this notebook'],
        stop: ['fa-stop', 'stop Spark', 'stop Spark and its Java'],
        switch: [
            'fa-exchange', 'restart Spark with the chosen configuration',
            'stop Spark and start it with the chosen configuration',
        ],
        'open-web-ui': ['fa-external-link', 'open Spark web UI', 'open Spark’s web UI'],
        'insert-code': ['fa-code', 'insert code that starts Spark', 'insert the code that starts Spark as a cell'],
    };

    class StartSpark {
        constructor(notebook) {
            this.notebook = notebook;
            this.server = new server.Server(notebook.base_url);
            this.remembered = new remembered.Remembered(notebook);
            this.toolbar = new toolbar.Toolbar({
                onApproach: () => this.use(),
                onClick: () => this.use(controller => controller.commands.click()),
                onCustomize: () => this.use(controller => controller.commands.customize()),
                onChoose: name => this.choose(name),
                onReload: () => this.reload().catch(() => {}),  // the button says why
            });
            this.session = new session.Session(notebook, this.server, {
                onChange: () => this.update(),
                onOperation: said => this.use(controller => controller.hearOperation(said)),
            });
            this.again = new retry.Retry(() => this.retry());
            /** Why nothing can be started, besides what the kernel is not. */
            this.problem = 'Waiting for the list of Spark configurations.';
        }

        /** Put everything in its place. */
        async load() {
            loadStyle('toolbar');
            $('#maintoolbar-container').append(this.toolbar.element);
            header.follow(this.toolbar.element);
            const options = await this.options();
            this.defaultConfig = options.default_config;
            this.showsProgress = options.progress !== false;
            this.register(options.hotkey);
            this.session.listen();
            // A cell may make a Spark of its own, and then it is to be known what ran when.
            events.on('execute.CodeCell', (event, {cell}) => {
                if (!this.controller) {
                    this.use(({runs}) => runs.meet(cell));
                }
            });
            events.on('kernel_ready.Kernel', () => this.retry());
            await this.retry();
            await this.session.refresh();
        }

        /** Fetch the list where it is missing. */
        async retry() {
            if (this.problem) {
                await this.reload().catch(() => {});  // the button says why
            }
        }

        /** @returns {Promise<Object>} what the user set in the nbextensions configurator */
        async options() {
            const {config} = this.notebook;
            await config.loaded;
            return config.data.startspark || {};
        }

        register(hotkey) {
            const {actions, command_shortcuts: shortcuts} = this.notebook.keyboard_manager;
            const [start] = Object.entries(ACTIONS).map(([name, [icon, title, help]]) => {
                const id = actions.register({icon, help, handler: () => this.command(name)}, name, 'startspark');
                actions.get(id).cmd = title;  // `register` drops it, and the palette shows it
                return id;
            });
            if (!hotkey) {
                return;
            }
            try {
                shortcuts.add_shortcut(hotkey, start);
            } catch (error) {
                console.warn(`Start Spark cannot use the keyboard shortcut ${hotkey}:`, error);
            }
        }

        /**
         * Do a command, or say why that cannot be done now.
         *
         * @param {string} name - one of the actions'
         */
        command(name) {
            if (this.obstacle) {
                explain(this.notebook, this.obstacle);
                return;
            }
            this.use(({commands}) => {
                const why = commands.obstacle(name);
                if (why) {
                    explain(this.notebook, why);
                } else {
                    commands.run(name);
                }
            });
        }

        /** @returns {?string} why the button and the commands cannot be used now, if so */
        get obstacle() {
            return this.session.locked ? null : this.problem || this.session.obstacle;
        }

        /**
         * Fetch the list, and keep what is chosen.
         *
         * @throws {Error} there is no list, or nothing in it
         */
        async reload() {
            try {
                const wanted = this.shown || this.remembered.config || (this.toolbar.chosen || {}).name;
                const configs = withMissing(await this.server.configs(), wanted);
                this.toolbar.list(configs, wanted || this.defaultConfig);
                this.again.stop();
                if (!configs.length) {
                    throw new Error(NO_CONFIGS);
                }
                this.problem = null;
            } catch (error) {
                this.problem = lasting(error) || this.passing(error);
                throw error;
            } finally {
                this.update();
            }
        }

        /** @returns {?string} why there is no list yet, where it is fetched again by itself */
        passing({xhr: {status} = {}}) {
            if (this.toolbar.configs.size || !AWAY.includes(status)) {
                return null;
            }
            this.again.later();
            return `The notebook server does not answer${status ? ` (status ${status})` : ''}. ` +
                'Start Spark asks again by itself, and at once when you are online again.';
        }

        choose(name) {
            this.hasChosen = true;
            this.shown = null;
            this.remembered.choose(name);
            this.session.machine.send('dismiss');
            this.update();
            if (this.controller) {
                this.controller.prewarm.begin();
            }
        }

        /** Where the user has not chosen here, such as after a reload, the drop-down shows what runs. */
        showRunning() {
            const {hasChosen, session: {facts: {running, config}}, toolbar: {configs}} = this;
            if (running && !hasChosen && config !== this.shown && configs.has(config)) {
                this.shown = config;
                this.toolbar.pick(config);
            }
        }

        update() {
            this.showRunning();
            const {controller, obstacle, session: {state, elapsed, trouble, kernelIsBusy, locked, java}} = this;
            const missing = controller ? controller.view.missing : '';
            this.toolbar.show(state, {
                detail: state === 'starting' && locked ? elapsed : missing,
                isBusy: kernelIsBusy,
                obstacle,
                trouble,
                changes: this.remembered.count,
                java: state === 'ready' ? java : {},
            });
            if (controller) {
                controller.update();
            } else if (state === 'running' || (this.toolbar.chosen || {}).prewarm) {
                this.use();
            }
        }

        /**
         * Load what is needed to use Spark, once.
         *
         * @param {function(Controller)} [action] - what to do there
         */
        use(action = () => {}) {
            if (this.controller) {
                action(this.controller);
                return;
            }
            require(['./controller'], ({Controller}) => {
                if (!this.controller) {
                    loadStyle('view');
                    this.controller = new Controller(this);
                    this.update();
                }
                action(this.controller);
            }, error => {
                console.error('Start Spark is not loaded:', error);
                this.problem = NO_PART;
                this.update();
            });
        }
    }

    /** The list, with an entry that says so where the wanted config is gone. */
    function withMissing(configs, name) {
        if (!name || configs.some(config => config.name === name)) {
            return configs;
        }
        const error = `This server has no configuration “${name}”: choose another.`;
        return [...configs, {name, title: name, description: '', parameters: {}, error}];
    }

    /** What another click cannot mend, if the error is of that kind. */
    function lasting(error) {
        const {status} = error.xhr || {};
        if (status === 404) {
            return NO_SERVER;
        }
        return status === undefined ? error.message : null;
    }

    /** Say something that the user has to know before going on. */
    function explain(notebook, sentence) {
        const modal = dialog.modal({
            title: 'Spark',
            body: sentence,
            buttons: {Close: {}},
            notebook,
            keyboard_manager: notebook.keyboard_manager,
            show: false,
        });
        // Closed while it fades in, a dialog leaves its backdrop.
        modal.addClass('startspark-why').removeClass('fade').modal('show');
    }

    function loadStyle(name) {
        $('<link>', {rel: 'stylesheet', type: 'text/css', href: require.toUrl(`./${name}.css`)})
            .appendTo('head');
    }

    return {StartSpark};
});
