// Leaves the page alone until the notebook is there and its kernel has answered, then loads Start Spark.
define(['require', 'base/js/namespace', 'base/js/events'], function (require, Jupyter, events) {
    'use strict';

    /**
     * All that app.js and hosts/classic.js import, and what these import: asked for at once. Else
     * the browser would know of each module only after the one that imports it has come.
     */
    const MODULES = [
        'hosts/classic/cells.js',
        'hosts/classic/kernel.js',
        'hosts/classic/layout.js',
        'hosts/classic/server.js',
        'hosts/emitter.js',
        'hosts/place.js',
        'progress/cell_runs.js',
        'progress/job_store.js',
        'progress/progress_message.js',
        'progress/runs_storage.js',
        'services/browser_storage.js',
        'services/kernel_client.js',
        'services/kernel_waiting.js',
        'services/request.js',
        'services/spark_rest_api.js',
        'services/startspark_api.js',
        'session/actions.js',
        'session/auto_start.js',
        'session/catalog.js',
        'session/dialog.js',
        'session/doctor.js',
        'session/errors.js',
        'session/execution.js',
        'session/kernel_follower.js',
        'session/known_properties.js',
        'session/log_filter.js',
        'session/name_errors.js',
        'session/notebook_session.js',
        'session/notebook_settings.js',
        'session/obstacles.js',
        'session/options_menu_items.js',
        'session/own.js',
        'session/prewarm.js',
        'session/quiet_rendering.js',
        'session/rendering.js',
        'session/retry.js',
        'session/session.js',
        'session/session_menu_items.js',
        'session/start.js',
        'session/start_progress.js',
        'session/startup_phase.js',
        'session/state_machine.js',
        'session/stop.js',
        'session/store.js',
        'session/web_ui.js',
        'strings.js',
        'ui/class_archive.js',
        'ui/clipboard.js',
        'ui/clock.js',
        'ui/dialog.js',
        'ui/dialog_frame.js',
        'ui/doctor_page.js',
        'ui/doctor_report.js',
        'ui/edit_config_page.js',
        'ui/element.js',
        'ui/failure_page.js',
        'ui/icons.js',
        'ui/idle_banner.js',
        'ui/inline_code.js',
        'ui/keys.js',
        'ui/message_page.js',
        'ui/notification.js',
        'ui/parameters_form.js',
        'ui/parameters_page.js',
        'ui/properties_editor.js',
        'ui/property_value.js',
        'ui/review_page.js',
        'ui/save_config_page.js',
        'ui/session_details.js',
        'ui/session_menu.js',
        'ui/session_page.js',
        'ui/start_banner.js',
        'ui/start_offers.js',
        'ui/start_page.js',
        'ui/theme.js',
        'ui/toolbar.js',
        'ui/waiting_reason.js',
        'ui/widgets.js',
    ];

    // Modules import each other without the version that RequireJS puts behind an URL.
    const urlOf = path => new URL(path, new URL(require.toUrl('./main.js'), document.baseURI)).href;

    /** Milliseconds after which a kernel that has not answered is busy, or there is none. */
    const PATIENCE = 1000;

    /** The notebook's own requests to its kernel go first: without an answer, there is nothing to start. */
    function kernelReady() {
        const {kernel} = Jupyter.notebook;
        return kernel && kernel.info_reply.status ? Promise.resolve() : new Promise(resolve => {
            events.one('kernel_ready.Kernel', resolve);
            setTimeout(resolve, PATIENCE);
        });
    }

    function addLink(rel, path) {
        document.head.append(Object.assign(document.createElement('link'), {rel, href: urlOf(path)}));
    }

    async function load() {
        try {
            await kernelReady();
            addLink('stylesheet', 'ui/startspark.css');
            MODULES.forEach(path => addLink('modulepreload', path));
            const [app, classic] = await Promise.all(
                ['app.js', 'hosts/classic.js'].map(path => import(urlOf(path))));
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
