/**
 * Notifies the user, who looks at something else, that a cell with Spark jobs has ended after a long time.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {notify} from '../ui/notification.js';
import {duration} from './format.js';

/** @typedef {import('./cell_runs.js').Run} Run */

/** Milliseconds: who has waited for so long may look at something else. */
const LONG = 60000;

export class LongCells {
    /** @param {() => string} path - the notebook's */
    constructor(path) {
        this.path = path;
        /** @type {Set<string>} the runs that were seen to go on */
        this.running = new Set();
    }

    /**
     * @param {Run[]} runs - as they are now
     * @param {(run: Run) => boolean} hasJobs
     */
    look(runs, hasJobs) {
        for (const run of runs) {
            if (run.end === null) {
                this.running.add(run.id);
            } else if (this.running.delete(run.id) && run.cell && run.begin !== null) {
                const time = run.end - run.begin;
                if (time > LONG && hasJobs(run)) {
                    notify(PROGRESS.cellHasEnded(duration(time)), String(this.path().split('/').pop()));
                }
            }
        }
    }
}
