/**
 * Spark's REST API, with the jobs, stages and executors that a test makes. It is a `SparkRestApi`.
 *
 * @module
 */

const time = (moment = Date.now()) => new Date(moment).toISOString().replace('Z', 'GMT');

export class FakeSpark {
    constructor() {
        this.jobs = [];
        this.stages = [];
        this.executors = [this.executor('driver', 0)];
        this.gone = [];
        /** @type {string[]} the paths that were asked for */
        this.asked = [];
        this.cancelled = [];
        this.refusal = '';
        this.isAway = false;
    }

    async get(port, application, path) {
        this.asked.push(path);
        if (this.isAway) {
            throw new Error('no answer');
        }
        const [, id] = /^(?:jobs|stages)\/(\d+)/.exec(path) || [];
        const stages = this.stages.filter(it => !it.hidden);
        if (path.startsWith('jobs')) {
            const jobs = path.endsWith('running') ? this.jobs.filter(it => it.status === 'RUNNING') : this.jobs;
            return structuredClone(id ? this.jobs[id] : jobs);
        }
        if (path.includes('taskList')) {
            return [{errorMessage: this.stages[id].why}];
        }
        if (path.startsWith('stages')) {
            return structuredClone(id ? stages.filter(it => it.stageId === Number(id)) :
                stages.filter(it => it.status === 'ACTIVE'));
        }
        return structuredClone(path === 'executors' ? this.executors : [...this.executors, ...this.gone]);
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
    run({tasks = 4, done = 0, running = 0, name = 'count', ...more}, ofStage = {}) {
        const id = this.jobs.length;
        const numbers = {
            numTasks: tasks, numCompletedIndices: done, numCompletedTasks: done, numActiveTasks: running,
            numFailedTasks: 0,
        };
        this.stages.push({
            stageId: id, attemptId: 0, name, status: 'ACTIVE', ...numbers, inputBytes: 0, outputBytes: 0,
            shuffleReadBytes: 0, shuffleWriteBytes: 0, diskBytesSpilled: 0, ...ofStage,
        });
        this.jobs.push({
            jobId: id, name, submissionTime: time(), stageIds: [id], status: 'RUNNING', ...numbers,
            numSkippedTasks: 0, numCompletedStages: 0, numSkippedStages: 0, ...more,
        });
        return this.jobs[id];
    }

    endAll() {
        this.jobs.filter(it => it.status === 'RUNNING').forEach(job => {
            Object.assign(job, {
                status: 'SUCCEEDED', completionTime: time(), numCompletedIndices: job.numTasks, numActiveTasks: 0,
            });
            const [stage] = job.stageIds;
            const numbers = {numCompletedIndices: job.numTasks, numActiveTasks: 0};
            Object.assign(this.stages[stage], {status: 'COMPLETE', ...numbers});
        });
    }

    fail(job, why) {
        Object.assign(job, {status: 'FAILED', completionTime: time(), numFailedTasks: 1, numActiveTasks: 0});
        const [stage] = job.stageIds;
        Object.assign(this.stages[stage], {status: 'FAILED', numFailedTasks: 1, numActiveTasks: 0, why});
    }

    executor(id, activeTasks) {
        return {id, isActive: true, totalCores: 4, activeTasks, maxMemory: 1e9, memoryUsed: 1e8};
    }

    lose(id, removeReason) {
        const lost = this.executors.find(it => it.id === id);
        this.executors = this.executors.filter(it => it !== lost);
        this.gone.push({...lost, isActive: false, removeReason, removeTime: time()});
    }
}
