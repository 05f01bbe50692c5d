/**
 * Puts the parts of this folder together for one notebook.
 *
 * @module
 */

import {Actions} from './actions.js';
import {AutoStart} from './auto_start.js';
import {Catalog} from './catalog.js';
import {Dialog} from './dialog.js';
import {followKernel} from './kernel_follower.js';
import {NameErrors} from './name_errors.js';
import {NotebookSettings} from './notebook_settings.js';
import {Prewarm} from './prewarm.js';
import {Session} from './session.js';
import {WebUI} from './web_ui.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./store.js').Store} Store */

export class NotebookSession {
    /** @param {{api: StartSparkApi, host: Host, kernel: KernelClient, rest: SparkRestApi, store: Store}} services */
    constructor(services) {
        this.host = services.host;
        this.dialog = new Dialog(services.store);
        this.settings = new NotebookSettings(services);
        this.session = new Session(services);
        const parts = {...services, dialog: this.dialog, settings: this.settings, session: this.session};
        const catalog = new Catalog(parts);
        this.catalog = catalog;
        this.autoStart = new AutoStart({...parts, catalog});
        this.nameErrors = new NameErrors(parts);
        this.prewarm = new Prewarm({...parts, catalog});
        this.webUI = new WebUI(services);
        this.actions = new Actions({...parts, autoStart: this.autoStart, catalog, prewarm: this.prewarm});
    }

    /** Follow notebook and kernel from now on, and fetch what is to be known of them. */
    async load() {
        const {autoStart, dialog, nameErrors, prewarm, settings, webUI} = this;
        for (const part of [dialog, settings, webUI, prewarm, autoStart, nameErrors]) {
            part.follow();
        }
        followKernel(this.session, this.host);
        await this.catalog.load();
        await this.session.refresh();
    }
}
