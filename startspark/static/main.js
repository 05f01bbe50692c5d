// Start Spark in the classic Notebook: wires the toolbar, the kernel and the server together.
define([
    'jquery',
    'require',
    'base/js/namespace',
    'base/js/events',
    './api',
    './commands',
    './prewarm',
    './progress/runs',
    './remembered',
    './session',
    './toolbar',
    './view',
], function ($, require, Jupyter, events, api, commands, prewarm, runs, remembered, session, toolbar, view) {
    'use strict';

    const NO_CONFIGS = 'There is no Spark configuration. ' +
        'Put one into the folder startspark of your Jupyter config folder, then reload the list.';

    const NO_SERVER = 'Start Spark’s server extension is not enabled. Ask the administrator of this server, ' +
        'or run: jupyter serverextension enable --py startspark --sys-prefix ' +
        '(jupyter server extension enable startspark for nbclassic), and restart the server.';

    class StartSpark {
        constructor(notebook) {
            this.notebook = notebook;
            this.api = new api.Api(notebook.base_url);
            this.remembered = new remembered.Remembered(notebook);
            this.toolbar = new toolbar.Toolbar({
                keyboardManager: notebook.keyboard_manager,
                onClick: () => this.commands.click(),
                onCustomize: () => this.commands.customize(),
                onChoose: name => this.choose(name),
                onReload: () => this.reload().catch(() => {}),  // the button says why
            });
            this.session = new session.Session(notebook, this.api, {
                onChange: () => this.update(),
                onOperation: said => this.progress && this.progress.hearOperation(said),
            });
            this.runs = new runs.Runs(notebook, () => this.updateProgress());
            const parts = {
                notebook,
                api: this.api,
                remembered: this.remembered,
                session: this.session,
                toolbar: this.toolbar,
            };
            this.prewarm = new prewarm.Prewarm(parts);
            this.view = new view.View(parts);
            this.commands = new commands.Commands({
                ...parts,
                view: this.view,
                choose: name => this.choose(name),
                reload: () => this.reload(),
            });
        }

        /** Put everything in its place. */
        async load() {
            $('#maintoolbar-container').append(this.toolbar.element);
            $('#maintoolbar').after(this.view.notice.element);
            const options = await this.options();
            this.defaultConfig = options.default_config;
            this.showsProgress = options.progress !== false;
            this.register(options.hotkey);
            this.runs.listen();
            this.session.listen();
            events.on('kernel_ready.Kernel', () => this.retry());
            await this.retry();
            await this.session.refresh();
        }

        /** Fetch the list where it is missing. */
        async retry() {
            if (this.view.problem) {
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
            const register = (name, icon, help, handler) =>
                actions.register({help, icon, handler}, name, 'startspark');
            const start = register('start', 'fa-bolt', 'start Spark with the chosen configuration',
                () => this.toolbar.button[0].disabled || this.commands.start());
            register('settings', 'fa-sliders', 'change Spark’s settings for this notebook',
                () => this.toolbar.settings[0].disabled || this.commands.customize());
            register('stop', 'fa-stop', 'stop Spark and its Java', () => this.commands.stop());
            register('switch', 'fa-exchange', 'stop Spark and start it with the chosen configuration',
                () => this.commands.switch());
            register('open-web-ui', 'fa-external-link', 'open Spark’s web UI', () => this.commands.openWebUI());
            register('insert-code', 'fa-code', 'insert the code that starts Spark as a cell',
                () => this.commands.insertCode());
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
         * Fetch the list, and keep what is chosen.
         *
         * @throws {Error} there is no list, or nothing in it
         */
        async reload() {
            try {
                const {name} = this.toolbar;
                const wanted = this.remembered.config || name;
                const configs = withMissing(await this.api.configs(), wanted);
                if (!configs.length) {
                    throw new Error(NO_CONFIGS);
                }
                this.toolbar.list(configs, wanted || this.defaultConfig);
                this.view.problem = null;
            } catch (error) {
                this.view.problem = lasting(error);
                throw error;
            } finally {
                this.update();
            }
        }

        choose(name) {
            this.remembered.choose(name);
            this.session.machine.send('dismiss');
            this.update();
            this.prewarm.begin();
        }

        update() {
            this.view.update(this.commands);
            this.updateProgress();
            this.prewarm.beginOnce();
        }

        /** Under the cells nothing is to be shown before Spark runs. */
        updateProgress() {
            if (this.progress) {
                this.progress.update();
            } else if (this.showsProgress && this.session.facts.running) {
                this.showsProgress = false;  // once it is loaded, it decides for itself
                require(['./progress/progress'], ({Progress}) => {
                    const {api: server, session: it, runs: cells} = this;
                    this.progress = new Progress({
                        api: server, session: it, runs: cells, place: this.toolbar.element,
                    });
                    this.progress.update();
                });
            }
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

    function loadStyle() {
        $('<link>', {rel: 'stylesheet', type: 'text/css', href: require.toUrl('./main.css')})
            .appendTo('head');
    }

    /** Jupyter's hook: called once the notebook's page is set up. */
    function load_ipython_extension() {
        const {notebook} = Jupyter;
        const load = () => new StartSpark(notebook).load();
        loadStyle();
        if (notebook._fully_loaded) {
            return load();
        }
        events.one('notebook_loaded.Notebook', load);
    }

    return {load_ipython_extension};
});
