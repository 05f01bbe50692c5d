// What is told of a running Spark.
import './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {archiveSummary, offerOf} from '../../../startspark/static/ui/class_archive.js';
import {pythonOfTasks, replacedRemarks, rowsOf, SessionDetails} from '../../../startspark/static/ui/session_details.js';

test('which Python runs the tasks is told of clusters', () => {
    const tries = [
        [{master: 'spark://far:7077', python: '/opt/python'}, '/opt/python'],
        [{master: 'yarn', python: 'python3'}, 'the first python3 on the PATH of each worker'],
        [{master: 'local[2]', python: '/opt/python'}, null],
        [{master: 'yarn', python: null}, null],
        [{}, null],
    ];
    for (const [facts, expected] of tries) {
        assert.strictEqual(pythonOfTasks(facts), expected);
    }
});

test('what a start has replaced is named', () => {
    assert.deepStrictEqual(replacedRemarks({}), []);
    assert.deepStrictEqual(replacedRemarks({replaced: [{name: 'sc', was: 'of type `SkyCoord`'}]}), [
        '`sc` was of type `SkyCoord` before. It comes back when Spark is stopped.',
    ]);
});

test('what is not known is left out', () => {
    assert.deepStrictEqual(rowsOf({master: 'local[2]', cores: 2, executors: 0}, 'A'),
        [['Configuration', 'A'], ['Master', 'local[2]'], ['Cores', '2']]);
    assert.deepStrictEqual(rowsOf({master: 'yarn', executors: 0}, 'A')[2], ['Executors', '0']);
    assert.deepStrictEqual(rowsOf({master: 'yarn', executors: 1, wanted: 3}, 'A')[2], ['Executors', '1 of 3']);
});

test('the parameters are told', () => {
    assert.deepStrictEqual(rowsOf({master: 'local[2]', parameters: {executors: 8, queue: 'high'}}, 'A')[2],
        ['Parameters', 'executors = 8, queue = high']);
});

test('memory and the time since the start are told', () => {
    const executor = {memory: 4e8, memory_used: 1e8};
    const facts = {master: 'local[2]', started_at: Date.now() - 200 * 60000};
    assert.deepStrictEqual(rowsOf(facts, 'A', {executors: {executors: [executor, executor]}}).slice(2),
        [['Memory for cached data', '200 of 800 MB used'], ['Running for', '3 h 20 min']]);
    const uptime = milliseconds => rowsOf({...facts, started_at: Date.now() - milliseconds}, 'A').slice(2);
    assert.deepStrictEqual([uptime(90000), uptime(5000)], [[['Running for', '1 min']], []]);
});

const REASON = {sentence: 'No core of the cluster is free.', advice: 'Stop `one`.', sessions: []};

test('the details keep up, in the same elements', () => {
    const details = new SessionDetails();
    const facts = {master: 'yarn', executors: 1, wanted: 2, missed: [{key: 'spark.x', asked: '1', got: null}]};
    details.show(facts, 'A');
    const [, , executors] = details.list.querySelectorAll('dd');
    const waiting = details.remarks.querySelector('.startspark-waiting');
    assert.match(waiting.textContent, /^Spark is waiting for executors/);
    const missed = details.remarks.querySelector('.startspark-missed li');
    assert.strictEqual(missed.textContent, 'spark.x: requested 1, got nothing');
    details.show({...facts, idle: 7}, 'A');
    assert.ok(details.remarks.contains(missed), 'what one reads stays');
    details.show({...facts, waiting: REASON}, 'A');
    assert.match(waiting.textContent, /^No core of the cluster is free\. Stop `?one`?\./);
    details.show({...facts, executors: 2}, 'A');
    assert.ok(details.list.contains(executors));
    assert.strictEqual(executors.textContent, '2 of 2');
    assert.ok(waiting.hidden);
});

test('the archive is offered, followed and told', () => {
    const offers = [
        [{}, {}, undefined], [{missing: true}, {}, 'build'], [{missing: true}, {phase: 'session'}, 'cancel'],
        [{missing: true}, {error: 'full'}, 'again'],
    ];
    for (const [archive, build, action] of offers) {
        assert.strictEqual(offerOf(archive, build)?.action, action);
    }
    assert.match(offerOf({}, {size: 2e8}).sentence, /200 MB/);
    assert.strictEqual(offerOf({size: 2e8}, {size: 2e8}), null);
    assert.deepStrictEqual([null, {missing: true}, {size: 2e8}, {reason: 'old Java'}].map(archiveSummary),
        ['', '', 'in use, 200 MB', 'none: old Java']);
});
