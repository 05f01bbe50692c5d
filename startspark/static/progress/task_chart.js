/**
 * A small chart of a run over time: the tasks that ran, and the executors.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element} from '../ui/element.js';
import {duration, grouped} from './format.js';

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
export function addSample(samples, sample) {
    const all = [...samples, sample];
    return all.length > POINTS ? all.filter((it, index) => index % 2 === 0) : all;
}

export class TaskChart {
    constructor() {
        this.area = svg('path', {class: 'startspark-chart-tasks'});
        this.line = svg('path', {class: 'startspark-chart-executors'});
        this.picture = svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img'});
        this.picture.append(this.area, this.line);
        this.legend = element('span', {});
        this.element = element('div', {class: 'startspark-chart'}, this.picture, this.legend);
    }

    /** @param {Sample[]} samples */
    show(samples) {
        const isWorth = samples.length > 2 && samples.some(sample => sample.tasks);
        this.element.hidden = !isWorth;
        if (!isWorth) {
            return;
        }
        const hasExecutors = samples.some(sample => sample.executors);
        const tasks = points(samples, 'tasks');
        this.area.setAttribute('d', `M 0 ${HEIGHT} L ${tasks} L ${WIDTH} ${HEIGHT} Z`);
        this.line.setAttribute('d', hasExecutors ? `M ${points(samples, 'executors')}` : '');
        const text = describe(samples, hasExecutors);
        this.legend.textContent = text;
        this.picture.setAttribute('aria-label', text);
    }
}

/**
 * @param {Sample[]} samples
 * @param {'tasks'|'executors'} key
 */
function most(samples, key) {
    return Math.max(...samples.map(sample => sample[key]), 1);
}

/** @param {Sample[]} samples */
function spanOf(samples) {
    return samples[samples.length - 1].time - samples[0].time;
}

/**
 * @param {Sample[]} samples
 * @param {'tasks'|'executors'} key
 * @returns {string} of a path
 */
function points(samples, key) {
    const [first, span, highest] = [samples[0].time, spanOf(samples) || 1, most(samples, key)];
    return samples.map(sample => [
        (sample.time - first) / span * WIDTH,
        HEIGHT - sample[key] / highest * (HEIGHT - 4),
    ].map(it => it.toFixed(1)).join(' ')).join(' L ');
}

/**
 * @param {Sample[]} samples
 * @param {boolean} hasExecutors
 */
function describe(samples, hasExecutors) {
    const tasks = PROGRESS.chart(duration(spanOf(samples)), grouped(most(samples, 'tasks')));
    return hasExecutors ? `${tasks} ${PROGRESS.chartExecutors(grouped(most(samples, 'executors')))}` : tasks;
}

/**
 * @param {string} name
 * @param {Object<string, string>} attributes
 */
function svg(name, attributes) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
}
