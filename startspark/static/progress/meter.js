// What the session has, and uses of it, beside the button.
define(['jquery', './units'], function ($, units) {
    'use strict';

    class Meter {
        constructor() {
            this.parts = ['executors', 'cores', 'memory'].map(() => $('<span>'));
            this.warning = $('<span>', {class: 'startspark-warning', role: 'status'});
            this.element = $('<span>', {class: 'startspark-meter navbar-text'})
                .append(this.parts, this.warning).hide();
        }

        /**
         * @param {Executor[]} executors - those that live
         * @param {Executor[]} lost - since the last cell began
         */
        show(executors, lost) {
            this.element.toggle(executors.length > 0);
            const workers = executors.filter(executor => !executor.isDriver);
            const counted = workers.length ? workers : executors;
            const sum = key => counted.reduce((total, executor) => total + executor[key], 0);
            const [used, cores] = [sum('tasks'), sum('cores')];
            const [cached, memory] = [sum('memoryUsed'), sum('memory')];
            [
                workers.length ? `${units.count(workers.length, 'executor')} · ` : '',
                `${used}/${units.count(cores, 'core')}`,
                ` · ${units.part(cached, memory)}`,
            ].forEach((text, index) => this.parts[index].text(text));
            this.element.attr('title', `Spark uses ${used} of ${units.count(cores, 'core')}, and ` +
                `${units.size(cached)} of the ${units.size(memory)} that it has for cached data`);
            this.warn(lost);
        }

        warn(lost) {
            const text = lost.map(({id, reason}) => `Executor ${id} was lost: ${reason.split('\n')[0]}`).join(' ');
            if (this.warning.attr('title') !== text) {
                this.warning.attr('title', text)
                    .text(lost.length ? `⚠ ${units.count(lost.length, 'executor')} lost ` : '');
            }
        }
    }

    return {Meter};
});
