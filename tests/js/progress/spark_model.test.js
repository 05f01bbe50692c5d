import assert from 'node:assert';
import {test} from 'node:test';

import {pause, rest} from '../../../startspark/static/progress/polling_pace.js';
import * as model from '../../../startspark/static/progress/spark_model.js';

/** What Spark's REST API says of a job. */
function said(more = {}) {
    return {
        jobId: 4, name: 'collect at NativeMethodAccessorImpl.java:0', submissionTime: '2026-11-23T15:16:27.658GMT',
        stageIds: [7, 8], jobTags: [], status: 'RUNNING', numTasks: 9, numActiveTasks: 1, numCompletedTasks: 3,
        numSkippedTasks: 4, numFailedTasks: 0, numCompletedIndices: 3, numCompletedStages: 0, numSkippedStages: 1,
        ...more,
    };
}

test('a job has the tasks that are to be done', () => {
    const job = model.job(said());
    assert.deepStrictEqual([job.tasks, job.done, job.running], [5, 3, 1]);
    assert.strictEqual(job.begin, Date.UTC(2026, 10, 23, 15, 16, 27, 658));
    assert.strictEqual(job.end, null);
    assert.strictEqual(model.job(said({status: 'FAILED'})).running, 0);
});

test('a job has the name that says most', () => {
    const names = {
        'collect at NativeMethodAccessorImpl.java:0': 'collect',
        'count at /tmp/ipykernel_12/3812.py:4': 'count, line 4',
        'count at /home/ann/survey.py:4': 'count at /home/ann/survey.py:4',
        '$anonfun$withThreadLocalCaptured$1 at CompletableFuture.java:1768': 'query',
    };
    for (const [name, expected] of Object.entries(names)) {
        assert.strictEqual(model.job(said({name})).name, expected);
    }
    assert.strictEqual(model.job(said({description: 'My own words', jobGroup: 'mine'})).name, 'My own words');
});

test('a batch of a stream is known by Spark’s words for it', () => {
    const words = 'id = 164a6828\nrunId = e905d8f4\nbatch = 12';
    const stream = description => model.job(said({description, jobGroup: 'e905d8f4'})).stream;
    assert.deepStrictEqual(stream(`ticks\n${words}`), {name: 'ticks', batch: '12'});
    assert.deepStrictEqual(stream(words), {name: '', batch: '12'});
    assert.strictEqual(stream('runId = e905d8f4'), null);
    assert.strictEqual(model.job(said({description: words, jobGroup: 'another'})).stream, null);
});

test('the reason of a failure is what Python has said', () => {
    const message = 'Job aborted due to stage failure: Task 1 failed 1 times, most recent failure: ' +
        'org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n' +
        '  File "worker.py", line 4327, in main\n    process()\nZeroDivisionError: division by zero\n\n' +
        '\tat org.apache.Spark';
    assert.strictEqual(model.reason(message), 'ZeroDivisionError: division by zero');
    assert.strictEqual(model.reason('ExecutorLostFailure (executor 1 exited)\nDriver stacktrace:'),
        'ExecutorLostFailure (executor 1 exited)');
});

test('an executor that Spark itself has ended was not lost', () => {
    const executor = removeReason => model.executor({
        id: '1', isActive: false, removeReason, removeTime: '2026-11-23T15:16:27.658GMT', activeTasks: 5, totalCores: 4,
    });
    assert.ok(executor('worker lost: Not receiving heartbeat for 60 seconds').wasLost);
    assert.ok(!executor('Executor killed by driver.').wasLost);
    assert.strictEqual(executor('x').tasks, 4);
});

test('Spark is asked quickly at first, then steadily, and not without need', () => {
    const now = {isAsked: true, hasJobs: true, isSettled: false, since: 2000, failures: 0, took: 10};
    assert.strictEqual(pause({...now, isAsked: false}), null);
    assert.strictEqual(pause({...now, isFirst: true, since: Infinity}), 2000);
    assert.strictEqual(pause({...now, isFirst: true, since: 0}), 4000);
    assert.strictEqual(pause({...now, isFirst: true, since: 3900}), 400);
    assert.strictEqual(pause({...now, since: 0}), 1000);
    assert.strictEqual(pause({...now, since: 700}), 400);
    assert.strictEqual(pause(now), 400);
    assert.strictEqual(pause({...now, since: 6000}), 1000);
    assert.strictEqual(pause({...now, since: 6000, hasJobs: false, isSettled: true}), 2000);
    assert.strictEqual(pause({...now, since: Infinity, hasJobs: false}), 400);
    assert.strictEqual(pause({...now, took: 150}), 1500);
    assert.strictEqual(pause({...now, took: 9000}), 2000);
    assert.strictEqual(rest(20, true, 0), 2000);
    assert.strictEqual(rest(20, false, 0), 200);
});

test('a job that Spark has not noted yet is looked for during some seconds', () => {
    const rests = [1, 2, 3, 4, 5].map(searches => rest(20, false, searches));
    assert.deepStrictEqual(rests, [800, 1600, 3200, 6400, 12800]);
});

test('Spark that does not answer is asked ever more rarely', () => {
    const pauses = [1, 2, 3, 4, 5, 20].map(failures => pause({isAsked: true, failures}));
    assert.deepStrictEqual(pauses, [2000, 4000, 8000, 16000, 30000, 30000]);
});
