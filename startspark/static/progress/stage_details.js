/**
 * Asks Spark's REST API for what an open line shows of its stages and the kernel does not say: only
 * for lines that are open, one question at a time, and no more often than one can read.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {reason, stageSizes, taskOf} from './spark_model.js';

/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('./progress_message.js').Stage} Stage */
/** @typedef {import('./spark_model.js').StageSizes} StageSizes */
/** @typedef {import('./spark_model.js').Task} Task */

/** @typedef {{application: string, port: number}} Source The Spark that can be asked. */

/** @typedef {{sizes: StageSizes, isFinal: boolean}} Known */
/** @typedef {{tasks: Task[], isFinal: boolean}} KnownTasks */

/** How many of a stage's tasks are asked for, the last: Spark sends a kilobyte for each. */
const TASKS = 100;

/** Milliseconds between two rounds of questions, and at most where Spark does not answer. */
const PAUSE = 2000;
const LONGEST_PAUSE = 30000;

/** So often Spark may fail to answer before it is said. */
const FAILURES = 2;

/** The HTTP status of what Spark does not know, or not any more. */
const NOT_FOUND = 404;

export class StageDetails {
    failures = 0;
    isAsking = false;

    /** When it was asked last. */
    askedAt = 0;

    /** @type {ReturnType<typeof setTimeout>|undefined} */
    timer = undefined;

    /** @type {Stage[]} that are looked at */
    wanted = [];

    /** @type {Stage[]} those of them whose tasks are */
    wantedTasks = [];

    /** @type {?string} the application of which the following tells */
    application = null;

    /** @type {Map<number, Known>} by stage */
    sizes = new Map();

    /** @type {Map<string, KnownTasks>} by stage and attempt */
    tasks = new Map();

    /** @type {Map<string, string>} why tasks failed, by stage and attempt */
    reasons = new Map();

    /**
     * @param {Object} parts
     * @param {Pick<SparkRestApi, 'get'>} parts.rest
     * @param {() => ?Source} parts.source - null where none can be asked just now
     * @param {() => void} parts.onChange - something new is known
     * @param {AbortSignal} parts.closed - aborts when nobody sees it any more
     */
    constructor({rest, source, onChange, closed}) {
        this.rest = rest;
        this.source = source;
        this.onChange = onChange;
        document.addEventListener('visibilitychange', () => this.wake(), {signal: closed});
    }

    /** @returns {boolean} whether Spark should answer, and does not */
    get isSilent() {
        return this.failures > FAILURES;
    }

    /**
     * @param {Stage[]} stages - that are looked at from now on
     * @param {Stage[]} withTasks - those of them whose tasks are looked at
     */
    want(stages, withTasks) {
        this.wanted = stages;
        this.wantedTasks = withTasks;
        keepOnly(this.sizes, new Set(stages.map(stage => stage.id)));
        keepOnly(this.tasks, new Set(withTasks.map(keyOf)));
        this.wake();
    }

    /**
     * @param {Stage} stage
     * @returns {Partial<StageSizes> & {reason: string}} what is known of it beside what the kernel says
     */
    of(stage) {
        const sizes = this.sizes.get(stage.id)?.sizes;
        const why = stage.reason || this.reasons.get(keyOf(stage)) || '';
        return {...sizes?.attempt === stage.attempt ? sizes : {}, reason: why};
    }

    /**
     * @param {Stage[]} stages
     * @returns {Task[]} what is known of their tasks
     */
    tasksOf(stages) {
        return stages.flatMap(stage => this.tasks.get(keyOf(stage))?.tasks ?? []);
    }

    /** Ask when it is due, if there is something to ask. */
    wake() {
        if (!this.isAsking && this.timer === undefined && this.isDue) {
            const pause = Math.min(PAUSE * 2 ** this.failures, LONGEST_PAUSE);
            this.timer = setTimeout(() => this.round(), Math.max(0, this.askedAt + pause - Date.now()));
        }
    }

    get isDue() {
        return !document.hidden && this.source() !== null &&
            this.wanted.some(stage => this.isActive(stage) || this.isMissing(stage) || this.lacksReason(stage) ||
                this.lacksTasks(stage));
    }

    /** @param {Stage} stage */
    isActive({status}) {
        return status === 'ACTIVE';
    }

    /**
     * @param {Stage} stage
     * @returns {boolean} whether it has ended, and that is not known here
     */
    isMissing({id, attempt, status}) {
        const known = this.sizes.get(id);
        return ['COMPLETE', 'FAILED'].includes(status) && !(known?.isFinal && known.sizes.attempt >= attempt);
    }

    /** @param {Stage} stage */
    lacksReason(stage) {
        return stage.failed > 0 && !stage.reason && !this.reasons.has(keyOf(stage));
    }

    /** @param {Stage} stage */
    lacksTasks(stage) {
        return this.wantedTasks.includes(stage) && !this.tasks.get(keyOf(stage))?.isFinal;
    }

    async round() {
        this.timer = undefined;
        const source = this.source();
        if (!source || !this.isDue) {
            return;
        }
        if (source.application !== this.application) {
            this.application = source.application;
            this.sizes.clear();
            this.tasks.clear();
            this.reasons.clear();
        }
        this.isAsking = true;
        this.askedAt = Date.now();
        try {
            await this.ask(source);
            this.failures = 0;
        } catch {
            this.failures += 1;  // it is said once it happens again and again
        } finally {
            this.isAsking = false;
            this.onChange();
            this.wake();
        }
    }

    /** @param {Source} source */
    async ask(source) {
        const active = this.wanted.some(this.isActive) ?
            await this.get(source, 'stages?status=active&details=false') ?? [] : [];
        active.forEach((/** @type {any} */ said) => this.note(said.stageId, said, false));
        for (const stage of this.wanted.filter(it => this.isMissing(it))) {
            const attempts = await this.get(source, `stages/${stage.id}?details=false`) ?? [];
            this.note(stage.id, attempts.at(-1) ?? {attemptId: stage.attempt}, true);
        }
        for (const stage of this.wanted.filter(it => this.lacksReason(it))) {
            await this.askReason(source, stage);
        }
        for (const stage of this.wantedTasks.filter(it => this.lacksTasks(it))) {
            await this.askTasks(source, stage);
        }
    }

    /**
     * @param {Source} source
     * @param {Stage} stage
     */
    async askReason(source, stage) {
        const path = `stages/${stage.id}/${stage.attempt}/taskList?status=failed&length=1`;
        const [task] = await this.get(source, path) ?? [];
        this.reasons.set(keyOf(stage), task?.errorMessage ? reason(task.errorMessage) : PROGRESS.noReason);
    }

    /**
     * @param {Source} source
     * @param {Stage} stage
     */
    async askTasks(source, stage) {
        const {id, attempt, done, running, failed} = stage;
        const first = Math.max(0, done + running + failed - TASKS);
        const path = `stages/${id}/${attempt}/taskList?offset=${first}&length=${TASKS}`;
        const said = await this.get(source, path) ?? [];
        const tasks = said.map((/** @type {any} */ it) => taskOf(id, it));
        this.tasks.set(keyOf(stage), {tasks, isFinal: !this.isActive(stage)});
    }

    /**
     * @param {Source} source
     * @param {string} path - of Spark's REST API, below the application
     * @returns {Promise<any>} null where Spark does not know what is asked for
     */
    async get({application, port}, path) {
        const isSame = () => this.source()?.application === application;
        try {
            const answer = isSame() ? await this.rest.get(port, application, path) : null;
            return isSame() ? answer : null;
        } catch (error) {
            if (Object(error).status === NOT_FOUND) {
                return null;
            }
            throw error;
        }
    }

    /**
     * @param {number} id
     * @param {any} said - by Spark
     * @param {boolean} isFinal
     */
    note(id, said, isFinal) {
        this.sizes.set(id, {sizes: stageSizes(said), isFinal});
    }
}

/**
 * @template Key
 * @param {Map<Key, unknown>} map
 * @param {Set<Key>} keys
 */
function keepOnly(map, keys) {
    [...map.keys()].filter(key => !keys.has(key)).forEach(key => map.delete(key));
}

/** @param {Stage} stage */
function keyOf({id, attempt}) {
    return `${id} ${attempt}`;
}
