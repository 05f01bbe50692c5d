/**
 * JupyterLab's and Notebook 7's entry point: a module-federation container, as webpack would make
 * one. It asks for nothing else until a notebook is opened.
 */
(() => {
    'use strict';

    const script = /** @type {HTMLScriptElement} */ (document.currentScript);

    /**
     * What the application shares with its extensions: by module and version, what gets a factory.
     *
     * @type {Object<string, Object<string, {get: () => Promise<() => any>}>>}
     */
    let scope = {};

    /** The modules that Start Spark needs, by the names that it gives them. */
    const MODULES = {
        apputils: '@jupyterlab/apputils',
        coreutils: '@jupyterlab/coreutils',
        notebook: '@jupyterlab/notebook',
        services: '@jupyterlab/services',
        settingregistry: '@jupyterlab/settingregistry',
        widgets: '@lumino/widgets',
    };

    /** @param {string} path - of a file beside this one */
    function urlOf(path) {
        return new URL(path, script.src).href;
    }

    /** @param {string} name */
    async function sharedModule(name) {
        const [version] = Object.values(scope[name] ?? {});
        if (!version) {
            throw new Error(`the application does not share ${name}`);
        }
        const factory = await version.get();
        return factory();
    }

    async function sharedModules() {
        const entries = Object.entries(MODULES).map(async ([key, name]) => [key, await sharedModule(name)]);
        return Object.fromEntries(await Promise.all(entries));
    }

    /**
     * @param {any} panel - of a notebook
     * @param {any} application - an `Application` of hosts/lab.js
     */
    async function addTo(panel, application) {
        try {
            const [app, lab] = await Promise.all(['app.js', 'hosts/lab.js'].map(path => import(urlOf(path))));
            await app.start(await lab.createHost(panel, application));
        } catch (error) {
            console.error('Start Spark is not loaded:', error);
        }
    }

    function addStyles() {
        for (const path of ['ui/startspark.css', 'hosts/lab/lab.css']) {
            document.head.append(Object.assign(document.createElement('link'), {rel: 'stylesheet', href: urlOf(path)}));
        }
    }

    /** @param {Object<string, any>} modules - those of `MODULES` */
    function makePlugin(modules) {
        const {apputils, notebook, settingregistry} = modules;
        return {
            id: 'startspark:plugin',
            description: 'Starts Spark in a notebook.',
            autoStart: true,
            requires: [notebook.INotebookTracker],
            optional: [apputils.ICommandPalette, settingregistry.ISettingRegistry],
            /** @type {(...services: any[]) => void} */
            activate(app, tracker, palette, settings) {
                const application = {app, modules, palette, settings, tracker};
                let hasStyles = false;
                app.docRegistry.addWidgetExtension('Notebook', {
                    /** @param {any} panel */
                    createNew(panel) {
                        if (!hasStyles) {
                            hasStyles = true;
                            addStyles();
                        }
                        addTo(panel, application);
                    },
                });
            },
        };
    }

    async function load() {
        try {
            return makePlugin(await sharedModules());
        } catch (error) {
            console.warn('Start Spark does not fit this version of the application:', error);
            return [];  // no plugins
        }
    }

    const applications = /** @type {any} */ (window);
    applications._JUPYTERLAB ??= {};
    applications._JUPYTERLAB.startspark = {
        /** @param {typeof scope} shared */
        init(shared) {
            scope = shared;
        },
        async get() {
            const plugins = await load();
            return () => ({__esModule: true, default: plugins});
        },
    };
})();
