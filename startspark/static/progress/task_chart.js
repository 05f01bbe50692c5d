/**
 * A small chart of a run over time: the tasks that ran, below the cores that there were for them.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, setText} from '../ui/element.js';
import {duration, grouped} from './format.js';
import {svg} from './svg.js';

const WIDTH = 600;
const HEIGHT = 32;

/** With more points than these, every other one is left out. */
const POINTS = 240;

/**
 * @typedef {Object} Sample
 * @property {number} time - in milliseconds since 1970
 * @property {number} tasks - that ran
 * @property {number} cores - of the executors
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
        this.line = svg('path', {class: 'startspark-chart-cores'});
        this.picture = svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img'});
        this.picture.append(this.area, this.line);
        this.legend = element('span', {});
        this.element = element('div', {class: 'startspark-chart'}, this.picture, this.legend);
    }

    /** @param {Sample[]} samples */
    show(samples) {
        const isWorth = samples.length > 2 && samples.some(({tasks, cores}) => tasks && cores);
        this.element.hidden = !isWorth;
        if (!isWorth) {
            return;
        }
        const highest = most(samples, 'cores');
        this.area.setAttribute('d', `M 0 ${HEIGHT} L ${points(samples, 'tasks', highest)} L ${WIDTH} ${HEIGHT} Z`);
        this.line.setAttribute('d', `M ${points(samples, 'cores', highest)}`);
        const text = PROGRESS.chart(duration(spanOf(samples)), grouped(most(samples, 'tasks')), grouped(highest));
        setText(this.legend, text);
        this.picture.setAttribute('aria-label', text);
    }
}

/**
 * @param {Sample[]} samples
 * @param {'tasks'|'cores'} key
 */
function most(samples, key) {
    return Math.max(...samples.map(sample => sample[key]));
}

/** @param {Sample[]} samples */
function spanOf(samples) {
    return samples[samples.length - 1].time - samples[0].time;
}

/**
 * @param {Sample[]} samples
 * @param {'tasks'|'cores'} key
 * @param {number} highest - the upper edge
 * @returns {string} of a path
 */
function points(samples, key, highest) {
    const [first, span] = [samples[0].time, spanOf(samples) || 1];
    return samples.map(sample => [
        (sample.time - first) / span * WIDTH,
        HEIGHT - Math.min(sample[key] / highest, 1) * (HEIGHT - 2),
    ].map(it => it.toFixed(1)).join(' ')).join(' L ');
}
