import assert from 'node:assert';
import {test} from 'node:test';

import * as format from '../../../startspark/static/progress/format.js';
import {progress, summary, totalsOf as totalsOfWork} from '../../../startspark/static/progress/job_totals.js';

/** A job that has ended well, unless told otherwise. */
function job(id, {stages = [id], ...more} = {}) {
    return {
        id, status: 'SUCCEEDED', begin: 1000, end: 3000, stages, stagesTotal: stages.length,
        tasks: 4, done: 4, running: 0, failed: 0, stagesDone: 1, stagesSkipped: 0, ...more,
    };
}

const nothingKnown = new Map();

function totalsOf(jobs, stages, {cores = 0, earlier = null} = {}) {
    return totalsOfWork({jobs, earlier}, {stages, cores});
}

test('sizes have the unit that people would take', () => {
    const cases = {0: '0 B', 999: '999 B', 1000: '1.0 kB', 99949: '99.9 kB', 100000: '100 kB', 1100000000: '1.1 GB'};
    for (const [bytes, expected] of Object.entries(cases)) {
        assert.strictEqual(format.size(Number(bytes)), expected);
    }
    assert.strictEqual(format.size(999999), '1.0 MB');
    assert.strictEqual(format.part(200000000, 1100000000), '0.2/1.1 GB');
    assert.strictEqual(format.part(6000, 456000000), '0/456 MB');
});

test('durations have the unit that people would take', () => {
    const cases = {
        0: '0.0 s', 12345: '12.3 s', 59949: '59.9 s', 59951: '1 min 0 s', 3599600: '1 h 0 min', 12000000: '3 h 20 min',
    };
    for (const [milliseconds, expected] of Object.entries(cases)) {
        assert.strictEqual(format.duration(Number(milliseconds)), expected);
    }
});

test('large numbers are grouped', () => {
    assert.strictEqual(format.count(1204, 'task'), '1,204 tasks');
    assert.strictEqual(format.count(1, 'job'), '1 job');
    assert.strictEqual(format.grouped(1234567), '1,234,567');
});

test('a summary says what there was', () => {
    const stages = new Map([[1, {input: 1e9, attempt: 0}], [2, {input: 1e8, attempt: 0}]]);
    const jobs = [job(1, {tasks: 1000, done: 1000, end: 9000}), job(2, {tasks: 204, done: 204, failed: 2, end: 13300})];
    assert.strictEqual(summary(totalsOf(jobs, stages)), '2 jobs, 1,204 tasks (2 failed), 12.3 s, 1.1 GB read');
    assert.strictEqual(summary(totalsOf([job(1)], nothingKnown)), '1 job, 4 tasks, 2.0 s');
    const failed = job(1, {status: 'FAILED', done: 3, failed: 1});
    assert.strictEqual(summary(totalsOf([failed], nothingKnown)), '1 job (1 failed), 3 tasks (1 failed), 2.0 s');
});

test('sizes that are not all known are told as a part', () => {
    const known = new Map([[1, {input: 5e6, attempt: 1}]]);
    assert.strictEqual(summary(totalsOf([job(1), job(2)], known)),
        '2 jobs, 8 tasks, 1 stage run again, 2.0 s, more than 5.0 MB read');
});

test('what goes on is told with jobs and stages where there are several', () => {
    const numbers = {tasks: 8, done: 1, running: 3, stages: [2, 3], stagesDone: 0};
    const running = job(2, {status: 'RUNNING', end: null, ...numbers});
    assert.strictEqual(progress(totalsOf([running], nothingKnown), 2500, null),
        '1 of 8 tasks · 3 running · 0 of 2 stages · 1.5 s');
    assert.strictEqual(progress(totalsOf([job(1), running], nothingKnown), 2500, null),
        '5 of 12 tasks · 3 running · 1 of 2 jobs · 1 of 3 stages · 1.5 s');
});

test('a stage of two jobs is known once, and skipped stages do not count', () => {
    const total = totalsOf([job(1, {stages: [1, 2]}), job(2, {stages: [1, 2, 3], stagesSkipped: 2})],
        new Map([1, 2, 3].map(id => [id, {input: id, attempt: 0}])));
    assert.deepStrictEqual([total.stages, total.read], [3, 6]);
});

test('the time that is left is told as far as it is known', () => {
    const totals = totalsOf([job(1, {status: 'RUNNING', end: null, tasks: 100, done: 50})], nothingKnown);
    assert.match(progress(totals, 11000, 9800), / · about 10 s left$/);
    assert.match(progress(totals, 101000, 890000), / · about 15 min left$/);
    assert.doesNotMatch(progress(totals, 101000, null), /left/);
});

test('jobs that share a stage share its tasks, and no more run than there are cores', () => {
    const running = {status: 'RUNNING', end: null, running: 3};
    const jobs = [job(1, {...running, stages: [7]}), job(2, {...running, stages: [7, 8]})];
    const stages = new Map([[7, {running: 3, input: 0, attempt: 0}], [8, {running: 0, input: 0, attempt: 0}]]);
    assert.strictEqual(totalsOf(jobs, stages).running, 3);
    assert.strictEqual(totalsOf(jobs, nothingKnown).running, 6);
    assert.strictEqual(totalsOf(jobs, nothingKnown, {cores: 4}).running, 4);
});

test('what was cancelled, and what is known as a sum alone, is told', () => {
    const earlier = {
        cell: 'm', jobs: 700, jobsFailed: 1, jobsCancelled: 4, tasks: 1400, tasksFailed: 3,
        begin: 500, end: 900, input: 1e6,
    };
    const [failed, cancelled] = [job(1, {status: 'FAILED'}), job(2, {status: 'CANCELLED', done: 1})];
    const jobs = [failed, cancelled, job(3, {status: 'UNKNOWN', done: 2})];
    const totals = totalsOf(jobs, nothingKnown, {earlier});
    assert.strictEqual(summary(totals),
        '703 jobs (2 failed, 5 cancelled), 1,407 of 1,412 tasks (3 failed), 2.5 s, more than 1.0 MB read');
    assert.strictEqual(totalsOf([], nothingKnown, {earlier}).end, 900);
    assert.strictEqual(totals.stages, 0);
});

test('a job of which no task is known yet is told to work', () => {
    const totals = totalsOf([job(1, {status: 'RUNNING', end: null, tasks: 0, done: 0})], nothingKnown);
    assert.strictEqual(progress(totals, 1400, null), 'Spark is working… · 0.4 s');
});
