/**
 * Holds what is known of one application, as the kernel's monitor publishes it: its jobs, stages,
 * streams and executors. What draws them gets a `Snapshot`, and does not know where they come from.
 *
 * @module
 */

import {read} from './progress_message.js';

/** @typedef {import('./progress_message.js').Earlier} Earlier */
/** @typedef {import('./progress_message.js').Executor} Executor */
/** @typedef {import('./progress_message.js').Job} Job */
/** @typedef {import('./progress_message.js').Message} Message */
/** @typedef {import('./progress_message.js').Stage} Stage */
/** @typedef {import('./progress_message.js').Stream} Stream */

/**
 * @typedef {Object} Work What Spark does, or has done, for one run of a cell.
 * @property {Job[]} jobs - in the order in which they began
 * @property {Stream[]} streams
 * @property {?Earlier} earlier - jobs before those
 */

/**
 * @typedef {Object} Snapshot
 * @property {ReadonlyMap<string, Work>} work - by the id of the run's execute request
 * @property {ReadonlyMap<number, Stage>} stages
 * @property {Executor[]} executors - those that live
 * @property {Executor[]} lost
 * @property {number} cores - of all executors; 0 where that is not known
 */

export class JobStore {
    /** @type {?string} the id of the application; null while none is known */
    application = null;

    /** The number of its last message that is in here. */
    seq = 0;

    /** A message was missed: what is known is old until a whole one comes. */
    hasGap = false;

    isWarned = false;

    /** @type {Set<string>} applications of which nothing more is heard */
    over = new Set();

    /** @type {Array<() => void>} */
    listeners = [];

    /** @type {Map<number|string, Job>} */
    jobs = new Map();

    /** @type {Map<number, Stage>} */
    stages = new Map();

    /** @type {Map<string, Stream>} */
    streams = new Map();

    /** @type {Map<?string, Earlier>} by cell */
    earlier = new Map();

    /** @type {Executor[]} those that live */
    executors = [];

    /** @type {Executor[]} */
    lost = [];

    cores = 0;

    /** @type {?Snapshot} */
    made = null;

    /** @param {() => void} listener - hears that something is known that was not, or that something was missed */
    subscribe(listener) {
        this.listeners.push(listener);
    }

    notify() {
        this.made = null;
        this.listeners.forEach(listener => listener());
    }

    /** @param {unknown} said - by the kernel */
    hear(said) {
        const message = this.read(said);
        if (message && this.isNext(message)) {
            this.take(message);
            this.notify();
        } else if (message && this.isMissing(message)) {
            this.hasGap = true;
            this.notify();
        }
    }

    /**
     * @param {unknown} said
     * @returns {?Message}
     */
    read(said) {
        try {
            return read(said);
        } catch (error) {
            if (!this.isWarned) {
                this.isWarned = true;
                console.warn('Start Spark ignores what the kernel says of Spark’s jobs:', error);
            }
            return null;
        }
    }

    /**
     * @param {Message} message
     * @returns {boolean} whether it can be told what is known with it
     */
    isNext({application, seq, whole}) {
        if (this.over.has(application)) {
            return false;
        }
        if (application !== this.application) {
            return whole || seq === 1;
        }
        return whole ? seq >= this.seq : seq === this.seq + 1 && !this.hasGap;
    }

    /**
     * @param {Message} message
     * @returns {boolean} whether it says for the first time that one before it was missed
     */
    isMissing({application, seq, whole}) {
        const isKnown = application === this.application && seq <= this.seq;
        return !whole && !isKnown && !this.hasGap && !this.over.has(application);
    }

    /** @param {Message} message */
    take(message) {
        if (this.application !== null && message.application !== this.application) {
            this.end(message.time);
        }
        if (message.whole || message.application !== this.application) {
            [this.jobs, this.stages, this.streams, this.earlier].forEach(map => map.clear());
        }
        this.application = message.application;
        this.seq = message.seq;
        this.hasGap = false;
        this.drop(message.dropped);
        message.jobs.forEach(job => this.jobs.set(job.id, job));
        message.stages.forEach(stage => this.stages.set(stage.id, stage));
        message.streams.forEach(stream => this.streams.set(stream.id, stream));
        message.earlier.forEach(sum => this.earlier.set(sum.cell, sum));
        Object.assign(this, message.executors);
    }

    /** @param {Message['dropped']} dropped */
    drop(dropped) {
        dropped.jobs.forEach(id => this.jobs.delete(id));
        dropped.stages.forEach(id => this.stages.delete(id));
        dropped.streams.forEach(id => this.streams.delete(id));
        dropped.earlier.forEach(cell => this.earlier.delete(cell));
    }

    /**
     * Spark is no more. How its jobs ended is not known, and what comes late tells of no Spark that runs.
     *
     * @param {number} time
     */
    end(time) {
        const ended = {status: 'UNKNOWN', running: 0, end: time};
        if (this.isOver) {
            return;
        }
        replace(this.jobs, job => job.status === 'RUNNING' ? {...job, ...ended} : job);
        replace(this.stages, stage => ['ACTIVE', 'PENDING'].includes(stage.status) ? {...stage, ...ended} : stage);
        replace(this.streams, stream => stream.end === null ? {...stream, isLost: true, end: time} : stream);
        Object.assign(this, {executors: [], lost: [], cores: 0});
        this.over.add(String(this.application));
        this.notify();
    }

    /** @returns {boolean} whether the application is no more */
    get isOver() {
        return this.application === null || this.over.has(this.application);
    }

    /** A Spark runs, which may be one that was taken to have ended. */
    resume() {
        this.over.clear();
    }

    /** @returns {Snapshot} */
    snapshot() {
        const {stages, executors, lost, cores} = this;
        this.made ??= {work: this.work(), stages: new Map(stages), executors, lost, cores};
        return this.made;
    }

    /** @returns {Map<string, Work>} */
    work() {
        /** @type {Map<string, Work>} */
        const found = new Map();
        const of = (/** @type {string} */ cell) => {
            const work = found.get(cell) ?? {jobs: [], streams: [], earlier: null};
            found.set(cell, work);
            return work;
        };
        this.earlier.forEach(sum => sum.cell && (of(sum.cell).earlier = sum));
        this.streams.forEach(stream => stream.cell && of(stream.cell).streams.push(stream));
        const jobs = [...this.jobs.values()].sort((one, other) => one.begin - other.begin || compare(one.id, other.id));
        jobs.forEach(job => job.cell && of(job.cell).jobs.push(job));
        return found;
    }
}

/**
 * @template Key, Value
 * @param {Map<Key, Value>} map
 * @param {(value: Value) => Value} change
 */
function replace(map, change) {
    map.forEach((value, key) => map.set(key, change(value)));
}

/**
 * @param {number|string} one
 * @param {number|string} other
 */
function compare(one, other) {
    return typeof one === 'number' && typeof other === 'number' ? one - other : 0;
}
