// What the kernel says, kept as far as it can be told what is known with it.
import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

import {JobStore} from '../../../startspark/static/progress/job_store.js';
import {FakeSpark} from './fake_spark.js';

let spark, store;

beforeEach(() => {
    spark = new FakeSpark();
    spark.cell = 'm1';
    store = new JobStore();
});

const ids = (at = store) => (at.snapshot().work.get('m1')?.jobs ?? []).map(job => job.id);

/** A message that is not whole: a job is new, or has changed. */
function change(...jobs) {
    return spark.message({whole: false, jobs, stages: [], streams: [], earlier: [], executors: undefined});
}

test('what has changed comes to what is known', () => {
    const first = spark.run();
    store.hear(spark.message());
    store.hear(change({...first, done: 2}, spark.run()));
    assert.deepStrictEqual(ids(), [0, 1]);
    assert.strictEqual(store.snapshot().work.get('m1').jobs[0].done, 2);
    assert.deepStrictEqual([store.cores, store.stages.size], [4, 1]);
});

test('a whole message is all that is known from then on', () => {
    spark.run();
    store.hear(spark.message());
    spark.jobs = [];
    spark.run();
    store.hear(spark.message({jobs: spark.jobs.map(job => ({...job, id: 7}))}));
    assert.deepStrictEqual(ids(), [7]);
});

test('what the kernel keeps no more is forgotten', () => {
    spark.run();
    spark.run();
    store.hear(spark.message());
    const counts = {jobs: 1, jobs_failed: 0, jobs_cancelled: 0, tasks: 4, tasks_failed: 0};
    const sum = {cell: 'm1', ...counts, begin: 1, end: 2, input: 0};
    store.hear({...change(), earlier: [sum], dropped: {jobs: [0], stages: [0]}});
    assert.deepStrictEqual([ids(), [...store.stages.keys()]], [[1], [1]]);
    assert.strictEqual(store.snapshot().work.get('m1').earlier.jobs, 1);
});

test('after a message that was missed, what is known waits for a whole one, and says so once', () => {
    let heard = 0;
    store.subscribe(() => {
        heard += 1;
    });
    store.hear(spark.message());
    change();
    store.hear(change(spark.run()));
    assert.deepStrictEqual([ids(), store.hasGap, heard], [[], true, 2]);
    store.hear(change(spark.run()));
    assert.deepStrictEqual([ids(), heard], [[], 2]);
    store.hear(spark.message());
    assert.deepStrictEqual([ids(), store.hasGap, heard], [[0, 1], false, 3]);
    store.hear(change(spark.run()));
    assert.deepStrictEqual(ids(), [0, 1, 2]);
});

test('what a page hears first may be a change: it waits for a whole message, unless that is the first at all', () => {
    store.hear(change(spark.run()));
    assert.deepStrictEqual([ids(), store.hasGap], [[0], false]);
    const late = new JobStore();
    late.hear(change(spark.run()));
    assert.deepStrictEqual([ids(late), late.hasGap], [[], true]);
});

test('what comes out of order is ignored', () => {
    const old = [spark.message(), change(spark.run())];
    store.hear(spark.message());
    const [now] = spark.jobs;
    Object.assign(now, {done: 3});
    store.hear(change(now));
    old.forEach(message => store.hear(message));
    assert.strictEqual(store.snapshot().work.get('m1').jobs[0].done, 3);
    assert.ok(!store.hasGap);
});

test('what is malformed is ignored, and said once', () => {
    const warn = mock.method(console, 'warn', () => {});
    const good = spark.message();
    const bad = [
        null, 7, 'x', [], {}, {...good, seq: '2'}, {...good, jobs: {length: 1}}, {...good, jobs: [null]},
        {...good, jobs: [{...spark.run(), tasks: NaN}]}, {...good, executors: {cores: 'many'}}, {...good, stages: 7},
        {...good, jobs: [{...spark.run(), name: {}}]}, {...good, time: undefined},
    ];
    bad.forEach(message => store.hear(message));
    assert.strictEqual(store.application, null);
    assert.strictEqual(warn.mock.callCount(), 1);
    store.hear(good);
    assert.strictEqual(store.application, 'app-1');
    warn.mock.restore();
});

test('another application takes the place of the one before, which has ended then', () => {
    spark.run({running: 3});
    store.hear(spark.message());
    let before;
    store.subscribe(() => {
        before ??= store.snapshot().work.get('m1');
    });
    const other = new FakeSpark('app-2');
    store.hear(other.message());
    assert.deepStrictEqual(before.jobs.map(({status, running}) => [status, running]), [['UNKNOWN', 0]]);
    assert.deepStrictEqual([store.application, ids()], ['app-2', []]);
    store.hear(spark.message());
    assert.strictEqual(store.application, 'app-2');
});

test('of a Spark that has ended nothing is heard, unless it runs after all', () => {
    spark.run({running: 3});
    spark.run();
    spark.endAll();
    spark.streams = [{id: 'g', name: '', cell: 'm1', begin: 1, end: null, batch: 1}];
    store.hear(spark.message());
    spark.jobs[0].status = 'RUNNING';
    store.hear(spark.message());
    store.end(5000);
    const {jobs, streams} = store.snapshot().work.get('m1');
    assert.deepStrictEqual(jobs.map(({status}) => status), ['UNKNOWN', 'SUCCEEDED']);
    assert.deepStrictEqual(jobs.map(({end}) => end === 5000), [true, false]);
    assert.deepStrictEqual([streams[0].isLost, store.executors, store.isOver], [true, [], true]);
    store.hear(spark.message());
    assert.ok(store.isOver);
    store.resume();
    store.hear(spark.message());
    assert.deepStrictEqual([store.isOver, store.executors.length], [false, 1]);
});

test('jobs of no cell belong to no line', () => {
    spark.run({cell: null});
    store.hear(spark.message());
    assert.deepStrictEqual([...store.snapshot().work], []);
});

test('a snapshot does not change with what comes later', () => {
    spark.run();
    store.hear(spark.message());
    const {work, stages} = store.snapshot();
    store.hear(change(spark.run()));
    assert.deepStrictEqual([work.get('m1').jobs.length, stages.size], [1, 1]);
});

test('a job is named by its description, if it has one', () => {
    spark.run({name: 'count, line 4'});
    spark.run({name: 'count, line 5', description: 'My own words'});
    store.hear(spark.message());
    const found = store.snapshot().work.get('m1').jobs.map(job => job.name);
    assert.deepStrictEqual(found, ['count, line 4', 'My own words']);
});
