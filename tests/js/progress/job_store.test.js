import assert from 'node:assert';
import {test} from 'node:test';

import {JobStore} from '../../../startspark/static/progress/job_store.js';

const running = id => ({id, status: 'RUNNING', stages: [id]});
const ended = id => ({id, status: 'SUCCEEDED', stages: [id]});
const ids = jobs => [...jobs].map(job => job.id);

test('jobs that run no more are to be asked for', () => {
    const store = new JobStore(-1);
    store.noteRunning([running(0), running(1)]);
    store.noteRunning([running(1)]);
    assert.deepStrictEqual([...store.ended], [0]);
    store.note(ended(0));
    assert.deepStrictEqual([...store.ended], []);
    assert.deepStrictEqual(ids(store.active), [1]);
});

test('a job that was never seen leaves a gap until all are asked for', () => {
    const store = new JobStore(-1);
    store.noteRunning([running(2)]);
    assert.ok(store.hasGap);
    store.noteAll([running(2), ended(1), ended(0)]);
    assert.ok(!store.hasGap);
});

test('the kernel knows of jobs that nobody has seen', () => {
    const store = new JobStore(4);
    store.expect(5);
    assert.ok(!store.hasGap);
    store.expect(6);
    assert.ok(store.hasGap);
    store.noteAll([ended(5)]);
    assert.ok(!store.hasGap);
});

test('what Spark has forgotten is not looked for without end', () => {
    const store = new JobStore(-1);
    store.expect(3);
    for (let search = 0; search < 6; search += 1) {
        assert.ok(store.hasGap);
        store.noteAll([]);
    }
    assert.ok(!store.hasGap);
});

test('a search that finds a job is not in vain, and the next jobs are looked for', () => {
    const store = new JobStore(-1);
    for (let id = 0; id < 20; id += 1) {
        store.expect(id + 2);  // one more than Spark has noted
        store.noteAll([ended(id)]);
        assert.ok(store.hasGap);
        assert.ok(!store.hasEnded(id + 1));
    }
});

test('a job that has ended and is forgotten is known no more', () => {
    const store = new JobStore(-1);
    store.noteRunning([running(0)]);
    store.noteRunning([]);
    store.noteAll([]);
    assert.deepStrictEqual([[...store.ended], ids(store.jobs.values())], [[], []]);
});

test('jobs of no interest are dropped for good', () => {
    const store = new JobStore(-1);
    store.noteRunning([running(0), running(1)]);
    store.noteAll([ended(0), running(1)]);
    store.keep(() => false);
    assert.deepStrictEqual(ids(store.jobs.values()), [1]);
    assert.ok(store.hasEnded(0));
    assert.ok(!store.hasGap);
});

test('an operation of Spark Connect is one more job', () => {
    const store = new JobStore(-1);
    store.note({id: '4f1d', status: 'RUNNING'});
    assert.deepStrictEqual(ids(store.active), ['4f1d']);
    assert.ok(!store.hasGap);
});

test('an operation of Spark Connect is forgotten once it has ended and is not shown', () => {
    const store = new JobStore(-1);
    store.note({...ended(0), id: 'a-uuid'});
    store.note({...running(0), id: 'another'});
    store.keep(() => false);
    assert.deepStrictEqual(ids(store.jobs.values()), ['another']);
});

test('stages are forgotten with their jobs, and an old attempt replaces no new one', () => {
    const store = new JobStore();
    store.noteRunning([running(0), running(1)]);
    store.noteStage({id: 0, attempt: 1, reason: 'lost'});
    store.noteStage({id: 0, attempt: 0, reason: ''});
    store.noteStage({id: 1, attempt: 0, reason: ''});
    store.noteStage({id: 0, attempt: 1, reason: ''});
    assert.deepStrictEqual(store.stages.get(0), {id: 0, attempt: 1, reason: 'lost'});
    store.noteAll([ended(0), running(1)]);
    store.keep(() => false);
    assert.deepStrictEqual([...store.stages.keys()], [1]);
});

test('a snapshot is plain, and what comes later does not change its jobs', () => {
    const store = new JobStore();
    store.noteRunning([running(0)]);
    store.noteStreams({g: 1500});
    const {jobs, streams, activeStreams} = store.snapshot();
    store.noteRunning([running(0), running(1)]);
    store.noteStreams({});
    assert.deepStrictEqual([ids(jobs), [...streams], [...activeStreams]], [[0], [['g', 1500]], ['g']]);
    assert.strictEqual(store.snapshot().activeStreams.size, 0);
});
