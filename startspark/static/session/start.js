/**
 * What one click does, from the question what runs already to the running Spark.
 *
 * @module
 */

import {KernelEnded} from '../services/kernel_client.js';
import {ERRORS} from '../strings.js';
import {Cancelled, ConfigRefusal, Found, StartFailed, failureOf, isOfConfig} from './errors.js';
import {Execution} from './execution.js';
import {renderQuietly} from './quiet_rendering.js';
import {Rendering} from './rendering.js';
import {StartProgress} from './start_progress.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Rendered} Rendered */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./catalog.js').Catalog} Catalog */
/** @typedef {import('./dialog.js').Dialog} Dialog */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./rendering.js').Draft} Draft */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./store.js').Facts} Facts */

/**
 * @typedef {Object} StartParts
 * @property {StartSparkApi} api
 * @property {Catalog} catalog
 * @property {Dialog} dialog
 * @property {Host} host
 * @property {KernelClient} kernel
 * @property {Session} session
 * @property {NotebookSettings} settings - what this notebook changes
 */

/** @typedef {{config: Config, rendered: Rendered}} Held What a start needs of the server, asked for before. */

export class Start {
    /**
     * @param {StartParts} parts
     * @param {Object} options
     * @param {boolean} options.replace - whether a running Spark is stopped first
     * @param {boolean} options.customize - whether the user wants to change something
     * @param {boolean} [options.isQuiet] - whether it asks nothing, and shows only a failure
     * @param {?Held} [options.held] - with it, the kernel is asked at once
     */
    constructor(parts, {replace, customize, isQuiet = false, held = null}) {
        this.parts = parts;
        this.replace = replace;
        this.customize = customize;
        this.isQuiet = isQuiet;
        this.held = held;
        /** @type {?Config} as it was read for this start */
        this.config = held?.config ?? null;
        /** @type {?Draft} what the user wants as a config of its own, instead of a start */
        this.draft = null;
        /** @type {?Rendering} once the config was read */
        this.rendering = null;
        /** @type {?Execution} once the kernel was asked for the start */
        this.execution = null;
        /** @type {?StartProgress} */
        this.progress = null;
        this.isCancelled = false;
        /** @type {string[]} about the properties */
        this.warnings = [];
        /** @type {(error: Error) => void} ends what is waited for before the kernel has the code */
        this.reject = () => {};
        /** @type {Promise<never>} */
        this.over = new Promise((resolve, reject) => {
            this.reject = reject;
        });
        this.over.catch(() => {});  // also when nobody waits any more
    }

    /**
     * Do it. Whatever goes wrong is told in the store, and nothing of it remains.
     *
     * @returns {Promise<?Draft>} what the user wants as a config of its own, instead of a start
     */
    async run() {
        this.open();
        try {
            await this.steps();
        } catch (error) {
            await this.end(error);
        } finally {
            this.close();
        }
        return this.draft;
    }

    open() {
        const {catalog, session, settings} = this.parts;
        session.update({isLocked: true, failure: null});
        session.ownStart = this;
        this.progress = new StartProgress(session, {
            title: catalog.chosen?.title ?? '', note: settings.note, cancel: () => this.cancel(),
        });
    }

    close() {
        const {session} = this.parts;
        session.ownStart = null;
        session.update({isLocked: false});
        this.progress?.close();
        this.dropQuestion();
        // Much may have happened meanwhile, such as behind a form.
        if (session.phase === 'running') {
            session.refreshSoon();
        } else {
            session.refresh();
        }
    }

    async steps() {
        const {kernel, session} = this.parts;
        this.meet();
        // A promise, even one that is fulfilled, would let cells go first.
        const rendered = this.held ? this.held.rendered : await this.unless(this.render());
        if (!rendered) {
            return;
        }
        this.warnings = rendered.warnings;
        if (!this.held) {
            // Nothing may come between the click and the place in the kernel's queue but the server.
            await this.unless(kernel.load());
        }
        session.apply(await this.unless(this.execute(rendered)));
    }

    /** Have the kernel asked what runs already, unless that is known; nothing waits for it. */
    meet() {
        const {session} = this.parts;
        if (this.isQuiet) {
            session.meetKernel();  // this may be the first that hears of its connection
        }
        const isKnown = session.isSurelyReady || this.held !== null;
        if (session.phase !== 'running') {
            session.send('start');
        }
        if (!isKnown && !this.replace) {
            session.look().then(found => this.meetRunning(found), () => {});  // the start meets it, too
        }
    }

    /** @param {Facts} found - what the kernel has; who wants to change it is asked all the same */
    meetRunning(found) {
        if (!found.running || this.execution) {
            return;
        }
        if (this.customize) {
            this.replace = true;
            this.parts.session.apply(found);
        } else {
            this.reject(new Found(found));
        }
    }

    /** @returns {Promise<?Rendered>} null where the user does not want the start any more */
    async render() {
        const config = await this.read();
        if (this.isQuiet) {
            return renderQuietly(this.parts, config);
        }
        this.rendering = new Rendering({
            ...this.parts,
            config,
            customize: this.customize,
            replace: this.replace,
            unless: step => this.unless(step),
        });
        const rendered = await this.rendering.run();
        this.draft = this.rendering.draft;
        return rendered;
    }

    /** @returns {Promise<Config>} the chosen config, as its file is now */
    async read() {
        const {catalog} = this.parts;
        await this.unless(catalog.reload());
        const config = /** @type {Config} */ (catalog.chosen);
        this.config = config;
        if (config.error) {
            throw new ConfigRefusal(config.error, ERRORS.correctConfig);
        }
        return config;
    }

    /**
     * From here on the dialog shows the start.
     *
     * @param {Rendered} rendered
     */
    execute(rendered) {
        const {replace} = this;
        const {host, kernel, session} = this.parts;
        const progress = /** @type {StartProgress} */ (this.progress);
        this.dropQuestion();
        session.send(replace ? 'stop' : 'start');
        progress.begin({title: this.config?.title ?? '', code: rendered.code, replace});
        this.execution = new Execution({host, kernel, progress, rendered, replace, session});
        return this.execution.take();
    }

    /** A quiet start asks nothing: a question that is open is another's. */
    dropQuestion() {
        if (!this.isQuiet) {
            this.parts.dialog.drop();
        }
    }

    /** @param {unknown} error */
    async end(error) {
        const {execution, isCancelled} = this;
        if (error instanceof Found) {
            this.parts.session.apply(error.facts);
            return;
        }
        if (execution && !isCancelled && !(error instanceof KernelEnded)) {
            execution.abandon();
        }
        if (isCancelled && this.mayLeave) {
            await execution?.abandoned;
        }
        this.fail(error);
    }

    /** @param {unknown} error */
    fail(error) {
        const {dialog, session} = this.parts;
        if (!this.isCancelled) {
            session.update({failure: this.explain(error)});
            // A switch may fail before it has stopped anything: then Spark runs on.
            session.send('start');
            session.send('fail');
            if (this.isQuiet && error instanceof StartFailed) {
                dialog.reveal();  // the cells that were to run have not
            }
            return;
        }
        dialog.hide();
        if (session.phase !== 'running') {
            session.send('none');
        }
    }

    /**
     * @param {unknown} error
     * @returns {import('./errors.js').Failure}
     */
    explain(error) {
        const {config, progress, rendering, warnings} = this;
        const {parameters} = rendering ?? {};
        const failure = {log: progress?.log ?? '', ...failureOf(error), parameters, warnings};
        const isOwn = config?.origin === 'user' && (isOfConfig(error) || Boolean(failure.key));
        return isOwn ? {...failure, config} : failure;
    }

    /** Give the start up. */
    cancel() {
        if (!this.isCancelled) {
            this.isCancelled = true;
            this.execution?.cancel();
            this.leaveIfNothingIsLeft();
        }
    }

    leaveIfNothingIsLeft() {
        if (!this.mayLeave) {
            this.reject(new Cancelled());
        }
    }

    /** @returns {boolean} whether the kernel may have something of this start, or get it yet */
    get mayLeave() {
        return this.execution !== null && this.execution.hasWay !== false;
    }

    /** @param {import('./startup_phase.js').Phase} phase - as the kernel publishes it */
    follow(phase) {
        this.progress?.follow(phase);
    }

    /**
     * @param {string} page - names the start whose JVM has printed something
     * @param {string} text
     */
    hear(page, text) {
        if (page === this.execution?.rendered.page) {
            this.execution?.hear(text);
        }
    }

    /**
     * @template Result
     * @param {Promise<Result>} step
     * @returns {Promise<Result>} its result, unless the user cancels first, or Spark turns out to run
     */
    unless(step) {
        return Promise.race([step, this.over]);
    }
}
