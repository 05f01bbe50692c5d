/**
 * A row of the table: a job, or one of its stages.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, setAttributes, setText} from '../ui/element.js';
import {clock, duration, grouped, size} from './format.js';
import {ProgressBar} from './progress_bar.js';

/** @typedef {import('./progress_message.js').Job} Job */

/**
 * @typedef {Object} Entry What a row shows; sizes are in bytes.
 * @property {string} key - of the row
 * @property {?Job} job - null in the row of a stage
 * @property {number|string} id
 * @property {number} attempt
 * @property {string} name
 * @property {string} status
 * @property {string} reason - why it failed, if it did
 * @property {?number} begin - in milliseconds since 1970
 * @property {?number} end
 * @property {number} tasks
 * @property {number} done
 * @property {number} running
 * @property {number} failed
 * @property {Sizes} sizes
 */

/** @typedef {Partial<Record<import('./job_table.js').SizeName, number>>} Sizes */

/**
 * @typedef {Object} Links What leads from a line to the Spark that runs.
 * @property {(path: string) => ?string} page - the URL of a page of the web UI
 * @property {(job: Job) => boolean} canCancel
 * @property {(job: Job) => Promise<void>} cancel
 * @property {string} buttonClass - of a small button
 */

/** @type {Object<string, string>} */
const STATUSES = PROGRESS.statuses;

export class JobRow {
    /**
     * @param {Links} links
     * @param {import('./job_table.js').SizeName[]} names - of the sizes that it shows
     */
    constructor(links, names) {
        this.links = links;
        this.names = names;
        /** @type {?Job} */
        this.job = null;
        /** Why Spark has not cancelled the job, if so. */
        this.refusal = '';
        this.bar = new ProgressBar();
        this.name = element('a', {target: '_blank', rel: 'noopener'});
        this.status = element('span', {class: 'startspark-row-status'});
        this.reason = element('div', {class: 'startspark-reason'});
        this.count = element('span', {class: 'startspark-count'});
        this.times = ['begin', 'duration'].map(() => element('td', {}));
        this.sizes = names.map(() => element('td', {}));
        this.cancel = element('button', {type: 'button', class: links.buttonClass}, PROGRESS.cancel);
        this.cancel.addEventListener('click', () => this.askCancel());
        this.element = element('tr', {},
            element('td', {}, this.name, ' ', this.status, this.reason),
            ...this.times,
            element('td', {}, this.bar.element, this.count),
            ...this.sizes,
            element('td', {}, this.cancel));
    }

    /**
     * @param {Entry} entry
     * @param {number} time - now
     */
    show(entry, time) {
        const {job, id, attempt, name, done, tasks, failed} = entry;
        this.job = job;
        this.element.className = job ? 'startspark-job' : 'startspark-stage';
        const title = job ? PROGRESS.job(id, name) : PROGRESS.stage(Number(id), name);
        setText(this.name, title);
        // All rows have the same button: for screen readers, this tells them apart.
        setAttributes(this.cancel, {'aria-description': title});
        this.lead(job ? `jobs/job/?id=${id}` : `stages/stage/?id=${id}&attempt=${attempt}`);
        this.showStatus(STATUSES[entry.status] || PROGRESS.unknown, attempt);
        setText(this.reason, entry.reason || this.refusal);
        const failures = failed ? `, ${PROGRESS.failed(grouped(failed))}` : '';
        setText(this.count, `${grouped(done)}/${grouped(tasks)}${failures}`);
        this.showTimes(entry, time);
        this.showSizes(entry.sizes);
        this.bar.show(entry);
        this.cancel.hidden = !job || !this.links.canCancel(job);
    }

    /**
     * @param {Entry} entry
     * @param {number} time - now
     */
    showTimes({begin, end}, time) {
        const texts = begin === null ? ['', ''] : [clock(begin), duration((end ?? time) - begin)];
        this.times.forEach((cell, index) => setText(cell, texts[index]));
    }

    /** @param {Sizes} sizes */
    showSizes(sizes) {
        this.sizes.forEach((cell, index) => {
            const bytes = sizes[this.names[index]];
            setText(cell, bytes ? size(bytes) : '');
        });
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
        this.refusal = '';
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
