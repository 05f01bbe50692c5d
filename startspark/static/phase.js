// How far a start is, in a sentence.
define([], function () {
    'use strict';

    /**
     * @param {?Object} progress - as the kernel tells it
     * @param {string} log - what the start has printed
     * @returns {string}
     */
    function sentence(progress, log) {
        const {phase, local, remote} = progress || {};
        switch (phase) {
        case 'java':
            return 'Launching Java…';
        case 'cluster':
            return local ? 'Starting the session…' : silent(log) || resources(progress);
        case 'running':
            return remote ? 'Waiting for the Spark Connect server…' :
                'Spark is up; the rest of the configuration’s code runs…';
        case 'stopping':
            return 'Stopping the Spark that runs…';
        case 'elsewhere':
            return 'Another page of this notebook is starting Spark…';
        case 'withdrawn':
            return 'Cancelled. As soon as the kernel is free, nothing of this start is left.';
        case 'cancelled':
            return 'Cancelling…';
        case 'stubborn':
            return 'The kernel does not react to being interrupted. Restart it in the menu Kernel, Restart.';
        default:
            return 'Waiting for the kernel to be free…';
        }
    }

    function silent(log) {
        const [, master] = /Failed to connect to master ([^\s:]+:\d+)/.exec(log) || [];
        return master && `The master ${master} does not answer yet…`;
    }

    function resources(progress) {
        return progress.executors ? `Waiting for executors: ${count(progress)}…` :
            `Asking the cluster for resources${progress.wanted ? `: ${count(progress)}` : ''}…`;
    }

    /**
     * @param {{executors: number, wanted: ?number}} progress
     * @returns {string} "1 of 2 executors"
     */
    function count({executors, wanted}) {
        const noun = (wanted || executors) === 1 ? 'executor' : 'executors';
        return wanted ? `${executors} of ${wanted} ${noun}` : `${executors} ${noun}`;
    }

    /**
     * @param {Object} facts - of a running session
     * @returns {boolean} whether it should have more executors than it has
     */
    function lacksExecutors({master, executors, wanted}) {
        return Boolean(master) && !master.startsWith('local') &&
            (wanted === null ? executors === 0 : executors < wanted);
    }

    const TO_COME = 'Executors are still to come. Cells that use Spark wait until the cluster grants one. If ' +
        'none comes, look in the web UI of the cluster what is free, or ask who runs it.';

    const LOST = 'Executors were lost, and none has taken their place yet. Spark does their work again where it has others, ' +
        'else cells that use Spark wait. Why they were lost stands in Spark’s web UI, on the page “Executors”.';

    /**
     * @param {Object} facts - of a running session
     * @returns {string} what to say of the executors that it lacks; empty where it lacks none
     */
    function lack(facts) {
        return !lacksExecutors(facts) ? '' : facts.lost ? LOST : TO_COME;
    }

    return {count, lack, lacksExecutors, sentence};
});
