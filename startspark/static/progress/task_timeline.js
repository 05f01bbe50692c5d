/**
 * A picture of the tasks of the last stages over time: a row for each core that has run them.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element, setText} from '../ui/element.js';
import {count, duration} from './format.js';
import {svg} from './svg.js';

/** @typedef {import('./progress_message.js').Stage} Stage */
/** @typedef {import('./spark_model.js').Task} Task */

const WIDTH = 600;

/** The height of a row; with many of them each becomes less high. */
const ROW = 8;
const HIGHEST = 160;

/** The least width of a task, or those that take no time could not be seen. */
const LEAST = 1;

/**
 * A core may begin with its next task before Spark's driver has noted the end of the last one: so
 * many milliseconds, or so much of the next task.
 */
const OVERLAP = 20;
const OVERLAPPING = 0.1;

/** How many stages are shown at most. */
const STAGES = 3;

/** @typedef {Task & {end: number, row: number}} Placed */

/**
 * @param {Stage[]} stages
 * @returns {Stage[]} the last that have run, in the order in which they began
 */
export function lastStages(stages) {
    const byId = new Map(stages.map(stage => [stage.id, stage]));
    return [...byId.values()]
        .filter(({begin, status}) => begin !== null && status !== 'SKIPPED')
        .sort((one, other) => Number(one.begin) - Number(other.begin))
        .slice(-STAGES);
}

/**
 * @param {Task[]} tasks
 * @param {number} now - where those that run end so far
 * @returns {Placed[]} each in a row of its executor in which no other runs at that time
 */
export function inRows(tasks, now) {
    /** @type {Map<string, number[]>} when the last task of each row ends, by executor */
    const ends = new Map();
    const placed = [...tasks].sort((one, other) => one.begin - other.begin).map(task => {
        const end = Math.max(task.end ?? now, task.begin);
        const rows = ends.get(task.executor) ?? [];
        const overlap = Math.max(OVERLAP, OVERLAPPING * (end - task.begin));
        const free = rows.findIndex(it => it <= task.begin + overlap);
        const row = free < 0 ? rows.length : free;
        rows[row] = end;
        ends.set(task.executor, rows);
        return {...task, end, row};
    });
    let before = 0;
    const first = new Map([...ends].map(([executor, rows]) => {
        before += rows.length;
        return [executor, before - rows.length];
    }));
    return placed.map(task => ({...task, row: task.row + (first.get(task.executor) ?? 0)}));
}

export class TaskTimeline {
    constructor() {
        this.picture = svg('svg', {preserveAspectRatio: 'none', role: 'img'});
        this.legend = element('span', {});
        this.element = element('div', {class: 'startspark-chart startspark-timeline'}, this.picture, this.legend);
        /** What is drawn, to draw it once. */
        this.drawn = '';
    }

    /**
     * @param {Task[]} tasks
     * @param {number} now - in milliseconds since 1970
     */
    show(tasks, now) {
        this.element.hidden = tasks.length < 2;
        const isRunning = tasks.some(({end}) => end === null);
        const key = JSON.stringify([tasks, isRunning && now]);
        if (this.element.hidden || key === this.drawn) {
            return;
        }
        this.drawn = key;
        this.draw(inRows(tasks, now));
    }

    /** @param {Placed[]} tasks */
    draw(tasks) {
        const begin = tasks[0].begin;
        const span = Math.max(...tasks.map(({end}) => end)) - begin || 1;
        const rows = Math.max(...tasks.map(({row}) => row)) + 1;
        this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${rows * ROW}`);
        this.picture.style.height = `${Math.min(rows * ROW, HIGHEST)}px`;
        this.picture.replaceChildren(...tasks.map(task => bar(task, begin, WIDTH / span)));
        const stages = [...new Set(tasks.map(({stage}) => stage))].sort((one, other) => one - other);
        const [tasksText, cores] = [count(tasks.length, 'task'), count(rows, 'core')];
        const text = PROGRESS.timeline(tasksText, stages.join(', '), duration(span), cores);
        setText(this.legend, text);
        this.picture.setAttribute('aria-label', text);
    }
}

/**
 * @param {Placed} task
 * @param {number} begin - of the picture
 * @param {number} scale - units for each millisecond
 */
function bar(task, begin, scale) {
    const title = svg('title', {});
    title.textContent = PROGRESS.task(task.index, task.stage, task.executor, duration(task.end - task.begin));
    return svg('rect', {
        class: `startspark-task startspark-task-${task.status.toLowerCase()}`,
        'data-stage': String(task.stage % 2),
        x: ((task.begin - begin) * scale).toFixed(1),
        y: String(task.row * ROW + 1),
        width: Math.max((task.end - task.begin) * scale, LEAST).toFixed(1),
        height: String(ROW - 2),
    }, title);
}
