/**
 * Puts Start Spark together for one notebook. What the page shows is a function of the store's
 * state; what the user does goes through the session's actions; what the application can do comes
 * from the host.
 *
 * @module
 */

import {CellRuns} from './progress/cell_runs.js';
import {JobStore} from './progress/job_store.js';
import {KernelClient} from './services/kernel_client.js';
import {Requests} from './services/request.js';
import {SparkRestApi} from './services/spark_rest_api.js';
import {StartSparkApi} from './services/startspark_api.js';
import {NotebookSession} from './session/notebook_session.js';
import {Store} from './session/store.js';
import {SparkDialog} from './ui/dialog.js';
import {element} from './ui/element.js';
import {IdleBanner} from './ui/idle_banner.js';
import {askPermission} from './ui/notification.js';
import {StartBanner} from './ui/start_banner.js';
import {StartOffers} from './ui/start_offers.js';
import {followTheme} from './ui/theme.js';
import {Toolbar} from './ui/toolbar.js';

/** @typedef {import('./hosts/host.js').Host} Host */

/** Milliseconds: so soon there may be no job, and the page still shows the start. */
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
    const banners = [IdleBanner, StartBanner].map(Banner => new Banner({store, actions, look: host.layout.look}));
    const banner = element('div', {}, ...banners.map(it => it.element));
    followTheme(host.layout, toolbar.element, banner);
    host.layout.addToToolbar(toolbar.element);
    host.layout.addBanner(banner);
    new StartOffers({store, actions, host}).show(store.state);
    const dialog = new SparkDialog({store, actions, api, host});
    host.closed.addEventListener('abort', () => {
        store.close();
        toolbar.close();
        dialog.remove();
    });
    const {hotkey, showsProgress, notifies, hints} = await host.settings();
    host.addCommands(actions.commands(), hotkey);
    if (showsProgress) {
        const refresh = () => notebook.session.refresh();
        followProgress({host, store, rest, refresh, notifies, hints, meterPlace: toolbar.meterPlace});
    }
    if (showsProgress && notifies) {
        toolbar.element.addEventListener('click', askPermission);
    }
    await notebook.load();
}

/**
 * @typedef {Object} ProgressParts
 * @property {Host} host
 * @property {Store} store
 * @property {SparkRestApi} rest
 * @property {() => void} refresh - ask the kernel for all that it knows
 * @property {boolean} notifies
 * @property {boolean} hints
 * @property {HTMLElement} meterPlace
 */

/**
 * Note what the kernel runs and says from now on, and show what Spark does for it once Spark runs.
 *
 * @param {ProgressParts} parts
 */
function followProgress(parts) {
    const {host, store} = parts;
    const runs = new CellRuns(host);
    const jobs = new JobStore();
    const load = once(() => loadProgress({...parts, runs, jobs}));
    const loadSoon = once(() => setTimeout(load, BEFORE_PROGRESS));
    runs.listen();
    jobs.subscribe(() => {
        if (jobs.jobs.size) {
            load();
        }
        if (jobs.hasGap && !runs.current) {
            parts.refresh();  // while it is busy, the kernel says it by itself
        }
    });
    followJobs(jobs, host, store);
    store.subscribe(({session: {facts}}) => {
        if (facts.running) {
            loadSoon();
        }
    });
}

/**
 * What the kernel says of Spark's jobs, by itself and in its answers, from now on.
 *
 * @param {JobStore} jobs
 * @param {Host} host
 * @param {Store} store
 */
function followJobs(jobs, host, store) {
    host.kernel.subscribe(({type, content}) => {
        if (type === 'message' && content?.progress) {
            jobs.hear(content.progress);
        }
    });
    /** @type {unknown} */
    let heard = null;
    store.subscribe(({session: {progress}}) => {
        if (progress && progress !== heard) {
            heard = progress;
            jobs.hear(progress);
        }
    });
}

/**
 * @param {() => void} act
 * @returns {() => void} does so the first time
 */
function once(act) {
    let isDone = false;
    return () => {
        if (!isDone) {
            isDone = true;
            act();
        }
    };
}

/** @param {ProgressParts & {runs: CellRuns, jobs: JobStore}} parts */
async function loadProgress(parts) {
    try {
        const {Progress} = await import('./progress/progress.js');
        const progress = new Progress(parts);
        parts.store.subscribe(() => progress.update());
        parts.runs.subscribe(() => progress.update());
        progress.update();
    } catch (error) {
        console.error('Start Spark cannot show progress:', error);
    }
}
