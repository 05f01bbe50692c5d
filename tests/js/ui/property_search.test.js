// Names and values that fit what is typed.
import assert from 'node:assert';
import {test} from 'node:test';

import {search} from '../../../startspark/static/ui/property_search.js';
import {findValues} from '../../../startspark/static/ui/value_search.js';

const PROPERTIES = [
    {name: 'spark.driver.memory', type: 'heap'},
    {name: 'spark.executor.memory', type: 'size'},
    {name: 'spark.executor.memoryOverhead', type: 'size'},
    {name: 'spark.executor.pyspark.memory', type: 'size'},
    {name: 'spark.memory.fraction', type: 'double'},
    {name: 'spark.sql.inMemoryColumnarStorage.batchSize', type: 'int'},
    {name: 'spark.yarn.executor.memoryOverhead', type: 'size', deprecated: '2.3'},
    {name: 'spark.memory.internal', type: 'size', internal: true},
    {name: 'spark.executorEnv.', meaning: 'Environment'},
];

function names(text, most) {
    return search(PROPERTIES, text, most).found.map(it => it.name);
}

test('a name is found by what it has anywhere, and by words in any order', () => {
    assert.deepStrictEqual(names('xecutor.mem'), [
        'spark.executor.memory', 'spark.executor.memoryOverhead', 'spark.yarn.executor.memoryOverhead']);
    assert.strictEqual(names('exec mem')[0], 'spark.executor.memory');
    assert.deepStrictEqual(names('  MEM   exec '), names('exec mem'));
    assert.deepStrictEqual(names('memory driver'), ['spark.driver.memory']);
    assert.deepStrictEqual(names('nothing like it'), []);
    assert.strictEqual(names('').length, PROPERTIES.length);
});

test('the best come first: the name itself, then what users set, then where the words stand', () => {
    assert.deepStrictEqual(names('memory'), [
        'spark.driver.memory', 'spark.executor.memory', 'spark.memory.fraction', 'spark.executor.pyspark.memory',
        'spark.executor.memoryOverhead', 'spark.sql.inMemoryColumnarStorage.batchSize',
        'spark.memory.internal', 'spark.yarn.executor.memoryOverhead',
    ]);
    assert.strictEqual(names('spark.yarn.executor.memoryOverhead')[0], 'spark.yarn.executor.memoryOverhead');
    assert.strictEqual(names('spark.MEMORY.internal')[0], 'spark.memory.internal');
    assert.deepStrictEqual(names('executor').slice(-2), ['spark.yarn.executor.memoryOverhead', 'spark.executorEnv.']);
});

test('of many, the first are shown, with the number of the others', () => {
    assert.deepStrictEqual(search(PROPERTIES, 'memory', 2),
        {found: PROPERTIES.slice(0, 2), more: 6});
    assert.strictEqual(search(PROPERTIES, 'memory').more, 0);
    const many = Array.from({length: 134}, (_, index) => ({name: `spark.x${index}`, type: 'int'}));
    const {found, more} = search(many, 'x');
    assert.deepStrictEqual([found.length, more], [50, 84]);
});

function values(property, text, isTyped = true) {
    return findValues(property, text, isTyped).map(it => it.value);
}

test('a number gets the units of sizes and times, which say what they mean', () => {
    assert.deepStrictEqual(findValues({type: 'size'}, '4', true).slice(0, 2),
        [{value: '4g', meaning: '4 GiB'}, {value: '4m', meaning: '4 MiB'}]);
    assert.deepStrictEqual(values({type: 'heap'}, ' 4 '), ['4g', '4m', '4k', '4t']);
    assert.deepStrictEqual(values({type: 'time'}, '30'), ['30s', '30min', '30h', '30ms', '30d']);
    assert.deepStrictEqual(values({type: 'time'}, '30m'), ['30min', '30ms']);
    assert.deepStrictEqual(values({type: 'size'}, '4G'), ['4g']);
    for (const text of ['4g', '1.5', '-1', '{{ 4 }}', '4 x', '']) {
        assert.deepStrictEqual(values({type: 'size'}, text), [], text);
    }
    assert.deepStrictEqual(values({type: 'int'}, '4'), []);
});

test('booleans and enumerations offer their values, and all of them where nothing is typed', () => {
    const mode = {type: 'text', options: ['FAIR', 'FIFO', 'NONE'], default: 'FIFO'};
    assert.deepStrictEqual(findValues(mode, 'f', true),
        [{value: 'FAIR', meaning: ''}, {value: 'FIFO', meaning: 'Spark’s default'}]);
    assert.deepStrictEqual(values(mode, 'FAIR'), []);
    assert.deepStrictEqual(values(mode, 'FAIR', false), mode.options);
    assert.deepStrictEqual(values({type: 'boolean'}, 'tr'), ['true']);
    assert.deepStrictEqual(values({type: 'boolean'}, 'true', false), ['true', 'false']);
});

test('an empty field offers the default, if that is a value', () => {
    assert.deepStrictEqual(findValues({type: 'int', default: '200'}, '', false),
        [{value: '200', meaning: 'Spark’s default'}]);
    assert.deepStrictEqual(values({type: 'time', default: 'that of `spark.network.timeout`'}, '', false), []);
    assert.deepStrictEqual(values(undefined, '4'), []);
    assert.deepStrictEqual(values({type: 'constructor'}, '4'), []);
});
