// How far a start is, in words.
import assert from 'node:assert';
import {test} from 'node:test';

import {
    count, executorsRemark, hasCodeAfter, lacksExecutors, phaseSentence,
} from '../../../startspark/static/session/startup_phase.js';

test('each phase has its sentence', () => {
    const sentences = [
        [null, /^Preparing the start…$/],
        [{phase: 'preparing'}, /^Preparing the start…$/],
        [{phase: 'waiting'}, /^Waiting for the kernel to be free…$/],
        [{phase: 'constructor'}, /^Preparing the start…$/],
        [{phase: 'jvm'}, /Launching Java/],
        [{phase: 'cluster', local: true}, /Starting the session/],
        [{phase: 'cluster', local: false, executors: 0, wanted: null}, /^Asking the cluster for resources…$/],
        [{phase: 'cluster', local: false, executors: 0, wanted: 4}, /resources: 0 of 4 executors…$/],
        [{phase: 'cluster', local: false, executors: 1, wanted: 4}, /^Waiting for executors: 1 of 4 executors…$/],
        [{phase: 'running'}, /Spark is up/],
        [{phase: 'running', remote: true}, /Waiting for the Spark Connect server/],
        [{phase: 'stopping'}, /Stopping/],
        [{phase: 'withdrawn'}, /Once the kernel is free/],
        [{phase: 'elsewhere'}, /Another page/],
        [{phase: 'cancelled'}, /Cancelling/],
        [{phase: 'stubborn'}, /Restart it/],
    ];
    for (const [phase, expected] of sentences) {
        assert.match(phaseSentence({phase}), expected);
    }
});

test('a master that is silent is named', () => {
    const log = 'WARN StandaloneAppClient: Failed to connect to master spark.example:7077\nmore';
    const phase = {phase: 'cluster', local: false, executors: 0, wanted: 2};
    assert.strictEqual(phaseSentence({phase, log}), 'The master spark.example:7077 does not answer yet…');
});

test('executors are counted in words', () => {
    assert.strictEqual(count({executors: 1, wanted: null}), '1 executor');
    assert.strictEqual(count({executors: 0, wanted: 1}), '0 of 1 executor');
    assert.strictEqual(count({executors: 24, wanted: 24}), '24 of 24 executors');
});

test('executors that were lost are not still to come', () => {
    const facts = {master: 'yarn', executors: 1, wanted: 2};
    assert.match(executorsRemark({...facts, lost: 0}), /^Spark is waiting for executors/);
    assert.match(executorsRemark({...facts, lost: 1}), /^Executors were lost/);
    assert.match(executorsRemark(facts), /waiting for executors/);  // an older kernel does not tell
    assert.strictEqual(executorsRemark({...facts, executors: 2, lost: 1}), '');
});

test('only a cluster lacks executors', () => {
    const lacks = (master, executors, wanted) => lacksExecutors({master, executors, wanted});
    assert.ok(lacks('spark://x:1', 0, null));
    assert.ok(lacks('yarn', 1, 2));
    assert.ok(!lacks('yarn', 2, 2));
    assert.ok(!lacks('yarn', 1, null));
    assert.ok(!lacks('yarn', 0, 0));  // dynamic allocation may give all back
    assert.ok(!lacks('local[*]', 0, null));
    assert.ok(!lacks(undefined, 0, null));  // Spark Connect cannot tell
});

const BUILDER = 'spark = (\n    SparkSession.builder\n    .getOrCreate()\n)\n';

test('the code says whether some of it runs once there is a session', () => {
    for (const [code, expected] of [
        [`${BUILDER}sc = spark.sparkContext\n`, false],
        [`${BUILDER}spark.version  # fails here if the server does not answer\n`, false],
        [`${BUILDER}sc = spark.sparkContext\n\nsc.setLogLevel("ERROR")\n`, true],
        [`${BUILDER}spark.version  # fails here if the server does not answer\n\nspark.sql("use sky")`, true],
        [`${BUILDER}`, false],  // a template of its own: that is not known
    ]) {
        assert.strictEqual(hasCodeAfter(code), expected, code);
    }
});

test('only code that is there is said to run', () => {
    const phase = {phase: 'running', local: true};
    assert.strictEqual(phaseSentence({phase}), 'Spark is up. Completing the start…');
    assert.match(phaseSentence({phase, hasCodeAfter: true}), /^Spark is up\. The rest of the configuration’s code is/);
});
