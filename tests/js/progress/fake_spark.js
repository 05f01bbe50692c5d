/**
 * A Spark with the jobs, stages and executors that a test makes: what the kernel publishes of it,
 * and its REST API. It is a `SparkRestApi`.
 *
 * @module
 */

export class FakeSpark {
    constructor(application = 'app-1') {
        this.application = application;
        this.seq = 0;
        this.jobs = [];
        this.stages = [];
        this.streams = [];
        this.earlier = [];
        this.executors = [executor('driver', 0)];
        this.lost = [];
        /** The id of the request that jobs belong to. */
        this.cell = null;
        /** @type {Object<number, Object>} what the REST API has of a stage in other words than the kernel */
        this.sizes = {};
        /** @type {Object<number, string>} why the tasks of a stage fail */
        this.why = {};
        /** @type {Object<number, Object[]>} the tasks of a stage */
        this.tasks = {};
        /** @type {string[]} the paths that were asked for */
        this.asked = [];
        this.cancelled = [];
        this.refusal = '';
        this.isAway = false;
    }

    /** What the kernel publishes: all. */
    message(more = {}) {
        this.seq += 1;
        const {application, seq, jobs, stages, streams, earlier, lost} = this;
        const cores = this.executors.reduce((sum, it) => sum + it.cores, 0);
        const executors = {cores, executors: this.executors, lost};
        return structuredClone({
            application, seq, whole: true, time: Date.now(), submitted: jobs.length,
            jobs, stages, streams, earlier, executors, ...more,
        });
    }

    async get(port, application, path) {
        this.asked.push(path);
        if (this.isAway) {
            throw new Error('no answer');
        }
        if (path.includes('taskList?offset')) {
            return this.tasks[/\d+/.exec(path)[0]] ?? [];
        }
        if (path.includes('taskList')) {
            return [{errorMessage: this.why[/\d+/.exec(path)[0]]}];
        }
        const [, id] = /^stages\/(\d+)/.exec(path) ?? [];
        const found = this.stages.filter(it => id ? it.id === Number(id) : it.status === 'ACTIVE');
        return found.map(({id: stageId, attempt}) => ({
            stageId, attemptId: attempt, inputBytes: 0, outputBytes: 0, shuffleReadBytes: 0, shuffleWriteBytes: 0,
            diskBytesSpilled: 0, ...this.sizes[stageId],
        }));
    }

    async cancel(port, job) {
        if (this.refusal) {
            throw new Error(this.refusal);
        }
        this.cancelled.push(job);
    }

    pageUrl(port, path) {
        return `/ui/${port}/${path}`;
    }

    /** A job of one stage begins. */
    run({tasks = 4, done = 0, running = 0, name = 'count', ...more} = {}, ofStage = {}) {
        const id = this.jobs.length;
        const common = {id, name, tasks, done, running, failed: 0, begin: Date.now(), end: null, reason: ''};
        this.stages.push({...common, attempt: 0, status: 'ACTIVE', input: 0, ...ofStage});
        this.jobs.push({
            ...common, description: '', group: '', cell: this.cell, status: 'RUNNING', stages: [id], stages_total: 1,
            stages_done: 0, stages_skipped: 0, ...more,
        });
        return this.jobs[id];
    }

    /** What has changed of a job, and of its stage. */
    go(job, numbers) {
        Object.assign(job, numbers);
        Object.assign(this.stages[job.stages[0]], numbers);
    }

    endAll() {
        this.jobs.filter(it => it.status === 'RUNNING').forEach(job => {
            this.go(job, {done: job.tasks, running: 0, end: Date.now()});
            this.endAs(job, 'SUCCEEDED', 'COMPLETE');
        });
    }

    fail(job, why) {
        this.go(job, {failed: 1, running: 0, end: Date.now()});
        this.endAs(job, 'FAILED', 'FAILED');
        this.why[job.stages[0]] = why;
    }

    cancelJob(job) {
        this.go(job, {running: 0, end: Date.now()});
        this.endAs(job, 'CANCELLED', 'FAILED');
    }

    endAs(job, status, ofStage) {
        job.status = status;
        this.stages[job.stages[0]].status = ofStage;
    }

    lose(id, reason) {
        const lost = this.executors.find(it => it.id === id);
        this.executors = this.executors.filter(it => it !== lost);
        this.lost.push({...lost, reason, lost_at: Date.now()});
    }
}

export function executor(id, tasks, cores = 4) {
    return {id, cores, tasks, memory: 1e9, memory_used: 1e8, lost_at: null, reason: ''};
}
