/**
 * Shows beside the button what the session has, and uses of it.
 *
 * @module
 */

import {PROGRESS} from '../strings.js';
import {element} from '../ui/element.js';
import {icon} from '../ui/icons.js';
import {count, part, size} from './format.js';

/** @typedef {import('./progress_message.js').Executor} Executor */

export class ExecutorsMeter {
    constructor() {
        this.parts = ['executors', 'cores', 'memory'].map(() => element('span', {}));
        this.warning = element('span', {class: 'startspark-warning', role: 'status'});
        this.element = element('span', {class: 'startspark-meter'}, ...this.parts, this.warning);
        this.element.hidden = true;
    }

    /**
     * @param {Executor[]} executors - those that live
     * @param {Executor[]} lost - since the last cell began
     */
    show(executors, lost) {
        const workers = executors.filter(executor => !executor.isDriver);
        const counted = workers.length ? workers : executors;
        const sum = (/** @type {'tasks'|'cores'|'memory'|'memoryUsed'} */ key) =>
            counted.reduce((total, executor) => total + executor[key], 0);
        const [used, cores] = [sum('tasks'), count(sum('cores'), 'core')];
        const [cached, memory] = [sum('memoryUsed'), sum('memory')];
        this.element.hidden = !executors.length;
        this.showParts([
            workers.length ? `${count(workers.length, 'executor')} · ` : '',
            `${used}/${cores}`,
            ` · ${part(cached, memory)}`,
        ]);
        this.element.title = PROGRESS.meter(String(used), cores, size(cached), size(memory));
        this.warn(lost);
    }

    /** @param {string[]} texts */
    showParts(texts) {
        texts.forEach((text, index) => {
            this.parts[index].textContent = text;
        });
    }

    /** @param {Executor[]} lost */
    warn(lost) {
        const text = lost.map(({id, reason}) => PROGRESS.executorWasLost(id, reason.split('\n')[0])).join(' ');
        if (this.warning.title !== text) {  // it is read out when it changes
            this.warning.title = text;
            const said = lost.length ? [icon('warning'), ` ${PROGRESS.lost(count(lost.length, 'executor'))} `] : [];
            this.warning.replaceChildren(...said);
        }
    }
}
