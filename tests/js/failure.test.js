'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {load} = require('./amd');

const failure = load('failure');
test('what the kernel knows of a failure is shown as it is', () => {
    const cause = {sentence: 'It failed.', advice: 'Mend it.', key: 'spark.x'};
    const error = new failure.StartFailed(cause, {details: 'traceback', log: 'log'});
    assert.deepStrictEqual(failure.of(error), {...cause, details: 'traceback', log: 'log'});
});

test('a failure that the kernel does not know is told in the words of the error', () => {
    const content = {status: 'error', ename: 'OddError', evalue: '\u001b[31modd\u001b[0m\nmore'};
    assert.strictEqual(failure.unexplained(content).sentence, 'Spark did not start: OddError: odd');
    assert.match(failure.unexplained({status: 'ok'}).sentence, /no running Spark/);
});

test('a request that failed is explained by its status', () => {
    const of = status => failure.of(Object.assign(new Error('said'), {xhr: {status}}));
    assert.strictEqual(of(0).sentence, 'The notebook server does not answer.');
    assert.strictEqual(of(403).sentence, 'You are no longer signed in to the notebook server.');
    assert.strictEqual(of(409).sentence, 'said');
    for (const status of [0, 400, 403, 404, 409, 500]) {
        assert.ok(of(status).advice);
    }
});

test('every end of a session has a sentence and an advice', () => {
    for (const reason of ['jvm', 'cluster', 'kernel', 'idle']) {
        const {sentence, advice} = failure.ofEnd({reason, exit_code: -9});
        assert.ok(sentence && advice);
    }
    assert.match(failure.ofEnd({reason: 'jvm', exit_code: -9}).advice, /memory/);
    assert.strictEqual(failure.ofEnd({reason: 'jvm', exit_code: null}).sentence, 'Spark’s Java process has ended.');
});
