'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {load} = require('./amd');

const {byRun, runOf} = load('progress/attribution');

const FIRST = {id: 'a', begin: 1000, end: 2000};
const SECOND = {id: 'b', begin: 2000, end: 5000};
const LAST = {id: 'c', begin: 6000, end: null};
const RUNS = [FIRST, SECOND, LAST];

/** The run of a job that was submitted at a time. */
function run(begin, {streams = [], ...more} = {}) {
    return runOf({begin, tags: [], stream: null, ...more}, RUNS, new Map(streams));
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
