/**
 * Shows below each cell what Spark does for it, and beside the button what the session has.
 *
 * The kernel's monitor publishes what is known, a `JobStore` holds it, and all that is drawn is
 * made of the store's snapshots. Only for lines that are open, Spark's REST API is asked for more.
 *
 * @module
 */

import {CellLines} from './cell_lines.js';
import {ExecutorsMeter} from './executors_meter.js';
import {hintOf} from './hints.js';
import {drawnStages, listedStages} from './job_table.js';
import {contentOf} from './line_content.js';
import {LongCells} from './long_cells.js';
import {inSlices, nextTask} from './slices.js';
import {StageDetails} from './stage_details.js';
import {PROGRESS} from '../strings.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../session/store.js').Store} Store */
/** @typedef {import('./cell_lines.js').CellRun} CellRun */
/** @typedef {import('./cell_runs.js').CellRuns} CellRuns */
/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./job_store.js').JobStore} JobStore */
/** @typedef {import('./job_table.js').Details} Details */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./stage_details.js').Source} Source */

/** Milliseconds after which what tells the time is drawn again. */
const TICK = 1000;

export class Progress {
    /**
     * @param {Object} parts
     * @param {Host} parts.host
     * @param {Store} parts.store
     * @param {SparkRestApi} parts.rest
     * @param {CellRuns} parts.runs
     * @param {JobStore} parts.jobs
     * @param {HTMLElement} parts.meterPlace - where the meter goes, at its end
     * @param {boolean} parts.notifies - whether the user is to be notified of long cells
     * @param {boolean} parts.hints - whether the details say what would make a cell faster
     */
    constructor({host, store, rest, runs, jobs, meterPlace, notifies, hints}) {
        this.host = host;
        this.store = store;
        this.rest = rest;
        this.runs = runs;
        this.jobs = jobs;
        this.givesHints = hints;
        const {closed} = host;
        this.details = new StageDetails({
            rest, closed, source: () => this.source(), onChange: () => this.draw(),
        });
        this.lines = new CellLines({host, sources: () => this.sources(), onFold: () => this.draw()});
        this.longCells = notifies ? new LongCells(() => host.notebook.path()) : null;
        this.meter = new ExecutorsMeter();
        /** A session runs that is followed. */
        this.isFollowing = false;
        this.hasNews = true;
        this.isStale = false;
        this.isDrawing = false;
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        this.timer = undefined;
        this.hasStyles = false;
        jobs.subscribe(() => this.onNews());
        document.addEventListener('visibilitychange', () => this.draw(), {signal: closed});
        loadStyles().then(() => {
            this.hasStyles = true;
            meterPlace.append(this.meter.element);
            this.draw();
        }, error => console.error('Start Spark cannot show progress:', error));
    }

    /** The session, or what the kernel runs, has changed. */
    update() {
        const {running} = this.store.state.session.facts;
        if (running) {
            this.isFollowing = true;
            this.jobs.resume();
        } else if (this.isFollowing) {
            this.isFollowing = false;
            this.jobs.end(this.runs.now());
        }
        this.longCells?.look(this.runs.list, run => this.jobs.snapshot().work.has(run.id));
        this.draw();
    }

    /** The kernel has said something of Spark's jobs. */
    onNews() {
        this.hasNews = true;
        if (this.jobs.isOver && this.hasStyles) {
            this.runsWithJobs().forEach(run => this.drawLine(run));  // before the jobs of another Spark come
        }
        this.draw();
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
                await this.drawLines();
                const {phase} = this.store.state.session;
                this.meter.show(phase === 'running' ? this.jobs.executors : [], this.lost());
            }
        } finally {
            this.isDrawing = false;
            this.tick();
        }
    }

    async drawLines() {
        const {application} = this.jobs;
        const {hasNews} = this;
        this.hasNews = false;
        await inSlices(this.runsWithJobs(), run => {
            if (application === this.jobs.application) {  // or the lines tell of a Spark that has ended meanwhile
                this.drawLine(run, hasNews);
            }
        });
        const {work} = this.jobs.snapshot();
        this.lines.tidy(this.runs.list, run => run.begin !== null && work.has(run.id), this.runs.now());
        const contents = this.lines.open.map(({content}) => content);
        this.details.want(contents.flatMap(listedStages), contents.flatMap(drawnStages));
    }

    /** @returns {CellRun[]} the runs that have begun and have jobs, and whose cell is on this page */
    runsWithJobs() {
        const {work} = this.jobs.snapshot();
        return this.runs.list.filter(isOfCell).filter(run => run.begin !== null && work.has(run.id));
    }

    /**
     * @param {CellRun} run - one with jobs
     * @param {boolean} [hasNews] - Spark has said something since the last time
     */
    drawLine(run, hasNews = false) {
        const snapshot = this.jobs.snapshot();
        const work = snapshot.work.get(run.id);
        if (!work) {
            return;
        }
        const time = this.runs.now();
        const {timeLeft, whyWaiting} = this.lines.of(run);
        const {waiting} = this.store.state.session.facts;
        const content = contentOf(run, work, snapshot, {time, timeLeft, whyWaiting, waiting});
        const {totals} = content;
        const isSampled = hasNews && totals && totals.end === null;
        this.lines.show(run, content, isSampled ? {time, tasks: totals.running, cores: snapshot.cores} : null);
    }

    /** Go on drawing while a line tells the time, and somebody sees it. */
    tick() {
        if (this.timer === undefined && !document.hidden && this.lines.isTicking) {
            this.timer = setTimeout(() => {
                this.timer = undefined;
                this.draw();
            }, TICK);
        }
    }

    /** Executors that were lost since the last cell began. */
    lost() {
        const begin = this.runs.list.reduce((last, run) => Math.max(last, run.begin || 0), 0);
        return this.jobs.lost.filter(executor => Number(executor.lostAt) >= begin);
    }

    /** @returns {?Source} the Spark that the REST API tells of, unless it may be about to go */
    source() {
        const {session: {phase}, webUI: {port}} = this.store.state;
        const {application, isOver} = this.jobs;
        return port && application && !isOver && phase === 'running' ? {application, port} : null;
    }

    /** @returns {{links: Links, details: () => Details}} for a line of the application that runs now */
    sources() {
        const {application} = this.jobs;
        return {links: this.links(application), details: () => this.detailsOf(application)};
    }

    /**
     * @param {?string} application
     * @returns {Details}
     */
    detailsOf(application) {
        const isKnown = application === this.details.application;
        /** @type {Pick<Details, 'of'|'tasksOf'>} */
        const details = {
            of: stage => isKnown ? this.details.of(stage) : {reason: stage.reason},
            tasksOf: stages => isKnown ? this.details.tasksOf(stages) : [],
        };
        return {
            ...details,
            hint: content => this.givesHints ? this.hint(content, details) : '',
            note: application === this.jobs.application && !this.jobs.isOver ? this.note() : '',
        };
    }

    /**
     * @param {Content} content
     * @param {Pick<Details, 'of'|'tasksOf'>} details
     */
    hint(content, details) {
        const {master} = this.store.state.session.facts;
        const memory = String(master).startsWith('local') ? 'spark.driver.memory' : 'spark.executor.memory';
        const stages = listedStages(content).filter(({begin}) => begin !== null);
        return hintOf(content, {stages, details, cores: this.jobs.cores, memory});
    }

    /** @returns {string} why the details are not complete; empty where they are */
    note() {
        const {session: {facts}, webUI: {port, reason, isPending}} = this.store.state;
        if (port || isPending) {
            return this.details.isSilent ? PROGRESS.noAnswer : '';
        }
        return facts.ui_port ? PROGRESS.webUINotShown(reason) : PROGRESS.noWebUI;
    }

    /**
     * @param {?string} application
     * @returns {Links} what leads from its lines to Spark, as long as it runs
     */
    links(application) {
        const port = () => application === this.jobs.application && !this.jobs.isOver && this.store.state.webUI.port;
        return {
            page: path => {
                const current = port();
                return current ? this.rest.pageUrl(current, path) : null;
            },
            canCancel: job => job.status === 'RUNNING' && Boolean(port()) &&
                Boolean(this.store.state.session.facts.can_cancel),
            cancel: job => this.rest.cancel(Number(port()), Number(job.id)),
            buttonClass: this.host.layout.look.smallButton,
        };
    }
}

/**
 * @param {Run} run
 * @returns {run is CellRun}
 */
function isOfCell(run) {
    return run.cell !== null;
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
