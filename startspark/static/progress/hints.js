/**
 * Finds out why a cell's jobs are slow or have failed, where a property or another call would help.
 *
 * The limits are chosen so that something is said only where a user would notice the difference.
 *
 * @module
 */

import {HINTS} from '../strings.js';
import {duration, grouped, size} from './format.js';

/** @typedef {import('./job_table.js').Details} Details */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./progress_message.js').Stage} Stage */

/**
 * @typedef {Object} Known
 * @property {Stage[]} stages - that have begun
 * @property {Pick<Details, 'of'|'tasksOf'>} details
 * @property {number} cores - of all executors; 0 where that is not known
 * @property {string} memory - the property that gives tasks more memory
 */

/** Bytes on disk from which a spill costs time that one notices. */
const SPILL = 50e6;

/** The part of the tasks' time that garbage collection takes, and milliseconds from which on that counts. */
const GARBAGE = {part: 0.2, milliseconds: 10000};

/** A skewed stage: the longest task in medians and in milliseconds, and the least number of tasks. */
const SKEW = {factor: 5, milliseconds: 5000, tasks: 4};

/** A stage of tiny tasks: the least number of tasks, and the median in milliseconds that they stay below. */
const TINY = {tasks: 1000, milliseconds: 50};

/** What the reason of a failure says, and the hint for it. */
const FAILURES = [
    {pattern: /spark\.driver\.maxResultSize/, hint: () => HINTS.largeResult},
    {pattern: /Python worker (?:exited|failed|process terminated) unexpectedly/i, hint: HINTS.pythonWorker},
    {pattern: /OutOfMemoryError|exit (?:code|status):? 137|OOMKilled/, hint: HINTS.outOfMemory},
];

/** @type {Array<(known: Known) => string>} the first that has something to say, does */
const RULES = [spill, garbage, skew, tinyTasks];

/**
 * @param {Pick<Content, 'jobs'>} content
 * @param {Known} known
 * @returns {string} with code between backticks; empty for none
 */
export function hintOf({jobs}, known) {
    const said = [...jobs, ...known.stages.map(stage => known.details.of(stage))];
    const reasons = said.map(({reason}) => reason).filter(Boolean);
    const failure = FAILURES.find(({pattern}) => reasons.some(reason => pattern.test(reason)));
    if (failure) {
        return failure.hint(known.memory);
    }
    return RULES.reduce((found, rule) => found || rule(known), '');
}

/** @param {Known} known */
function spill({stages, details, memory}) {
    const spilled = stages.map(({id}, index) => ({id, bytes: details.of(stages[index]).spill ?? 0}));
    const most = spilled.reduce((found, it) => it.bytes > found.bytes ? it : found, {id: 0, bytes: 0});
    return most.bytes < SPILL ? '' : HINTS.spill(most.id, size(most.bytes), memory);
}

/** @param {Known} known */
function garbage({stages, details, memory}) {
    const found = stages.find(stage => {
        const {runTime = 0, garbageTime = 0} = details.of(stage);
        return garbageTime > GARBAGE.part * runTime && runTime >= GARBAGE.milliseconds;
    });
    if (!found) {
        return '';
    }
    const {runTime = 0, garbageTime = 0} = details.of(found);
    return HINTS.garbage(found.id, Math.round(100 * garbageTime / runTime), memory);
}

/** @param {Known} known */
function skew({stages, details}) {
    for (const stage of stages) {
        const times = details.tasksOf([stage]).flatMap(({begin, end}) => end === null ? [] : [end - begin]).sort(
            (one, other) => one - other);
        const [median, longest] = [times[Math.floor(times.length / 2)], times[times.length - 1]];
        if (times.length >= SKEW.tasks && longest >= SKEW.milliseconds && longest >= SKEW.factor * median) {
            return HINTS.skew(stage.id, duration(longest), duration(median));
        }
    }
    return '';
}

/** @param {Known} known */
function tinyTasks({stages, details, cores}) {
    const found = stages.find(stage => stage.done >= TINY.tasks && taskTime(stage, details, cores) < TINY.milliseconds);
    return found ? HINTS.tinyTasks(found.id, grouped(found.done)) : '';
}

/**
 * @param {Stage} stage
 * @param {Pick<Details, 'of'>} details
 * @param {number} cores
 * @returns {number} milliseconds that one of its tasks takes, at most
 */
function taskTime(stage, details, cores) {
    const {runTime} = details.of(stage);
    if (runTime !== undefined) {
        return runTime / stage.done;
    }
    const isKnown = stage.begin !== null && stage.end !== null && cores > 0;
    return isKnown ? (Number(stage.end) - Number(stage.begin)) * cores / stage.done : Infinity;
}
