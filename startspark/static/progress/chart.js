// A small picture of a run over time: the tasks that ran, and the executors.
define(['jquery', './units'], function ($, units) {
    'use strict';

    const WIDTH = 600;
    const HEIGHT = 32;

    /** With more points than these, every other one is left out. */
    const POINTS = 240;

    /**
     * @typedef {Object} Sample
     * @property {number} time - in milliseconds since 1970
     * @property {number} tasks - that ran
     * @property {number} executors
     */

    /**
     * @param {Sample[]} samples
     * @param {Sample} sample - one more
     * @returns {Sample[]}
     */
    function add(samples, sample) {
        const all = [...samples, sample];
        return all.length > POINTS ? all.filter((it, index) => index % 2 === 0) : all;
    }

    class Chart {
        constructor() {
            this.area = svg('path', {class: 'startspark-chart-tasks'});
            this.line = svg('path', {class: 'startspark-chart-executors'});
            this.picture = svg('svg', {
                viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
                preserveAspectRatio: 'none',
                role: 'img',
            });
            this.picture.append(this.area, this.line);
            this.legend = $('<span>');
            this.element = $('<div>', {class: 'startspark-chart'}).append(this.picture, this.legend);
        }

        /** @param {Sample[]} samples */
        show(samples) {
            const isWorth = samples.length > 2 && samples.some(sample => sample.tasks);
            this.element.toggle(isWorth);
            if (!isWorth) {
                return;
            }
            const most = key => Math.max(...samples.map(sample => sample[key]), 1);
            const first = samples[0].time;
            const span = samples[samples.length - 1].time - first;
            const place = (sample, key) => [
                (sample.time - first) / span * WIDTH,
                HEIGHT - sample[key] / most(key) * (HEIGHT - 4),
            ].map(it => it.toFixed(1)).join(' ');
            const tasks = samples.map(sample => place(sample, 'tasks')).join(' L ');
            this.area.setAttribute('d', `M 0 ${HEIGHT} L ${tasks} L ${WIDTH} ${HEIGHT} Z`);
            const hasExecutors = samples.some(sample => sample.executors);
            const executors = samples.map(it => place(it, 'executors')).join(' L ');
            this.line.setAttribute('d', hasExecutors ? `M ${executors}` : '');
            const text = `Over ${units.duration(span)}. Filled: running tasks, up to ${units.grouped(most('tasks'))}.` +
                (hasExecutors ? ` Dashed: executors, up to ${units.grouped(most('executors'))}.` : '');
            this.legend.text(text);
            this.picture.setAttribute('aria-label', text);
        }
    }

    function svg(name, attributes) {
        const element = document.createElementNS('http://www.w3.org/2000/svg', name);
        Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
        return element;
    }

    return {add, Chart};
});
