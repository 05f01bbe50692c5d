// What went wrong, in a sentence, and what to do next.
import assert from 'node:assert';
import {test} from 'node:test';

import {RequestError} from '../../../startspark/static/services/request.js';
import {
    ConfigRefusal, Refusal, StartFailed, failureOf, failureOfEnd, isOfConfig, unexplained,
} from '../../../startspark/static/session/errors.js';

test('what the kernel knows of a failure is shown as it is', () => {
    const cause = {sentence: 'It failed.', advice: 'Mend it.', key: 'spark.x'};
    const error = new StartFailed(cause, {details: 'traceback', log: 'log'});
    assert.deepStrictEqual(failureOf(error), {...cause, details: 'traceback', log: 'log'});
});

test('a failure that the kernel does not know is told in the words of the error', () => {
    const content = {status: 'error', ename: 'OddError', evalue: '\u001b[31modd\u001b[0m\nmore'};
    assert.strictEqual(unexplained(content).sentence, 'Spark did not start: OddError: odd');
    assert.match(unexplained({status: 'ok'}).sentence, /no running Spark/);
});

test('a request that failed is explained by its status', () => {
    const of = status => failureOf(new RequestError(status, 'said'));
    assert.strictEqual(of(0).sentence, 'The notebook server does not answer.');
    assert.strictEqual(of(403).sentence, 'You are no longer signed in to the notebook server.');
    assert.strictEqual(of(409).sentence, 'said');
    for (const status of [0, 400, 403, 404, 409, 500]) {
        assert.ok(of(status).advice);
    }
});

test('every end of a session has a sentence and an advice', () => {
    for (const reason of ['jvm', 'cluster', 'kernel', 'idle', 'of a later version']) {
        const {sentence, advice} = failureOfEnd({reason, exit_code: -9});
        assert.ok(sentence && advice);
    }
    assert.match(failureOfEnd({reason: 'jvm', exit_code: -9}).advice, /memory/);
    assert.strictEqual(failureOfEnd({reason: 'jvm', exit_code: null}).sentence, 'Spark’s Java process has ended.');
});

test('an exit code is told', () => {
    const sentence = code => failureOfEnd({reason: 'jvm', exit_code: code}).sentence;
    assert.strictEqual(sentence(-9), 'Spark’s Java process has ended (killed by signal 9).');
    assert.strictEqual(sentence(1), 'Spark’s Java process has ended (exit status 1).');
});

test('a refusal brings its own advice, and other errors have one', () => {
    assert.deepStrictEqual(failureOf(new Refusal('No.', 'Wait.')), {sentence: 'No.', advice: 'Wait.'});
    assert.deepStrictEqual(failureOf(new Error('odd')), {sentence: 'odd', advice: 'Start again.'});
    assert.strictEqual(failureOf(new Error('odd'), 'Stop Spark again.').advice, 'Stop Spark again.');
});

test('what a config’s file says is told from what else fails', () => {
    assert.ok(isOfConfig(new ConfigRefusal('', '')));
    assert.ok(isOfConfig(new RequestError(409, '')));
    for (const error of [new Refusal('', ''), new RequestError(500, ''), new Error('')]) {
        assert.ok(!isOfConfig(error));
    }
});
