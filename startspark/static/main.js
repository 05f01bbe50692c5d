// Start Spark in the classic Notebook: wires the toolbar, the kernel and the server together.
define([
    'jquery',
    'require',
    'base/js/namespace',
    'base/js/events',
    './api',
    './kernel',
    './starter',
    './toolbar',
], function ($, require, Jupyter, events, api, kernel, starter, toolbar) {
    'use strict';

    /** The key of the notebook's metadata that remembers the chosen config. */
    const METADATA = 'startspark';

    const NO_CONFIGS = 'There is no Spark configuration. ' +
        'Put one into the folder startspark of your Jupyter config folder, then reload the page.';

    const NO_SERVER = 'Start Spark’s server extension is not enabled. Ask the administrator of this server, ' +
        'or run: jupyter serverextension enable --py startspark --sys-prefix ' +
        '(jupyter server extension enable startspark for nbclassic), and restart the server.';

    /** What may change whether a start is possible. */
    const KERNEL_EVENTS = [
        'kernel_created.Kernel',
        'kernel_connected.Kernel',
        'kernel_ready.Kernel',
        'kernel_reconnecting.Kernel',
        'kernel_disconnected.Kernel',
        'kernel_restarting.Kernel',
        'kernel_killed.Kernel',
        'kernel_killed.Session',
        'kernel_dead.Kernel',
    ].join(' ');

    class StartSpark {
        constructor(notebook) {
            this.notebook = notebook;
            this.api = new api.Api(notebook.base_url);
            this.toolbar = new toolbar.Toolbar({
                keyboardManager: notebook.keyboard_manager,
                onStart: () => this.starter.click(),
                onChoose: name => this.remember(name),
            });
            this.starter = new starter.Starter({
                notebook,
                api: this.api,
                toolbar: this.toolbar,
                reload: () => this.reload(),
            });
            this.problem = 'Waiting for the list of Spark configurations.';
        }

        /** Put everything in its place. */
        async load() {
            $('#maintoolbar-container').append(this.toolbar.element);
            const options = await this.options();
            this.defaultConfig = options.default_config;
            this.register(options.hotkey);
            // An event can come before what it tells of, such as the end of the connection.
            events.on(KERNEL_EVENTS, () => setTimeout(() => this.block()));
            events.on('kernel_ready.Kernel', () => this.refresh());
            events.on('kernel_restarting.Kernel kernel_dead.Kernel kernel_killed.Session', () => {
                this.toolbar.show('ready');
            });
            await this.refresh();
        }

        /** Show what there is: the configs, where they are missing, and the session. */
        async refresh() {
            if (this.problem) {
                await this.reload().catch(() => {});  // the button says why
            }
            await this.starter.refresh();
        }

        /** @returns {Promise<Object>} what the user set in the nbextensions configurator */
        async options() {
            const {config} = this.notebook;
            await config.loaded;
            return config.data.startspark || {};
        }

        register(hotkey) {
            const {actions, command_shortcuts: shortcuts} = this.notebook.keyboard_manager;
            const name = actions.register({
                help: 'start Spark with the chosen configuration',
                icon: 'fa-bolt',
                handler: () => this.toolbar.button[0].click(),  // does nothing while it is disabled
            }, 'start', 'startspark');
            if (!hotkey) {
                return;
            }
            try {
                shortcuts.add_shortcut(hotkey, name);
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
                const {chosen} = this.toolbar;
                const wanted = this.remembered || (chosen && chosen.name);
                const configs = withMissing(await this.api.configs(), wanted);
                if (!configs.length) {
                    throw new Error(NO_CONFIGS);
                }
                this.toolbar.list(configs, wanted || this.defaultConfig);
                this.problem = null;
            } catch (error) {
                this.problem = lasting(error);
                throw error;
            } finally {
                this.block();
            }
        }

        /** Let the button be clicked, or say why not. */
        block() {
            this.toolbar.block(this.problem || kernel.obstacle(this.notebook));
        }

        get remembered() {
            return (this.notebook.metadata[METADATA] || {}).config;
        }

        remember(name) {
            this.notebook.metadata[METADATA] = {config: name};
            this.notebook.set_dirty(true);
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
