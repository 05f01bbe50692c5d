// Remembers in the browser which cells run, for when the page is loaded anew, and for other pages.
define(['../storage'], function (storage) {
    'use strict';

    const KEY = 'startspark-runs';

    /** So many kernels, and so many runs of each, are remembered: the latest. */
    const KERNELS = 20;
    const RUNS = 50;

    /** @type {Set<string>} the ids of all runs that this page has remembered; others are other pages' */
    const own = new Set();

    function read() {
        try {
            return JSON.parse(storage.get(KEY)) || {};
        } catch (error) {
            return {};  // somebody else has written it
        }
    }

    /**
     * Remember the runs of this page, in place of what it has remembered before.
     *
     * @param {string} kernel - its id
     * @param {Run[]} runs
     */
    function remember(kernel, runs) {
        const {[kernel]: before = [], ...others} = read();
        const entries = runs.filter(run => run.place)
            .map(({id, begin, end, place: where}) => ({id, begin, end, place: where}));
        entries.forEach(({id}) => own.add(id));
        const all = [...before.filter(({id}) => !own.has(id)), ...entries];
        const kept = [...Object.entries(others), [kernel, all.slice(-RUNS)]].slice(-KERNELS);
        storage.set(KEY, JSON.stringify(Object.fromEntries(kept)));
    }

    /**
     * @param {string} kernel - its id
     * @param {Notebook} notebook
     * @returns {Run[]} those that had not ended
     */
    function recall(kernel, notebook) {
        return (read()[kernel] || []).filter(entry => entry.end === null)
            .map(entry => ({...entry, cell: find(entry.place, notebook)}));
    }

    /**
     * @param {string} kernel - its id
     * @param {string} id - a run's
     * @param {Notebook} notebook
     * @returns {?CodeCell} the cell that it is of
     */
    function cellOf(kernel, id, notebook) {
        const entry = (read()[kernel] || []).find(it => it.id === id);
        return entry ? find(entry.place, notebook) : null;
    }

    /**
     * @param {CodeCell} cell
     * @param {Notebook} notebook
     * @returns {Object} by which another page finds the cell
     */
    function place(cell, notebook) {
        return {cell: cell.id, index: notebook.find_cell_index(cell), text: hash(cell.get_text())};
    }

    /** Notebooks before format 4.5 give their cells other ids each time. */
    function find({cell: id, index, text}, notebook) {
        const cells = notebook.get_cells();
        const there = cells[index] && cells[index].cell_type === 'code' ? cells[index] : null;
        return cells.find(cell => cell.id === id) ||
            (there && hash(there.get_text()) === text ? there : null);
    }

    /** A number instead of the text, which may hold what nobody else shall read. */
    function hash(text) {
        return [...text].reduce((sum, it) => (sum * 31 + it.codePointAt(0)) | 0, 0);
    }

    return {cellOf, place, recall, remember};
});
