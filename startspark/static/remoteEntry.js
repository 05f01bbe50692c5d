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

    /** The modules that a notebook needs, by the names that Start Spark gives them. */
    const FOR_NOTEBOOKS = {
        apputils: '@jupyterlab/apputils',
        coreutils: '@jupyterlab/coreutils',
        notebook: '@jupyterlab/notebook',
        services: '@jupyterlab/services',
        settingregistry: '@jupyterlab/settingregistry',
        widgets: '@lumino/widgets',
    };

    /** Those that the list of sessions needs. */
    const FOR_SESSIONS = {
        apputils: '@jupyterlab/apputils',
        icons: '@jupyterlab/ui-components',
        running: '@jupyterlab/running',
        services: '@jupyterlab/services',
        signaling: '@lumino/signaling',
    };

    /** The list of what runs: in JupyterLab's side panel, or in Notebook 7's dashboard. */
    const RUNNING = '[id^="jp-running-sessions"]';

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

    /** @param {Object<string, string>} names */
    async function sharedModules(names) {
        const entries = Object.entries(names).map(async ([key, name]) => [key, await sharedModule(name)]);
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

    /** @param {Object<string, any>} modules - those of `FOR_NOTEBOOKS` */
    function notebookPlugin(modules) {
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

    /** @param {Object<string, any>} modules - those of `FOR_SESSIONS` */
    function sessionsPlugin(modules) {
        return {
            id: 'startspark:sessions',
            description: 'Lists the Spark sessions that run.',
            autoStart: true,
            requires: [modules.running.IRunningSessionManagers],
            /** @type {(...services: any[]) => void} */
            activate(app, managers) {
                app.restored.then(() => {
                    const place = document.querySelector(RUNNING);
                    if (place) {
                        onceSeen(place, () => addSessions(managers, {app, modules, place}));
                    }
                });
            },
        };
    }

    /**
     * @param {Element} element
     * @param {() => void} act
     */
    function onceSeen(element, act) {
        const observer = new IntersectionObserver(entries => {
            if (entries.some(entry => entry.isIntersecting)) {
                observer.disconnect();
                act();
            }
        });
        observer.observe(element);
    }

    /**
     * @param {any} managers - JupyterLab's `IRunningSessionManagers`
     * @param {{app: any, modules: Object<string, any>, place: Element}} application
     */
    async function addSessions(managers, application) {
        try {
            const [app, lab] = await Promise.all(
                ['sessions_app.js', 'hosts/lab/running.js'].map(path => import(urlOf(path))));
            managers.add(new lab.RunningSessions(application, app.createApi(lab.serverOf(application))));
        } catch (error) {
            console.error('Start Spark cannot list your Spark sessions:', error);
        }
    }

    /**
     * @param {Object<string, string>} names - of the modules that a plugin needs
     * @param {(modules: Object<string, any>) => Object} makePlugin
     * @returns {Promise<Object[]>} the plugin; none where the application does not have them
     */
    async function load(names, makePlugin) {
        try {
            return [makePlugin(await sharedModules(names))];
        } catch (error) {
            console.warn('Start Spark does not fit this version of the application:', error);
            return [];
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
            const plugins = (await Promise.all([
                load(FOR_NOTEBOOKS, notebookPlugin), load(FOR_SESSIONS, sessionsPlugin),
            ])).flat();
            return () => ({__esModule: true, default: plugins});
        },
    };
})();
