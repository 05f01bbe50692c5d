/**
 * What unfolds below a cell's line: a chart over time, and a table of jobs and stages.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element} from '../ui/element.js';
import {count} from './format.js';
import {JobRow} from './job_row.js';
import {TaskChart} from './task_chart.js';

/** @typedef {import('./job_row.js').Entry} Entry */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./spark_model.js').Job} Job */
/** @typedef {import('./spark_model.js').Stage} Stage */
/** @typedef {import('./task_chart.js').Sample} Sample */

/** So many rows are shown at most: those of the latest jobs. */
const ROWS = 40;

export class JobTable {
    /** @param {Links} links */
    constructor(links) {
        this.links = links;
        /** @type {Map<string, JobRow>} */
        this.rows = new Map();
        this.chart = new TaskChart();
        this.body = element('tbody', {});
        this.more = element('p', {class: 'startspark-more'});
        const head = PROGRESS.columns.map(text => element('th', {scope: 'col'}, text));
        const table = element('table', {class: 'startspark-table'},
            element('thead', {}, element('tr', {}, ...head, element('td', {}))), this.body);
        /** @type {HTMLElement[]} */
        this.parts = [this.chart.element, table, this.more];
    }

    /**
     * @param {Job[]} jobs
     * @param {ReadonlyMap<number, Stage>} stages
     * @param {Sample[]} samples
     */
    show(jobs, stages, samples) {
        this.chart.show(samples);
        const {shown, hidden} = entriesOf(jobs, stages);
        this.removeOthers(new Set(shown.map(({key}) => key)));
        shown.forEach((entry, index) => {
            const row = this.row(entry.key);
            row.show(entry);
            // Only where it is new: what is moved loses the focus.
            if (this.body.children[index] !== row.element) {
                this.body.insertBefore(row.element, this.body.children[index] || null);
            }
        });
        this.more.hidden = !hidden;
        this.more.textContent = PROGRESS.earlierRows(count(hidden, 'row'));
    }

    /** @param {Set<string>} keys - of the rows that are shown */
    removeOthers(keys) {
        for (const [key, row] of this.rows) {
            if (!keys.has(key)) {
                row.element.remove();
                this.rows.delete(key);
            }
        }
    }

    /**
     * @param {string} key
     * @returns {JobRow}
     */
    row(key) {
        const row = this.rows.get(key) || new JobRow(this.links);
        this.rows.set(key, row);
        return row;
    }
}

/**
 * @param {Job[]} jobs
 * @param {ReadonlyMap<number, Stage>} stages
 * @returns {{shown: Entry[], hidden: number}} what the latest rows show, and how many there are before them
 */
function entriesOf(jobs, stages) {
    const latest = jobs.slice(-ROWS).flatMap(job => rowsOf(job, stages));
    const earlier = jobs.slice(0, -ROWS).map(job => 1 + stagesOf(job, stages).length);
    const hidden = Math.max(latest.length - ROWS, 0) + earlier.reduce((sum, rows) => sum + rows, 0);
    return {shown: latest.slice(-ROWS), hidden};
}

/**
 * @param {Job} job
 * @param {ReadonlyMap<number, Stage>} known
 * @returns {Entry[]} the job, and its stages
 */
function rowsOf(job, known) {
    const stages = stagesOf(job, known).sort((one, other) => one.id - other.id);
    return [
        {...job, ...sizesOf(stages), key: `job ${job.id}`, job, attempt: 0, reason: ''},
        ...stages.map(stage => ({...stage, key: `stage ${job.id} ${stage.id}`, job: null})),
    ];
}

/**
 * @param {Job} job
 * @param {ReadonlyMap<number, Stage>} known
 * @returns {Stage[]} those of its stages that are known
 */
function stagesOf(job, known) {
    return job.stages.flatMap(id => known.get(id) || []);
}

/**
 * A job's sizes are those of its stages.
 *
 * @param {Stage[]} stages
 */
function sizesOf(stages) {
    const sum = (/** @type {'input'|'shuffleRead'|'shuffleWrite'|'spill'} */ key) =>
        stages.reduce((total, stage) => total + stage[key], 0);
    return {
        input: sum('input'),
        shuffleRead: sum('shuffleRead'),
        shuffleWrite: sum('shuffleWrite'),
        spill: sum('spill'),
    };
}
