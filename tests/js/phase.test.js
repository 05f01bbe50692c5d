'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {load} = require('./amd');

const phase = load('phase');

test('each phase has its sentence', () => {
    const sentences = [
        [null, /Waiting for the kernel/],
        [{phase: 'java'}, /Launching Java/],
        [{phase: 'cluster', local: true}, /Starting the session/],
        [{phase: 'cluster', local: false, executors: 0, wanted: null}, /^Asking the cluster for resources…$/],
        [{phase: 'cluster', local: false, executors: 0, wanted: 4}, /resources: 0 of 4 executors…$/],
        [{phase: 'cluster', local: false, executors: 1, wanted: 4}, /^Waiting for executors: 1 of 4 executors…$/],
        [{phase: 'running'}, /Spark is up/],
        [{phase: 'running', remote: true}, /Waiting for the Spark Connect server/],
        [{phase: 'stopping'}, /Stopping/],
        [{phase: 'elsewhere'}, /Another page/],
        [{phase: 'cancelled'}, /Cancelling/],
        [{phase: 'stubborn'}, /Restart it/],
    ];
    for (const [progress, expected] of sentences) {
        assert.match(phase.sentence(progress, ''), expected);
    }
});

test('a master that is silent is named', () => {
    const log = 'WARN StandaloneAppClient: Failed to connect to master spark.example:7077\nmore';
    const progress = {phase: 'cluster', local: false, executors: 0, wanted: 2};
    assert.strictEqual(phase.sentence(progress, log), 'The master spark.example:7077 does not answer yet…');
});

test('executors are counted in words', () => {
    assert.strictEqual(phase.count({executors: 1, wanted: null}), '1 executor');
    assert.strictEqual(phase.count({executors: 0, wanted: 1}), '0 of 1 executor');
    assert.strictEqual(phase.count({executors: 24, wanted: 24}), '24 of 24 executors');
});

test('executors that were lost are not still to come', () => {
    const facts = {master: 'yarn', executors: 1, wanted: 2};
    assert.match(phase.lack({...facts, lost: 0}), /^Executors are still to come/);
    assert.match(phase.lack({...facts, lost: 1}), /^Executors were lost/);
    assert.match(phase.lack(facts), /still to come/);  // an older kernel does not tell
    assert.strictEqual(phase.lack({...facts, executors: 2, lost: 1}), '');
});

test('only a cluster lacks executors', () => {
    const lacks = (master, executors, wanted) => phase.lacksExecutors({master, executors, wanted});
    assert.ok(lacks('spark://x:1', 0, null));
    assert.ok(lacks('yarn', 1, 2));
    assert.ok(!lacks('yarn', 2, 2));
    assert.ok(!lacks('yarn', 1, null));
    assert.ok(!lacks('yarn', 0, 0));  // dynamic allocation may give all back
    assert.ok(!lacks('local[*]', 0, null));
    assert.ok(!lacks(undefined, 0, null));  // Spark Connect cannot tell
});
