/**
 * Shows below each cell what Spark does for it, and beside the button what the session has.
 *
 * The data come from `Polling`, which puts them into a `JobStore`; all that is drawn is made of the store's snapshots.
 *
 * @module
 */

import {CellLines} from './cell_lines.js';
import {jobOf, stagesOf} from './connect_operations.js';
import {ExecutorsMeter} from './executors_meter.js';
import {byRun} from './job_attribution.js';
import {contentOf, latest} from './line_content.js';
import {Polling} from './polling.js';
import {inSlices, nextTask} from './slices.js';
import {PROGRESS} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../session/store.js').Store} Store */
/** @typedef {import('./cell_lines.js').CellRun} CellRun */
/** @typedef {import('./cell_runs.js').CellRuns} CellRuns */
/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./connect_operations.js').Operation} Operation */
/** @typedef {import('./job_attribution.js').BegunRun} BegunRun */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./job_store.js').Snapshot} Snapshot */
/** @typedef {import('./spark_model.js').Job} Job */

/** Milliseconds for which a job is kept whose run is not known. */
const PATIENCE = 60000;

/** So often Spark may fail to answer before it is said. */
const FAILURES = 2;

export class Progress {
    /**
     * @param {Object} parts
     * @param {Host} parts.host
     * @param {Store} parts.store
     * @param {SparkRestApi} parts.rest
     * @param {CellRuns} parts.runs
     * @param {HTMLElement} parts.meterPlace - where the meter goes, at its end
     */
    constructor({host, store, rest, runs, meterPlace}) {
        this.host = host;
        this.store = store;
        this.rest = rest;
        this.runs = runs;
        this.polling = new Polling({
            rest,
            since: () => this.sinceRun(),
            onChange: () => this.onNews(),
        });
        this.lines = new CellLines({host, links: () => this.links(), onFold: () => this.draw()});
        this.meter = new ExecutorsMeter();
        /** A session runs that is followed. */
        this.isFollowing = false;
        this.hasNews = false;
        this.isStale = false;
        this.isDrawing = false;
        /** @type {string|undefined|null} the application of which it is said that it cannot be asked */
        this.noted = null;
        this.hasStyles = false;
        loadStyles().then(() => {
            this.hasStyles = true;
            meterPlace.append(this.meter.element);
            this.draw();
        }, error => console.error('Start Spark cannot show progress:', error));
    }

    /** The session, or what the kernel runs, has changed. */
    update() {
        const {session: {phase, facts}, webUI} = this.store.state;
        this.polling.isPaused = phase !== 'running';  // its web UI may be about to go
        if (facts.running && !webUI.isPending) {
            this.isFollowing = true;
            this.polling.follow(facts, webUI.port, !this.runs.list.some(run => run.cell));
        } else if (!facts.running && this.isFollowing) {
            this.isFollowing = false;
            this.polling.follow({}, null, true);
            this.lines.freeze();
        }
        this.draw();
    }

    /** @param {Operation} operation - of Spark Connect */
    onOperation(operation) {
        const {known} = this.polling;
        known.note(jobOf(operation));
        stagesOf(operation).forEach(stage => known.noteStage(stage));
        this.onNews();
    }

    /** Something is known that was not. */
    onNews() {
        this.hasNews = true;
        this.draw();
    }

    /** @returns {?number} for how many milliseconds the kernel has been running a cell */
    sinceRun() {
        const begin = this.runs.current?.begin;
        return typeof begin === 'number' ? this.runs.now() - begin : null;
    }

    /** Draw all, once for all that has just happened. */
    draw() {
        this.isStale = true;
        if (!this.isDrawing && this.hasStyles) {
            this.isDrawing = true;
            this.drawUntilDone().catch(error => console.error('Start Spark could not show progress:', error));
        }
    }

    async drawUntilDone() {
        try {
            while (this.isStale) {
                await nextTask();
                this.isStale = false;
                const {hasNews} = this;
                this.hasNews = false;
                await this.drawLines(hasNews);
                this.drawMeter();
            }
        } finally {
            this.isDrawing = false;
        }
    }

    /** @param {boolean} hasNews - Spark has said something since the last time */
    async drawLines(hasNews) {
        const {known} = this.polling;
        const snapshot = known.snapshot();
        const begun = this.runs.list.filter(hasBegun).sort((one, other) => one.begin - other.begin);
        const found = byRun(snapshot.jobs, begun, snapshot.streams);
        found.forEach((jobs, run) => found.set(run, latest(jobs)));
        const shown = [...found].filter(([run]) => run.cell);
        this.want(shown);
        await inSlices(shown, ([run, jobs]) => {
            if (known === this.polling.known) {  // or the lines tell of a Spark that has ended meanwhile
                this.drawLine(run, jobs, snapshot, hasNews);
            }
        });
        this.drawNote();
        this.lines.tidy(this.runs.list, run => hasBegun(run) && found.has(run), this.polling.isSettled);
    }

    /** @param {[Run, Job[]][]} shown - runs with their jobs */
    want(shown) {
        const detailed = shown.filter(([run]) => run.end !== null || this.lines.isOpen(run.cell));
        const since = this.runs.now() - PATIENCE;
        this.polling.want(shown.flatMap(([, jobs]) => jobs), detailed.map(([, jobs]) => jobs), since);
    }

    /**
     * @param {Run} run
     * @param {Job[]} jobs
     * @param {Snapshot} snapshot
     * @param {boolean} hasNews
     */
    drawLine(run, jobs, snapshot, hasNews) {
        const time = this.runs.now();
        const isSilent = this.polling.failures > FAILURES;
        const content = contentOf(run, jobs, snapshot, {time, isSilent});
        const {totals} = content;
        const isSampled = hasNews && totals && totals.end === null;
        const executors = snapshot.executors.filter(it => !it.isDriver).length;
        const sample = isSampled ? {time, tasks: totals.running, executors} : null;
        this.lines.show(/** @type {CellRun} */ (run), content, sample);
    }

    /** @returns {Links} what leads from a line to the Spark that runs now */
    links() {
        const {application} = this.polling;
        const port = () => application === this.polling.application ? this.polling.port : null;
        return {
            page: path => {
                const current = port();
                return current ? this.rest.pageUrl(current, path) : null;
            },
            canCancel: job => job.status === 'RUNNING' && Boolean(port()) &&
                Boolean(this.store.state.session.facts.can_cancel),
            cancel: async job => {
                await this.rest.cancel(Number(port()), Number(job.id));
                this.polling.wake();
            },
            buttonClass: this.host.layout.look.smallButton,
        };
    }

    /** Say once that this Spark cannot be asked. */
    drawNote() {
        const {session: {facts}, webUI: {port, reason, isPending}} = this.store.state;
        const {current} = this.runs;
        const isMute = facts.running && facts.master && !port && !isPending && facts.jobs;
        if (isMute && current && current.cell && this.noted !== facts.application_id) {
            this.noted = facts.application_id;
            const text = facts.ui_port ? PROGRESS.webUINotShown(reason) : PROGRESS.noWebUI;
            const content = {state: /** @type {const} */ ('note'), text, totals: null, jobs: null, stages: new Map()};
            this.lines.show(/** @type {CellRun} */ (current), content);
        }
    }

    drawMeter() {
        const {executors, lost} = this.polling.known;
        const begin = this.runs.list.reduce((last, run) => Math.max(last, run.begin || 0), 0);
        this.meter.show(executors, lost.filter(executor => Number(executor.lostAt) >= begin));
    }
}

/**
 * @param {Run} run
 * @returns {run is BegunRun}
 */
function hasBegun(run) {
    return run.begin !== null;
}

/** @type {?Promise<Event>} */
let styles = null;

/** @returns {Promise<Event>} once progress.css is there */
function loadStyles() {
    styles ??= new Promise((resolve, reject) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = new URL('./progress.css', import.meta.url).href;
        link.addEventListener('load', resolve);
        link.addEventListener('error', () => reject(new Error(`${link.href} cannot be loaded.`)));
        document.head.append(link);
    });
    return styles;
}
