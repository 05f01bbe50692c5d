// What the details of a cell's jobs say would make them faster.

import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {ProgressPage} from './progress_page.js';
import {hintOf} from '../../../startspark/static/progress/hints.js';

const STAGE = {id: 3, attempt: 0, status: 'COMPLETE', done: 4, begin: 1000, end: 61000};

/** The hint for one stage of one job. */
function hint({stage = {}, sizes = {}, times = [], reason = '', memory = 'spark.executor.memory'} = {}) {
    const details = {
        of: () => ({reason: '', ...sizes}),
        tasksOf: () => times.map(time => ({begin: 0, end: time})),
    };
    return hintOf({jobs: [{reason}]}, {stages: [{...STAGE, ...stage}], details, cores: 4, memory});
}

test('where all is well, there is none', () => {
    assert.strictEqual(hint({sizes: {spill: 1e6, runTime: 60000, garbageTime: 12000}, times: [900, 1000, 1000, 4900]}),
        '');
    assert.strictEqual(hintOf({jobs: []}, {stages: [], details: {of: null}, cores: 0, memory: ''}), '');
});

test('a spill, garbage collection, skew and tiny tasks', () => {
    assert.match(hint({sizes: {spill: 1.2e9}}), /^Stage 3 wrote 1\.2 GB to disk, .*`spark\.executor\.memory`/);
    assert.match(hint({sizes: {runTime: 60000, garbageTime: 15000}}), /^Java spent 25% of stage 3 on garbage/);
    assert.strictEqual(hint({sizes: {runTime: 6000, garbageTime: 3000}}), '', 'it is over before one looks');
    assert.match(hint({times: [2000, 2000, 2100, 42000]}),
        /^One task of stage 3 took 42\.0 s, but half of them took no more than 2\.1 s/);
    assert.match(hint({stage: {done: 20000}, sizes: {runTime: 200000}}), /^Stage 3 had 20,000 tasks of a few millisec/);
    assert.match(hint({stage: {done: 20000}}), /^Stage 3 had 20,000 tasks/, 'by the time that all cores had for it');
    assert.strictEqual(hint({stage: {done: 2000}, sizes: {runTime: 200000}}), '');
});

test('a failure comes first, by its reason', () => {
    const sizes = {spill: 1e9};
    assert.match(hint({sizes, reason: 'Job aborted due to stage failure: Total size of serialized results of 4 tasks ' +
        '(1104.4 MiB) is bigger than spark.driver.maxResultSize (1024.0 MiB)'}), /^The driver collects more than/);
    const crashed = 'org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)';
    assert.match(hint({sizes, reason: crashed}), /^A Python worker process .*`spark\.executor\.memoryOverhead`\.$/);
    assert.match(hint({reason: crashed, memory: 'spark.driver.memory'}), /what Spark leaves free \(`spark\.driver\.memory`\)\.$/);
    assert.match(hint({reason: 'java.lang.OutOfMemoryError: Java heap space'}), /Increase `spark\.executor\.memory`/);
    assert.match(hint({reason: 'ValueError: no'}), /^$/);
});

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

function shown(cell) {
    const found = page.lineOf(cell).querySelector('.startspark-hint');
    return found.hidden ? '' : found.textContent;
}

test('the details show one hint, with what Spark’s REST API says', async () => {
    const {cell, end} = page.begin();
    page.spark.run();
    page.spark.sizes[0] = {diskBytesSpilled: 3e8};
    await page.pass();
    page.unfold(cell);
    assert.strictEqual(shown(cell), '');
    page.spark.endAll();
    end();
    await page.pass(3000);
    assert.match(shown(cell), /^Stage 0 wrote 300 MB to disk, .* more memory \(spark\.driver\.memory\) avoid that\.$/);
});

test('hints can be switched off', async () => {
    page.close();
    page = new ProgressPage({hints: false});
    await page.flush();
    const {cell} = page.begin();
    page.spark.run();
    page.spark.sizes[0] = {diskBytesSpilled: 3e8};
    page.spark.endAll();
    await page.pass();
    page.unfold(cell);
    await page.pass(3000);
    assert.strictEqual(shown(cell), '');
    assert.match(page.lineOf(cell).textContent, /300 MB/);
});
