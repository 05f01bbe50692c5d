/**
 * Knows which cell the kernel runs, and when each of them ran, by the kernel's clock.
 *
 * @module
 */

import {RunsStorage} from './runs_storage.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').CellEvent} CellEvent */
/** @typedef {import('../hosts/host.js').KernelEvent} KernelEvent */
/** @typedef {import('./runs_storage.js').Place} Place */

/**
 * @typedef {Object} Run One execution of a cell. Times are in milliseconds since 1970.
 * @property {string} id - of the request
 * @property {?string} cell - its id; null where this page does not have it
 * @property {boolean} isOwn - a page of this browser has asked for it, and so it is remembered
 * @property {?Place} place - where the cell is, once it is remembered
 * @property {?number} begin - null while it waits for its turn
 * @property {?number} end - null while it runs
 */

/** How many runs of cells that this page does not have are kept: the latest. */
const FOREIGN_RUNS = 50;

export class CellRuns {
    /** @param {Host} host */
    constructor(host) {
        this.host = host;
        this.storage = new RunsStorage();
        /** @type {Run[]} in the order in which they were asked for */
        this.list = [];
        /** How far the kernel's clock is ahead of the page's, in milliseconds, once that is known. */
        this.ahead = -Infinity;
        /** @type {Array<() => void>} */
        this.listeners = [];
        this.isRecalled = false;
        this.isToBeRemembered = false;
    }

    /** @param {() => void} listener - hears that a run has begun or ended, or is no more */
    subscribe(listener) {
        this.listeners.push(listener);
    }

    /** Follow the notebook from now on. */
    listen() {
        this.recall();
        this.host.cells.subscribe(event => this.onCell(event));
        this.host.kernel.subscribe(event => this.onKernel(event));
    }

    /** @returns {Run|undefined} what the kernel runs now */
    get current() {
        return this.list.find(isRunning);
    }

    /** @returns {number} the time by the kernel's clock */
    now() {
        return Date.now() + (Number.isFinite(this.ahead) ? this.ahead : 0);
    }

    /** Once there is a kernel: what was asked for before the page was loaded, and may still run. */
    recall() {
        const kernel = this.host.kernel.current();
        if (kernel && !this.isRecalled) {
            this.isRecalled = true;
            const known = new Set(this.list.map(run => run.id));
            const recalled = this.storage.recall(kernel.id, this.host.cells.list()).filter(run => !known.has(run.id));
            this.list = [...recalled, ...this.list];
        }
    }

    /** @param {CellEvent} event */
    onCell({type, cell, request = '', time}) {
        this.recall();
        if (type === 'queued') {
            this.push({id: request, cell: cell ?? null, isOwn: true, place: null, begin: null, end: null});
        } else if (type === 'begun') {
            this.begin(request, time);
        } else if (type === 'ended') {
            this.end(request, time);
        } else if (type === 'cleared' || type === 'removed') {
            this.forget(cell ?? null);
        }
    }

    /** @param {KernelEvent} event */
    onKernel({type, reason, request = '', time}) {
        this.recall();
        if (type === 'input') {
            this.beginForeign(request, time);
        } else if (type === 'restarting' || type === 'died' || (type === 'ended' && reason !== 'connection-lost')) {
            this.endAll();  // a kernel whose connection is lost runs on
        }
    }

    /**
     * Another page, or this one before it was loaded again, has the kernel run something.
     *
     * @param {string} id - of the request
     * @param {number} [time]
     */
    beginForeign(id, time) {
        const kernel = this.host.kernel.current();
        if (!this.find(id)) {
            const cell = kernel && this.storage.cellOf(kernel.id, id, this.host.cells.list());
            this.push({id, cell, isOwn: false, place: null, begin: null, end: null});
        }
        this.begin(id, time);
    }

    /**
     * @param {string} id - of the request
     * @returns {Run|undefined}
     */
    find(id) {
        return this.list.find(run => run.id === id);
    }

    /** @param {Run} run - the newest; a cell has one run */
    push(run) {
        const foreign = this.list.filter(({cell, end}) => cell === null && end !== null);
        const dropped = new Set(foreign.slice(0, -FOREIGN_RUNS));
        this.list = this.list.filter(it => (it.cell === null || it.cell !== run.cell) && !dropped.has(it));
        this.list.push(run);
        this.remember();
    }

    /**
     * @param {string} id - of the request
     * @param {number} [time]
     */
    begin(id, time) {
        const run = this.find(id);
        if (!run) {
            return;
        }
        const begin = time ?? this.now();
        run.begin = begin;
        // A kernel runs one after the other: of one that a closed page had, nobody hears the end.
        this.list.filter(it => it !== run && isRunning(it)).forEach(it => {
            it.end = begin;
        });
        // The later a message comes, the less far ahead the kernel's clock seems.
        this.ahead = time === undefined ? this.ahead : Math.max(this.ahead, time - Date.now());
        this.remember();
        this.notify();
    }

    /**
     * @param {string} id - of the request
     * @param {number} [time]
     */
    end(id, time) {
        const run = this.find(id);
        if (run && run.end === null) {
            this.endRun(run, time ?? this.now());
            this.notify();
        }
    }

    endAll() {
        const open = this.list.filter(run => run.end === null);
        open.forEach(run => this.endRun(run, this.now()));
        if (open.length) {
            this.notify();
        }
    }

    /**
     * @param {Run} run
     * @param {number} time
     */
    endRun(run, time) {
        run.begin ??= time;
        run.end = time;
        this.remember();
    }

    /** @param {?string} cell - whose output was cleared, or which was deleted */
    forget(cell) {
        this.list = this.list.filter(run => run.cell !== cell || run.end === null);
        this.notify();
    }

    notify() {
        this.listeners.forEach(listener => listener());
    }

    /** Do so once for all cells that are run together. */
    remember() {
        if (this.isToBeRemembered) {
            return;
        }
        this.isToBeRemembered = true;
        setTimeout(() => {
            this.isToBeRemembered = false;
            const kernel = this.host.kernel.current();
            if (kernel) {
                this.storage.remember(kernel.id, this.list, this.host.cells.list());
            }
        });
    }
}

/** @param {Run} run */
function isRunning(run) {
    return run.begin !== null && run.end === null;
}
