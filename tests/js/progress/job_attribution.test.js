import assert from 'node:assert';
import {test} from 'node:test';

import {byRun} from '../../../startspark/static/progress/job_attribution.js';

const FIRST = {id: 'a', begin: 1000, end: 2000};
const SECOND = {id: 'b', begin: 2000, end: 5000};
const LAST = {id: 'c', begin: 6000, end: null};
const RUNS = [FIRST, SECOND, LAST];

/** The run of a job that was submitted at a time. */
function run(begin, {streams = [], ...more} = {}) {
    const [found = null] = byRun([{begin, tags: [], stream: null, ...more}], RUNS, new Map(streams)).keys();
    return found;
}

test('a job belongs to the run in which it was submitted', () => {
    assert.strictEqual(run(1000), FIRST);
    assert.strictEqual(run(1999), FIRST);
    assert.strictEqual(run(2000), SECOND);
    assert.strictEqual(run(9999), LAST);
});

test('a job of no run belongs to nobody', () => {
    assert.strictEqual(run(999), null);
    assert.strictEqual(run(5500), null);
});

test('the tag of a background thread goes before the time', () => {
    assert.strictEqual(run(9999, {tags: ['mine', 'startspark-cell-a']}), FIRST);
    assert.strictEqual(run(9999, {tags: ['startspark-cell-gone']}), null);
});

test('a batch belongs to the run that started its stream', () => {
    const batch = {group: 'g', stream: {name: '', batch: '7'}};
    assert.strictEqual(run(9999, {...batch, streams: [['g', 1500]]}), FIRST);
    assert.strictEqual(run(9999, batch), null);
});

test('runs without jobs are left out', () => {
    const jobs = [1500, 1600, 7000].map(begin => ({begin, tags: [], stream: null}));
    const found = byRun(jobs, RUNS, new Map());
    assert.deepStrictEqual([...found].map(([it, of]) => [it.id, of.length]), [['a', 2], ['c', 1]]);
});

test('of runs that begin at the same time, the job is the last one’s', () => {
    const runs = [FIRST, {...SECOND, begin: 1000}, LAST];
    const [found] = byRun([{begin: 1000, tags: [], stream: null}], runs, new Map()).keys();
    assert.strictEqual(found, runs[1]);
});

test('the end of a run may be told after the next has begun', () => {
    const late = [{id: 'a', begin: 1000, end: 2500}, {id: 'b', begin: 2000, end: null}];
    const [found] = byRun([{begin: 2200, tags: [], stream: null}], late, new Map()).keys();
    assert.strictEqual(found.id, 'b');
});
