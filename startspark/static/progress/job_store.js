/**
 * Holds what is known of one application: its jobs, and that some were missed, its stages, streams
 * and executors. What draws them gets a `Snapshot`, and does not know where they come from.
 *
 * @module
 */

/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */
/** @typedef {import('./spark_model.js').Executor} Executor */

/**
 * @typedef {Object} Snapshot
 * @property {Job[]} jobs
 * @property {ReadonlyMap<number, Stage>} stages - the last attempt of each that is known
 * @property {Executor[]} executors - those that live
 * @property {Executor[]} lost
 * @property {ReadonlyMap<string, number>} streams - when each stream was started, by its jobs' group
 * @property {ReadonlySet<string>} activeStreams - the groups of those that run
 */

/** After so many fruitless searches, a job is taken for one that Spark has forgotten. */
const SEARCHES = 6;

/** Spark numbers its jobs from 0 on: one that was never seen leaves a gap. */
export class JobStore {
    /** @param {number} settled - up to this number, no job is of interest */
    constructor(settled = -1) {
        /** @type {Map<number|string, Job>} */
        this.jobs = new Map();
        /** Up to this number, all are known or of no interest. */
        this.settled = settled;
        this.highest = settled;
        this.searches = 0;
        /** @type {Set<number|string>} the ids of those that were seen to run, and do no more */
        this.ended = new Set();
        /** @type {Map<number, Stage>} */
        this.stages = new Map();
        /** @type {Map<string, number>} */
        this.streams = new Map();
        /** @type {Set<string>} */
        this.activeStreams = new Set();
        /** @type {Executor[]} those that live */
        this.executors = [];
        /** @type {Executor[]} */
        this.lost = [];
    }

    /** @returns {Snapshot} */
    snapshot() {
        const {stages, executors, lost, streams, activeStreams} = this;
        return {jobs: [...this.jobs.values()], stages, executors, lost, streams, activeStreams};
    }

    /** @param {?number} [submitted] - so many jobs there have been, if that is known */
    expect(submitted) {
        this.highest = Math.max(this.highest, (submitted || 0) - 1);
    }

    /** @param {Job} job */
    note(job) {
        this.jobs.set(job.id, job);
        this.ended.delete(job.id);
        if (typeof job.id === 'number') {  // an operation of Spark Connect has no number
            this.highest = Math.max(this.highest, job.id);
        }
    }

    /** @param {Job[]} jobs - all that run now */
    noteRunning(jobs) {
        const running = new Set(jobs.map(job => job.id));
        this.ended = new Set(this.active.map(job => job.id).filter(id => !running.has(id)));
        jobs.forEach(job => this.note(job));
        this.settle();
    }

    /** @param {Job[]} jobs - all of which something new can be said */
    noteAll(jobs) {
        jobs.forEach(job => this.note(job));
        this.ended.forEach(id => this.jobs.delete(id));
        this.ended.clear();
        const newest = jobs.reduce((most, job) => Math.max(most, Number(job.id)), this.settled);
        this.searches = newest > this.settled ? 0 : this.searches + 1;
        this.settled = this.searches < SEARCHES ? newest : this.highest;
        this.settle();
    }

    /**
     * @param {number} id
     * @returns {boolean} whether nothing new can be said of a job
     */
    hasEnded(id) {
        const job = this.jobs.get(id);
        return job ? job.status !== 'RUNNING' : id <= this.settled;
    }

    settle() {
        while (this.jobs.has(this.settled + 1)) {
            this.settled += 1;
        }
        this.searches = this.hasGap ? this.searches : 0;
    }

    /** @returns {Job[]} */
    get active() {
        return [...this.jobs.values()].filter(job => job.status === 'RUNNING');
    }

    /** @returns {boolean} whether there are jobs that nobody has seen */
    get hasGap() {
        return this.settled < this.highest;
    }

    /** @param {Stage} stage - an attempt of it, which may be older than the one that is known */
    noteStage(stage) {
        const known = this.stages.get(stage.id);
        if (!known || known.attempt <= stage.attempt) {
            this.stages.set(stage.id, {...stage, reason: stage.reason || (known ? known.reason : '')});
        }
    }

    /** @param {Object<string, number>} streams - that run: when each was started, by its jobs' group */
    noteStreams(streams) {
        this.activeStreams = new Set(Object.keys(streams));
        Object.entries(streams).forEach(([group, begin]) => this.streams.set(group, begin));
    }

    /**
     * Forget other jobs, once they have ended, and their stages.
     *
     * @param {(job: Job) => boolean} isWanted
     */
    keep(isWanted) {
        for (const job of this.jobs.values()) {
            const isFound = typeof job.id !== 'number' || job.id <= this.settled;
            if (job.status !== 'RUNNING' && isFound && !isWanted(job)) {
                this.jobs.delete(job.id);
            }
        }
        this.keepStages();
    }

    keepStages() {
        const wanted = new Set([...this.jobs.values()].flatMap(job => job.stages));
        for (const id of this.stages.keys()) {
            if (!wanted.has(id)) {
                this.stages.delete(id);
            }
        }
    }
}
