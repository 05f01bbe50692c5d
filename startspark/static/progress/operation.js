// An operation of Spark Connect, which has neither jobs nor a web UI that could be asked.
define([], function () {
    'use strict';

    /**
     * @param {Object} said - as startspark/kernel/connect.py tells it
     * @returns {{job: Job, stages: Stage[]}} it as if it were a job
     */
    function model({id, cell, begun, ended, running, stages}) {
        const sum = key => stages.reduce((total, stage) => total + stage[key], 0);
        return {
            job: {
                id,
                name: 'operation',
                tags: [`startspark-cell-${cell}`],
                stream: null,
                status: ended ? 'SUCCEEDED' : 'RUNNING',
                begin: begun,
                end: ended,
                stages: stages.map(stage => stage.id),
                tasks: sum('tasks'),
                done: sum('completed'),
                running,
                failed: 0,
                stagesDone: stages.filter(stage => stage.done).length,
                stagesSkipped: 0,
            },
            stages: stages.map(stage => ({
                id: stage.id,
                attempt: 0,
                name: '',
                status: stage.done ? 'COMPLETE' : 'ACTIVE',
                tasks: stage.tasks,
                done: stage.completed,
                running: 0,
                failed: 0,
                input: stage.bytes,
            })),
        };
    }

    return {model};
});
