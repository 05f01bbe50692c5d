// JupyterLab's and Notebook 7's entry point: a module-federation container. It asks for nothing else
// until a notebook is opened.
(() => {
    'use strict';

    const folder = new URL('.', document.currentScript.src);

    /** What JupyterLab's bundle shares with its extensions: factories by module and version. */
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

    async function sharedModule(name) {
        const [version] = Object.values(scope[name] ?? {});
        if (!version) {
            throw new Error(`this application does not share ${name}.`);
        }
        const factory = await version.get();
        return factory();
    }

    async function sharedModules() {
        const entries = Object.entries(MODULES).map(async ([key, name]) => [key, await sharedModule(name)]);
        return Object.fromEntries(await Promise.all(entries));
    }

    async function addTo(panel, application) {
        try {
            const [app, lab] = await Promise.all(['app.js', 'hosts/lab.js'].map(path => import(new URL(path, folder))));
            await app.start(await lab.createHost(panel, application));
        } catch (error) {
            console.error('Start Spark is not loaded:', error);
        }
    }

    function addStyles() {
        const link = Object.assign(document.createElement('link'), {
            rel: 'stylesheet', href: new URL('ui/startspark.css', folder).href,
        });
        document.head.append(link);
    }

    function makePlugin(modules) {
        const {apputils, notebook, settingregistry} = modules;
        return {
            id: 'startspark:plugin',
            autoStart: true,
            requires: [notebook.INotebookTracker],
            optional: [apputils.ICommandPalette, settingregistry.ISettingRegistry],
            activate(app, tracker, palette, settings) {
                const application = {app, modules, palette, settings, tracker};
                let isFirst = true;
                app.docRegistry.addWidgetExtension('Notebook', {
                    createNew(panel) {
                        if (isFirst) {
                            addStyles();
                            isFirst = false;
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
            return [];  // no plugin
        }
    }

    window._JUPYTERLAB ??= {};
    window._JUPYTERLAB.startspark = {
        init(shared) {
            scope = shared;
        },
        async get() {
            const plugin = await load();
            return () => ({__esModule: true, default: plugin});
        },
    };
})();
