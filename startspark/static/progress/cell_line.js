/**
 * The line below a cell: what Spark does for it, or has done.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, setText} from '../ui/element.js';
import {icon} from '../ui/icons.js';
import {keepKeys} from '../ui/keys.js';
import {WaitingReason} from '../ui/waiting_reason.js';
import {JobTable} from './job_table.js';
import {ProgressBar} from './progress_bar.js';

/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./job_table.js').Details} Details */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./line_content.js').LineState} LineState */
/** @typedef {import('./task_chart.js').Sample} Sample */

/**
 * What is shown in place of the bar.
 *
 * @type {Object<Exclude<LineState, 'running'>, import('../ui/icons.js').IconName>}
 */
const ICONS = {
    cancelled: 'stop',
    done: 'check',
    failed: 'warning',
    lost: 'broken-link',
    streaming: 'repeat',
};

/** @type {Content} */
const NOTHING = {state: 'done', text: '', totals: null, jobs: [], earlier: 0, stages: new Map(), time: 0,
    waiting: null};

let lines = 0;

export class CellLine {
    /**
     * @param {Object} parts
     * @param {Links} parts.links
     * @param {() => Details} parts.details
     * @param {() => void} parts.onFold - the user has folded or unfolded it
     */
    constructor({links, details, onFold}) {
        this.links = links;
        this.detailsOf = details;
        this.onFold = onFold;
        this.content = NOTHING;
        /** @type {Sample[]} */
        this.samples = [];
        /** @type {?LineState} */
        this.state = null;
        /** @type {?JobTable} made when it is unfolded first */
        this.table = null;
        this.bar = new ProgressBar();
        this.icon = element('span', {class: 'startspark-progress-icon'});
        this.text = element('span', {class: 'startspark-progress-text'});
        lines += 1;
        this.details = element('div', {class: 'startspark-details', id: `startspark-details-${lines}`});
        this.details.hidden = true;
        this.toggle = this.makeToggle();
        const line = element('div', {class: 'startspark-progress-line'},
            this.toggle, this.bar.element, this.icon, this.text);
        this.waiting = new WaitingReason();
        this.element = element('div', {class: 'startspark-progress'}, line, this.waiting.element, this.details);
        keepKeys(this.element);  // to a notebook, Enter on a button may mean: edit the selected cell
    }

    makeToggle() {
        const toggle = element('button', {
            type: 'button',
            class: 'startspark-unfold',
            'aria-label': PROGRESS.jobsAndStages,
            'aria-expanded': 'false',
            'aria-controls': this.details.id,
            title: PROGRESS.showJobsAndStages,
        }, icon('caret'));
        toggle.addEventListener('click', () => {
            this.fold(this.isOpen);
            this.onFold();
        });
        return toggle;
    }

    /**
     * @param {Content} content
     * @param {Sample[]} [samples]
     */
    show(content, samples = this.samples) {
        this.content = content;
        this.samples = samples;
        this.element.classList.remove('startspark-blank');
        this.showState(content.state);
        this.toggle.hidden = !content.totals;
        if (content.totals && content.state === 'running') {
            this.bar.show(content.totals);
        }
        setText(this.text, content.text);
        this.waiting.show(content.waiting);
        if (this.isOpen) {
            this.showDetails();
        }
    }

    /** @param {LineState} state */
    showState(state) {
        if (state === this.state) {
            return;
        }
        this.state = state;
        this.element.dataset.state = state;
        this.bar.element.hidden = state !== 'running';
        this.icon.hidden = state === 'running';
        this.icon.replaceChildren(...(state === 'running' ? [] : [icon(ICONS[state])]));
    }

    showDetails() {
        if (!this.table) {
            this.table = new JobTable(this.links);
            this.details.append(...this.table.parts);
        }
        this.table.show(this.content, this.samples, this.detailsOf());
    }

    /** @returns {boolean} whether the user looks at the jobs and stages */
    get isOpen() {
        return !this.details.hidden;
    }

    /** @param {boolean} isFolded */
    fold(isFolded) {
        if (isFolded !== this.isOpen) {
            return;
        }
        if (isFolded && this.details.contains(document.activeElement)) {
            this.toggle.focus();
        }
        this.toggle.setAttribute('aria-expanded', String(!isFolded));
        this.details.hidden = isFolded;
        if (!isFolded) {
            this.showDetails();
        }
    }

    /** Keep the place, for the cell is run again. */
    blank() {
        this.fold(true);
        this.element.classList.add('startspark-blank');
    }

    get isBlank() {
        return this.element.classList.contains('startspark-blank');
    }

    remove() {
        this.element.remove();
    }
}
