// Leaves the page alone until the notebook is there, then loads Start Spark.
define(['require', 'base/js/namespace', 'base/js/events'], function (require, Jupyter, events) {
    'use strict';

    function addStyle(path) {
        const link = document.createElement('link');
        Object.assign(link, {rel: 'stylesheet', href: require.toUrl(path)});
        document.head.append(link);
    }

    async function load() {
        try {
            addStyle('./ui/startspark.css');
            const [app, classic] = await Promise.all(
                ['./app.js', './hosts/classic.js'].map(path => import(require.toUrl(path))));
            await app.start(classic.createHost({Jupyter, events}));
        } catch (error) {
            console.error('Start Spark is not loaded:', error);
        }
    }

    /** Jupyter's hook: called once the notebook's page is set up. */
    function load_ipython_extension() {
        if (Jupyter.notebook._fully_loaded) {
            return load();
        }
        events.one('notebook_loaded.Notebook', load);
    }

    return {load_ipython_extension};
});
