/**
 * Remembers in the browser which cells run, for when the page is loaded again, and for other pages.
 *
 * @module
 */

import {get, set} from '../services/browser_storage.js';

/** @typedef {import('../hosts/host.js').Cell} Cell */
/** @typedef {import('./cell_runs.js').Run} Run */

/**
 * @typedef {Object} Place By which another page finds a cell.
 * @property {string} cell - its id
 * @property {number} index - among all cells
 * @property {number} text - a hash of its text
 */

/**
 * @typedef {Object} Entry A run as it is kept.
 * @property {string} id
 * @property {?number} begin
 * @property {?number} end
 * @property {Place} place
 */

const KEY = 'startspark-runs';

/** How many kernels, and how many runs of each, are remembered: the latest. */
const KERNELS = 20;
const RUNS = 50;

export class RunsStorage {
    constructor() {
        /** @type {Set<string>} the ids of all runs that were remembered from here; others are other pages' */
        this.own = new Set();
    }

    /**
     * Remember the runs of a page, in place of what it has remembered before.
     *
     * @param {string} kernel - its id
     * @param {Run[]} runs - each of this browser's gets its place
     * @param {Cell[]} cells - of the notebook
     */
    remember(kernel, runs, cells) {
        setPlaces(runs.filter(run => run.isOwn && !run.place), cells);
        const {[kernel]: before = [], ...others} = read();
        const entries = runs.flatMap(({id, begin, end, place}) => place ? [{id, begin, end, place}] : []);
        entries.forEach(({id}) => this.own.add(id));
        const all = [...before.filter(({id}) => !this.own.has(id)), ...entries];
        const kept = [...Object.entries(others), [kernel, all.slice(-RUNS)]].slice(-KERNELS);
        set(KEY, JSON.stringify(Object.fromEntries(kept)));
    }

    /**
     * @param {string} kernel - its id
     * @param {Cell[]} cells - of the notebook
     * @returns {Run[]} those that had not ended
     */
    recall(kernel, cells) {
        return (read()[kernel] || []).filter(entry => entry.end === null)
            .map(entry => ({...entry, isOwn: true, cell: find(entry.place, cells)}));
    }

    /**
     * @param {string} kernel - its id
     * @param {string} id - a run's
     * @param {Cell[]} cells - of the notebook
     * @returns {?string} the id of the cell that it is of
     */
    cellOf(kernel, id, cells) {
        const entry = (read()[kernel] || []).find(it => it.id === id);
        return entry ? find(entry.place, cells) : null;
    }
}

/** @returns {Object<string, Entry[]>} by kernel */
function read() {
    try {
        return JSON.parse(get(KEY) || '{}') || {};
    } catch {
        return {};  // somebody else has written it
    }
}

/**
 * @param {Run[]} runs
 * @param {Cell[]} cells
 */
function setPlaces(runs, cells) {
    const byCell = new Map(runs.map(run => [run.cell, run]));
    cells.forEach((cell, index) => {
        const run = byCell.get(cell.id);
        if (run) {
            run.place = {cell: cell.id, index, text: hash(cell.text)};
        }
    });
}

/**
 * Find a cell; notebooks before format 4.5 give their cells other ids each time.
 *
 * @param {Place} place
 * @param {Cell[]} cells
 * @returns {?string} its id
 */
function find({cell: id, index, text}, cells) {
    if (cells.some(cell => cell.id === id)) {
        return id;
    }
    const there = cells[index];
    return there && there.isCode && hash(there.text) === text ? there.id : null;
}

/**
 * A number instead of the text, which may hold what nobody else shall read.
 *
 * @param {string} text
 */
function hash(text) {
    let sum = 0;
    for (const character of text) {
        sum = (sum * 31 + Number(character.codePointAt(0))) | 0;
    }
    return sum;
}
