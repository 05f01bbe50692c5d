/**
 * What unfolds below a cell's line: a chart over time, and a table of jobs and stages.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, fill, setText} from '../ui/element.js';
import {inlineCode} from '../ui/inline_code.js';
import {count} from './format.js';
import {JobRow} from './job_row.js';
import {TaskChart} from './task_chart.js';
import {TaskTimeline, lastStages} from './task_timeline.js';

/** @typedef {import('./job_row.js').Entry} Entry */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./job_row.js').Sizes} Sizes */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./progress_message.js').Job} Job */
/** @typedef {import('./progress_message.js').Stage} Stage */
/** @typedef {import('./stage_details.js').StageDetails} StageDetails */
/** @typedef {import('./task_chart.js').Sample} Sample */

/** @typedef {'input'|'output'|'shuffleRead'|'shuffleWrite'|'spill'} SizeName */

/**
 * @typedef {Object} Details What is known of stages.
 * @property {StageDetails['of']} of
 * @property {StageDetails['tasksOf']} tasksOf
 * @property {string} note - why that is not all; empty where it is
 * @property {(content: Content) => string} hint - what would make it faster; empty for nothing
 */

/** How many rows are shown at most: those of the latest jobs. */
const ROWS = 40;

/** @type {SizeName[]} in the order of their columns */
const SIZES = ['input', 'output', 'shuffleRead', 'shuffleWrite', 'spill'];

export class JobTable {
    /** @param {Links} links */
    constructor(links) {
        this.links = links;
        /** @type {Map<string, JobRow>} */
        this.rows = new Map();
        this.chart = new TaskChart();
        this.timeline = new TaskTimeline();
        this.body = element('tbody', {});
        this.more = element('p', {class: 'startspark-more'});
        this.hint = element('p', {class: 'startspark-hint'});
        this.hinted = '';
        this.note = element('p', {class: 'startspark-details-note'});
        this.sizes = SIZES.map(name => element('th', {scope: 'col'}, PROGRESS.sizes[name]));
        const head = [...PROGRESS.columns.map(text => element('th', {scope: 'col'}, text)), ...this.sizes];
        const table = element('table', {class: 'startspark-table'},
            element('thead', {}, element('tr', {}, ...head, element('td', {}))), this.body);
        /** @type {HTMLElement[]} */
        this.parts = [this.hint, this.chart.element, this.timeline.element, table, this.more, this.note];
    }

    /**
     * @param {Content} content
     * @param {Sample[]} samples
     * @param {Details} details
     */
    show(content, samples, details) {
        this.chart.show(samples);
        this.timeline.show(details.tasksOf(drawnStages(content)), content.time);
        const {shown, hidden} = entriesOf(content, details);
        this.removeOthers(new Set(shown.map(({key}) => key)));
        shown.forEach((entry, index) => {
            const row = this.row(entry.key);
            row.show(entry, content.time);
            // Only where it is new: what is moved loses the focus.
            if (this.body.children[index] !== row.element) {
                this.body.insertBefore(row.element, this.body.children[index] || null);
            }
        });
        this.hideEmptyColumns(shown);
        this.say(this.more, hidden ? PROGRESS.earlierJobs(count(hidden, 'job')) : '');
        this.say(this.note, details.note);
        this.showHint(details.hint(content));
    }

    /**
     * @param {HTMLElement} place
     * @param {string} text
     */
    say(place, text) {
        place.hidden = !text;
        setText(place, text);
    }

    /** @param {string} hint */
    showHint(hint) {
        this.hint.hidden = !hint;
        if (this.hinted !== hint) {
            this.hinted = hint;
            fill(this.hint, ...inlineCode(hint));
        }
    }

    /** @param {Entry[]} shown */
    hideEmptyColumns(shown) {
        SIZES.forEach((name, index) => {
            const isEmpty = !shown.some(({sizes}) => sizes[name]);
            this.sizes[index].hidden = isEmpty;
            this.rows.forEach(({sizes}) => {
                sizes[index].hidden = isEmpty;
            });
        });
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
        const row = this.rows.get(key) || new JobRow(this.links, SIZES);
        this.rows.set(key, row);
        return row;
    }
}

/**
 * @param {Pick<Content, 'jobs'|'stages'>} content
 * @returns {Stage[]} those that the table shows, or nearly
 */
export function listedStages({jobs, stages}) {
    return jobs.slice(-ROWS).flatMap(job => stagesOf(job, stages)).slice(-ROWS);
}

/**
 * @param {Pick<Content, 'jobs'|'stages'>} content
 * @returns {Stage[]} those whose tasks are drawn
 */
export function drawnStages(content) {
    return lastStages(listedStages(content));
}

/**
 * @param {Content} content
 * @param {Details} details
 * @returns {{shown: Entry[], hidden: number}} what the latest rows show, and how many jobs have none
 */
function entriesOf({jobs, earlier, stages}, details) {
    const shown = jobs.slice(-ROWS).flatMap(job => rowsOf(job, stages, details)).slice(-ROWS);
    const listed = shown.filter(({job}) => job).length;
    return {shown, hidden: earlier + jobs.length - listed};
}

/**
 * @param {Job} job
 * @param {ReadonlyMap<number, Stage>} known
 * @param {Details} details
 * @returns {Entry[]} the job, and its stages
 */
function rowsOf(job, known, details) {
    const stages = stagesOf(job, known).map(stage => entryOf(job, stage, details));
    return [{...job, key: `job ${job.id}`, job, attempt: 0, sizes: sumOf(stages.map(({sizes}) => sizes))}, ...stages];
}

/**
 * @param {Job} job
 * @param {Stage} stage
 * @param {Details} details
 * @returns {Entry}
 */
function entryOf(job, stage, details) {
    const {reason, ...sizes} = details.of(stage);
    const input = sizes.input ?? stage.input;
    const entry = {...stage, key: `stage ${job.id} ${stage.id}`, job: null, reason, sizes: {...sizes, input}};
    const isCancelled = job.status === 'CANCELLED' && stage.status === 'FAILED';
    return isCancelled ? {...entry, status: job.status, reason: ''} : entry;
}

/**
 * @param {Job} job
 * @param {ReadonlyMap<number, Stage>} known
 * @returns {Stage[]} those of its stages that are known
 */
function stagesOf(job, known) {
    return job.stages.flatMap(id => known.get(id) || []).sort((one, other) => one.id - other.id);
}

/**
 * A job's sizes are those of its stages.
 *
 * @param {Sizes[]} all
 * @returns {Sizes}
 */
function sumOf(all) {
    const sums = SIZES.map(name => [name, all.reduce((total, sizes) => total + (sizes[name] ?? 0), 0)]);
    return Object.fromEntries(sums);
}
