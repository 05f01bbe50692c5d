'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {load} = require('./amd');

const {Ledger} = load('progress/ledger');

const running = id => ({id, status: 'RUNNING'});
const ended = id => ({id, status: 'SUCCEEDED'});
const ids = jobs => [...jobs].map(job => job.id);

test('jobs that run no more are to be asked for', () => {
    const ledger = new Ledger(-1);
    ledger.noteRunning([running(0), running(1)]);
    ledger.noteRunning([running(1)]);
    assert.deepStrictEqual(ledger.ended, [0]);
    ledger.note(ended(0));
    assert.deepStrictEqual(ledger.ended, []);
    assert.deepStrictEqual(ids(ledger.active), [1]);
});

test('a job that was never seen leaves a gap until all are asked for', () => {
    const ledger = new Ledger(-1);
    ledger.noteRunning([running(2)]);
    assert.ok(ledger.hasGap);
    ledger.noteAll([running(2), ended(1), ended(0)]);
    assert.ok(!ledger.hasGap);
});

test('the kernel knows of jobs that nobody has seen', () => {
    const ledger = new Ledger(4);
    ledger.expect(5);
    assert.ok(!ledger.hasGap);
    ledger.expect(6);
    assert.ok(ledger.hasGap);
    ledger.noteAll([ended(5)]);
    assert.ok(!ledger.hasGap);
});

test('what Spark has forgotten is not looked for without end', () => {
    const ledger = new Ledger(-1);
    ledger.expect(3);
    for (let search = 0; search < 6; search += 1) {
        assert.ok(ledger.hasGap);
        ledger.noteAll([]);
    }
    assert.ok(!ledger.hasGap);
});

test('a search that finds a job is not in vain, and the next jobs are looked for', () => {
    const ledger = new Ledger(-1);
    for (let id = 0; id < 20; id += 1) {
        ledger.expect(id + 2);  // one more than Spark has noted
        ledger.noteAll([ended(id)]);
        assert.ok(ledger.hasGap);
        assert.ok(!ledger.hasEnded(id + 1));
    }
});

test('a job that has ended and is forgotten is known no more', () => {
    const ledger = new Ledger(-1);
    ledger.noteRunning([running(0)]);
    ledger.noteRunning([]);
    ledger.noteAll([]);
    assert.deepStrictEqual([ledger.ended, ids(ledger.jobs.values())], [[], []]);
});

test('jobs of no interest are dropped for good', () => {
    const ledger = new Ledger(-1);
    ledger.noteRunning([running(0), running(1)]);
    ledger.noteAll([ended(0), running(1)]);
    ledger.keep(() => false);
    assert.deepStrictEqual(ids(ledger.jobs.values()), [1]);
    assert.ok(ledger.hasEnded(0));
    assert.ok(!ledger.hasGap);
});

test('an operation of Spark Connect is one more job', () => {
    const ledger = new Ledger(-1);
    ledger.note({id: '4f1d', status: 'RUNNING'});
    assert.deepStrictEqual(ids(ledger.active), ['4f1d']);
    assert.ok(!ledger.hasGap);
});

test('an operation of Spark Connect is forgotten once it has ended and is not shown', () => {
    const ledger = new Ledger(-1);
    ledger.note({...ended(0), id: 'a-uuid'});
    ledger.note({...running(0), id: 'another'});
    ledger.keep(() => false);
    assert.deepStrictEqual(ids(ledger.jobs.values()), ['another']);
});
