// A bar of tasks: done, failed and running of all.
define(['jquery'], function ($) {
    'use strict';

    class Bar {
        constructor() {
            this.parts = ['done', 'failed', 'running'].map(name => $('<div>', {class: `startspark-bar-${name}`}));
            this.element = $('<div>', {
                class: 'startspark-bar',
                role: 'progressbar',
                'aria-label': 'Spark’s tasks',
                'aria-valuemin': 0,
            }).append(this.parts);
        }

        /** @param {{tasks: number, done: number, failed: number, running: number}} count */
        show(count) {
            const {tasks, done, failed, running} = count;
            // A task that failed is run again, and so is not one more.
            const all = Math.max(tasks, done + running, 1);
            const widths = [done, Math.min(failed, all - done - running), running];
            this.parts.forEach((part, index) => part.css('width', `${widths[index] / all * 100}%`));
            this.element.attr({'aria-valuemax': tasks, 'aria-valuenow': done});
        }
    }

    return {Bar};
});
