/**
 * Estimates how long the running jobs of a cell still take, and keeps calm about it.
 *
 * @module
 */

/** @typedef {import('./job_totals.js').Totals} Totals */

/** The least number of tasks, seconds and share of the whole from which the time that is left can be told. */
const ENOUGH = {tasks: 8, milliseconds: 3000, part: 0.05};

/** Milliseconds: what is less is over before it is read; and so much it must be to be told at all, or again. */
const WORTH = 5000;
const WORTH_FIRST = 10000;

/** Milliseconds after which a third of the pace that was before still counts. */
const MEMORY = 10000;

/** By so much, as a factor and in milliseconds, it must be too little before more is told. */
const TOLERANCE = {factor: 1.2, milliseconds: 2000};

/** How many milliseconds it must have been too little: tasks often end together. */
const DOUBT = 2000;

/**
 * @param {Totals} totals
 * @param {number} time
 * @returns {boolean} whether enough is done to tell the time that is left
 */
export function isEnough({now: {tasks, done}, runningSince}, time) {
    const least = Math.max(ENOUGH.tasks, tasks * ENOUGH.part);
    return done >= least && done < tasks && time - runningSince >= ENOUGH.milliseconds;
}

export class TimeLeft {
    runningSince = NaN;

    /** Tasks in a millisecond; 0 where that is not known. */
    pace = 0;

    /** When the pace was measured, and how many tasks were done then. */
    time = 0;
    done = 0;

    /** The end that is told: it stays where it is, or comes nearer, unless it must be put off. */
    end = 0;

    /** @type {?number} since when it has been too little */
    shortSince = null;

    isShown = false;

    /**
     * @param {Totals} totals
     * @param {number} time - now
     * @returns {?number} milliseconds until the running jobs are done; null where that is not known, or not
     *     worth telling
     */
    tell(totals, time) {
        if (totals.runningSince !== this.runningSince) {
            Object.assign(this, {runningSince: totals.runningSince, pace: 0, shortSince: null, isShown: false});
        }
        if (!isEnough(totals, time)) {
            return null;
        }
        if (totals.now.done !== this.done || !this.pace) {  // while no task ends, one learns nothing
            this.measure(totals, time);
            this.estimate(time, (totals.now.tasks - totals.now.done) / this.pace);
        }
        const rest = this.end - time;
        this.isShown = rest >= (this.isShown ? WORTH : WORTH_FIRST);
        return this.isShown ? rest : null;
    }

    /**
     * @param {Totals} totals
     * @param {number} time - now
     */
    measure({now: {done}, runningSince}, time) {
        if (this.pace) {
            const passed = Math.max(time - this.time, 1);
            const pace = Math.max(done - this.done, 0) / passed;
            this.pace += (pace - this.pace) * (1 - Math.exp(-passed / MEMORY));
        } else {
            this.pace = done / (time - runningSince);
            this.end = Infinity;
        }
        Object.assign(this, {time, done});
    }

    /**
     * @param {number} time - now
     * @param {number} rest - as it seems
     */
    estimate(time, rest) {
        const allowed = Math.max(this.end - time, 0) * TOLERANCE.factor + TOLERANCE.milliseconds;
        this.shortSince = rest > allowed ? this.shortSince ?? time : null;
        const isShort = this.shortSince !== null && time - this.shortSince >= DOUBT;
        this.end = isShort ? time + rest : Math.min(this.end, time + rest);
    }
}
