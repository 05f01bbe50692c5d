// What is told of a running Spark.
'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {loader} = require('./amd');

const facts = loader({jquery: null, archive: null, phase: null, prose: null})('facts');

test('which Python runs the tasks is told of clusters', () => {
    const tries = [
        [{master: 'spark://far:7077', python: '/opt/python'}, '/opt/python'],
        [{master: 'yarn', python: 'python3'}, 'the first python3 on the PATH of each worker'],
        [{master: 'local[2]', python: '/opt/python'}, null],
        [{master: 'yarn', python: null}, null],
        [{}, null],
    ];
    for (const [session, expected] of tries) {
        assert.strictEqual(facts.python(session), expected);
    }
});

test('what a start has replaced is named', () => {
    assert.deepStrictEqual(facts.replaced({}), []);
    assert.deepStrictEqual(facts.replaced({replaced: [{name: 'sc', was: 'of type `SkyCoord`'}]}), [
        '`sc` was of type `SkyCoord` before. It comes back when Spark is stopped.',
    ]);
});
