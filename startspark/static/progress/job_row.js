/**
 * A row of the table: a job, or one of its stages.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, setText} from '../ui/element.js';
import {grouped, size} from './format.js';
import {ProgressBar} from './progress_bar.js';

/** @typedef {import('./spark_model.js').Job} Job */

/**
 * @typedef {Object} Entry What a row shows; sizes are in bytes.
 * @property {string} key - of the row
 * @property {?Job} job - null in the row of a stage
 * @property {number|string} id
 * @property {number} attempt
 * @property {string} name
 * @property {string} status
 * @property {string} reason - why it failed, if it did
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {number} input
 * @property {number} shuffleRead
 * @property {number} shuffleWrite
 * @property {number} spill
 */

/**
 * @typedef {Object} Links What leads from a line to the Spark that runs.
 * @property {(path: string) => ?string} page - the URL of a page of the web UI
 * @property {(job: Job) => boolean} canCancel
 * @property {(job: Job) => Promise<void>} cancel
 * @property {string} buttonClass - of a small button
 */

/** @type {Array<'input'|'shuffleRead'|'shuffleWrite'|'spill'>} */
const SIZES = ['input', 'shuffleRead', 'shuffleWrite', 'spill'];

/** @type {Object<string, string>} */
const STATUSES = PROGRESS.statuses;

export class JobRow {
    /** @param {Links} links */
    constructor(links) {
        this.links = links;
        /** @type {?Job} */
        this.job = null;
        /** Why Spark has not cancelled the job, if so. */
        this.refusal = '';
        this.bar = new ProgressBar();
        this.name = element('a', {target: '_blank', rel: 'noopener'});
        this.status = element('span', {class: 'startspark-row-status'});
        this.reason = element('div', {class: 'startspark-reason'});
        this.count = element('span', {class: 'startspark-count'});
        this.sizes = SIZES.map(() => element('td', {}));
        this.cancel = element('button', {type: 'button', class: links.buttonClass}, PROGRESS.cancel);
        this.cancel.addEventListener('click', () => this.askCancel());
        this.element = element('tr', {},
            element('td', {}, this.name, ' ', this.status, this.reason),
            element('td', {}, this.bar.element, this.count),
            ...this.sizes,
            element('td', {}, this.cancel));
    }

    /** @param {Entry} entry */
    show(entry) {
        const {job, id, attempt, name, done, tasks, failed} = entry;
        this.job = job;
        this.element.className = job ? 'startspark-job' : 'startspark-stage';
        setText(this.name, job ? PROGRESS.job(id, name) : PROGRESS.stage(Number(id), name));
        this.lead(job ? `jobs/job/?id=${id}` : `stages/stage/?id=${id}&attempt=${attempt}`);
        this.showStatus(STATUSES[entry.status] || PROGRESS.unknown, attempt);
        setText(this.reason, entry.reason || this.refusal);
        const failures = failed ? `, ${PROGRESS.failed(grouped(failed))}` : '';
        setText(this.count, `${grouped(done)}/${grouped(tasks)}${failures}`);
        this.sizes.forEach((cell, index) => {
            const bytes = entry[SIZES[index]];
            setText(cell, bytes ? size(bytes) : '');
        });
        this.bar.show(entry);
        this.cancel.hidden = !job || !this.links.canCancel(job);
    }

    /** @param {string} path - of a page of the web UI */
    lead(path) {
        const url = this.links.page(path);
        if (url === null) {
            this.name.removeAttribute('href');
        } else {
            this.name.setAttribute('href', url);
        }
    }

    /**
     * @param {string} status
     * @param {number} attempt - counted from 0
     */
    showStatus(status, attempt) {
        this.element.dataset.status = status;
        setText(this.status, attempt ? PROGRESS.attempt(status, attempt + 1) : status);
    }

    async askCancel() {
        const {job} = this;
        if (!job) {
            return;
        }
        this.showCancel(true);
        try {
            await this.links.cancel(job);
        } catch (error) {
            this.showCancel(false);
            this.refusal = PROGRESS.notCancelled(error instanceof Error ? error.message : String(error));
            setText(this.reason, this.refusal);
        }
    }

    /** @param {boolean} isAsked */
    showCancel(isAsked) {
        this.cancel.toggleAttribute('disabled', isAsked);
        this.cancel.textContent = isAsked ? PROGRESS.cancelling : PROGRESS.cancel;
    }
}
