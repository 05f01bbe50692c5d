/**
 * A bar of tasks: done, failed and running of all.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element} from '../ui/element.js';

export class ProgressBar {
    constructor() {
        this.parts = ['done', 'failed', 'running'].map(name => element('div', {class: `startspark-bar-${name}`}));
        this.element = element('div', {
            class: 'startspark-bar',
            role: 'progressbar',
            'aria-label': PROGRESS.tasks,
            'aria-valuemin': '0',
        }, ...this.parts);
    }

    /** @param {{tasks: number, done: number, failed: number, running: number}} count */
    show({tasks, done, failed, running}) {
        // A task that failed is run again, and so is not one more.
        const all = Math.max(tasks, done + running, 1);
        const widths = [done, Math.min(failed, all - done - running), running];
        this.parts.forEach((part, index) => {
            part.style.width = `${widths[index] / all * 100}%`;
        });
        this.element.setAttribute('aria-valuemax', String(tasks));
        this.element.setAttribute('aria-valuenow', String(done));
    }
}
