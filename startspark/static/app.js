/**
 * Puts Start Spark together for one notebook. What the page shows is a function of the store's
 * state; what the user does goes through the session's actions; what the application can do comes
 * from the host.
 *
 * @module
 */

import {CellRuns} from './progress/cell_runs.js';
import {KernelClient} from './services/kernel_client.js';
import {Requests} from './services/request.js';
import {SparkRestApi} from './services/spark_rest_api.js';
import {StartSparkApi} from './services/startspark_api.js';
import {NotebookSession} from './session/notebook_session.js';
import {Store} from './session/store.js';
import {SparkDialog} from './ui/dialog.js';
import {IdleBanner} from './ui/idle_banner.js';
import {followTheme} from './ui/theme.js';
import {Toolbar} from './ui/toolbar.js';

/** @typedef {import('./hosts/host.js').Host} Host */

/** Milliseconds: so soon no progress is shown, and the first query needs the processor. */
const BEFORE_PROGRESS = 1000;

/**
 * Give a notebook its drop-down and its button, and follow its kernel.
 *
 * @param {Host} host
 * @returns {Promise<void>} when the list of configs is there, and the kernel has said what runs
 */
export async function start(host) {
    const store = new Store();
    const requests = new Requests(host);
    const api = new StartSparkApi(requests);
    const rest = new SparkRestApi(requests);
    const kernel = new KernelClient(host, api);
    const notebook = new NotebookSession({api, host, kernel, rest, store});
    const {actions} = notebook;
    const toolbar = new Toolbar({store, actions, look: host.layout.look});
    const banner = new IdleBanner({store, actions, look: host.layout.look});
    followTheme(host.layout, toolbar.element, banner.element);
    host.layout.addToToolbar(toolbar.element);
    host.layout.addBanner(banner.element);
    const dialog = new SparkDialog({store, actions, api, host});
    host.onClose(() => dialog.remove());
    const {defaultConfig, hotkey, showsProgress} = await host.settings();
    host.addCommands(actions.commands(), hotkey);
    if (showsProgress) {
        followProgress({host, store, rest, meterPlace: toolbar.meterPlace});
    }
    await notebook.load(defaultConfig);
}

/**
 * Note what the kernel runs from now on, and show what Spark does for it once Spark runs.
 *
 * @param {{host: Host, store: Store, rest: SparkRestApi, meterPlace: HTMLElement}} parts
 */
function followProgress(parts) {
    const runs = new CellRuns(parts.host);
    runs.listen();
    let isLoading = false;
    parts.store.subscribe(({session: {facts}}) => {
        if (facts.running && !isLoading) {
            isLoading = true;
            setTimeout(() => loadProgress({...parts, runs}), BEFORE_PROGRESS);
        }
    });
}

/** @param {{host: Host, store: Store, rest: SparkRestApi, meterPlace: HTMLElement, runs: CellRuns}} parts */
async function loadProgress(parts) {
    try {
        const {Progress} = await import('./progress/progress.js');
        const progress = new Progress(parts);
        parts.store.subscribe(() => progress.update());
        parts.runs.subscribe(() => progress.update());
        parts.host.kernel.subscribe(({type, content}) => {
            if (type === 'message' && content?.operation) {
                progress.onOperation(content.operation);
            }
        });
        progress.update();
    } catch (error) {
        console.error('Start Spark cannot show progress:', error);
    }
}
