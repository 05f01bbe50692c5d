// Leaves the page alone until the notebook is there, then loads Start Spark.
define(['require', 'base/js/namespace', 'base/js/events'], function (require, Jupyter, events) {
    'use strict';

    function load() {
        return new Promise((resolve, reject) => {
            require(['./startspark'], ({StartSpark}) => resolve(new StartSpark(Jupyter.notebook).load()), reject);
        });
    }

    /** Jupyter's hook: called once the notebook's page is set up. */
    function load_ipython_extension() {
        if (Jupyter.notebook._fully_loaded) {
            return load();
        }
        events.one('notebook_loaded.Notebook', () => load().catch(
            error => console.error('Start Spark is not loaded:', error)
        ));
    }

    return {load_ipython_extension};
});
