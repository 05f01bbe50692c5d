/**
 * What is asked of one application's Spark, and kept of its answers.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {JobStore} from './job_store.js';
import {rest} from './polling_pace.js';
import * as model from './spark_model.js';

/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../session/store.js').Facts} Facts */
/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */

/** More jobs than these that have ended are asked for all at once. */
const FEW = 3;

/** So many stages are asked for in one round, and of one run in all. */
const STAGES_AT_ONCE = 4;
const STAGES_OF_RUN = 100;

/** Milliseconds between two looks at the batches of streams. */
const STREAM_PAUSE = 5000;

/** Milliseconds between two looks at the executors. */
const EXECUTORS_PAUSE = 1000;

export class SparkQuestions {
    /** What the kernel says: jobs run, and there are so many executors. */
    hasJobs = false;
    told = 0;

    /** @type {?number} how many executors the kernel told of when they were asked for last */
    toldBefore = null;

    /** @type {Job[][]} the jobs of each run of which the stages are wanted, too */
    detailed = [];

    /** When all jobs were asked for last, how long that took, and when the executors were asked for. */
    askedAllAt = 0;
    tookAll = 0;
    askedExecutorsAt = 0;

    /**
     * @param {Object} parts
     * @param {SparkRestApi} parts.api
     * @param {string|undefined} parts.application - its id
     * @param {?number} parts.port - where its web UI listens; null where it cannot be asked
     * @param {number} parts.settled - up to this number, no job is of interest
     * @param {() => boolean} parts.mayAsk
     */
    constructor({api, application, port, settled, mayAsk}) {
        this.api = api;
        this.application = application;
        this.port = port;
        this.mayAsk = mayAsk;
        this.known = new JobStore(settled);
    }

    /** @param {Partial<Facts>} facts - of this application, as the kernel says them */
    hear(facts) {
        this.hasJobs = Boolean(facts.jobs);
        this.told = facts.executors || 0;
        this.known.noteStreams(facts.streams || {});
        this.known.expect(facts.submitted);
    }

    /** @returns {boolean} whether nothing runs, and all is known of what ran */
    get isQuiet() {
        return !this.hasJobs && !this.known.activeStreams.size && this.isSettled &&
            this.toldBefore === this.told && !this.usesExecutors;
    }

    /** @returns {boolean} whether all is known of the jobs that have ended */
    get isSettled() {
        const {active, ended, hasGap} = this.known;
        return !active.length && !ended.size && !hasGap && !this.missingStages.length;
    }

    get usesExecutors() {
        return this.known.executors.some(executor => executor.tasks > 0);
    }

    /**
     * Ask for all that is wanted, one after the other.
     *
     * @param {boolean} isBusy - the kernel runs a cell
     */
    async ask(isBusy) {
        this.known.noteRunning((await this.get('jobs?status=running')).map(model.job));
        await this.askEnded(isBusy);
        if (this.wantsActiveStages) {
            this.noteStages(await this.get('stages?status=active&details=false'));
        }
        for (const id of this.missingStages.slice(0, STAGES_AT_ONCE)) {
            this.noteStages(await this.get(`stages/${id}?details=false`));
        }
        await this.askReason();
        await this.askExecutors();
    }

    /**
     * @param {string} path - of Spark's REST API, below the application
     * @returns {Promise<any>}
     */
    async get(path) {
        const {application, port} = this;
        const answer = this.mayAsk() ? await this.api.get(Number(port), String(application), path) : null;
        if (!this.mayAsk()) {
            throw new Error('This Spark is not to be asked any more.');
        }
        return answer;
    }

    /**
     * Ask for jobs that have ended, and for those that nobody has seen run.
     *
     * @param {boolean} isBusy
     */
    async askEnded(isBusy) {
        const {ended, hasGap, activeStreams} = this.known;
        const ids = [...ended];
        if (ids.length <= FEW && !hasGap) {
            for (const id of ids) {
                this.known.note(model.job(await this.get(`jobs/${id}`)));
            }
        }
        const isWanted = hasGap || ids.length > FEW || activeStreams.size > 0;
        if (isWanted && Date.now() - this.askedAllAt > this.restOfAll(isBusy, hasGap || ids.length > 0)) {
            await this.askAll();
        }
    }

    /**
     * @param {boolean} isBusy
     * @param {boolean} isMissing - something is to be found
     * @returns {number} milliseconds between two questions for all
     */
    restOfAll(isBusy, isMissing) {
        return Math.max(rest(this.tookAll, isBusy || this.hasJobs, this.known.searches), isMissing ? 0 : STREAM_PAUSE);
    }

    async askAll() {
        const begun = Date.now();
        const jobs = (await this.get('jobs')).filter((/** @type {any} */ it) => !this.known.hasEnded(it.jobId));
        this.known.noteAll(jobs.map(model.job));
        this.askedAllAt = Date.now();
        this.tookAll = this.askedAllAt - begun;
    }

    /** @param {any[]} said */
    noteStages(said) {
        said.forEach(it => this.known.noteStage(model.stage(it)));
    }

    /**
     * Ask for what is drawn, and forget what is not.
     *
     * @param {Job[]} jobs - that are shown
     * @param {Job[][]} detailed - of each run of which the stages are wanted, too
     * @param {number} since - older jobs that are not shown are forgotten; the run of a younger
     *     one may be told later than the job
     */
    want(jobs, detailed, since) {
        this.detailed = detailed;
        const ids = new Set(jobs.map(job => job.id));
        this.known.keep(job => ids.has(job.id) || job.begin > since);
    }

    /** @returns {boolean} whether it is wanted, or worth a look, how far stages are */
    get wantsActiveStages() {
        const detailed = new Set(this.detailed.flat().map(job => job.id));
        return this.known.active.some(job => job.failed || detailed.has(job.id));
    }

    /** @returns {number[]} stages that have ended, and of which that is not known yet */
    get missingStages() {
        return this.detailed.flatMap(jobs => {
            const ids = jobs.filter(job => job.status !== 'RUNNING' && !job.stream).flatMap(job => job.stages);
            return ids.slice(-STAGES_OF_RUN).filter(id => !isOver(this.known.stages.get(id)));
        });
    }

    /** Ask why the tasks of a stage fail. */
    async askReason() {
        const stage = [...this.known.stages.values()].find(it => it.failed && !it.reason);
        if (stage) {
            const path = `stages/${stage.id}/${stage.attempt}/taskList?status=failed&length=1`;
            const [task] = await this.get(path);
            const reason = task && task.errorMessage ? model.reason(task.errorMessage) : PROGRESS.noReason;
            this.known.noteStage({...stage, reason});
        }
    }

    async askExecutors() {
        const {told} = this;
        const isWanted = this.known.active.length || this.usesExecutors || this.toldBefore !== told;
        if (!isWanted || Date.now() - this.askedExecutorsAt < EXECUTORS_PAUSE) {
            return;
        }
        this.askedExecutorsAt = Date.now();
        const before = this.known.executors;
        this.known.executors = (await this.get('executors')).map(model.executor);
        this.toldBefore = told;
        const living = new Set(this.known.executors.map(executor => executor.id));
        if (before.some(executor => !living.has(executor.id))) {
            const all = (await this.get('allexecutors')).map(model.executor);
            this.known.lost = all.filter((/** @type {model.Executor} */ executor) => executor.wasLost);
        }
    }
}

/** @param {Stage|undefined} stage */
function isOver(stage) {
    return stage !== undefined && stage.status !== 'ACTIVE' && stage.status !== 'PENDING';
}
