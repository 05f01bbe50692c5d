// Spark's properties: the server's list, and what the kernel makes of it.
import assert from 'node:assert';
import {mock, test} from 'node:test';

import {inKernel, KnownProperties} from '../../../startspark/static/session/known_properties.js';

const LISTED = [
    {name: 'spark.old', since: '1.0'},
    {name: 'spark.new', since: '4.0'},
    {name: 'spark.gone', last_version: '3.5'},
    {name: 'spark.removed', removed: '3.0', reason: 'Because'},
    {name: 'spark.late', since: '3.0', deprecated: '4.1', replacement: 'spark.old'},
    {name: 'spark.text'},
];

function names(version) {
    return inKernel(LISTED, {version, properties: []}).map(it => it.name.replace('spark.', ''));
}

test('a kernel has what its version of Spark has', () => {
    assert.deepStrictEqual(names('3.5.9'), ['old', 'gone', 'late', 'text']);
    assert.deepStrictEqual(names('4.0.1'), ['old', 'new', 'late', 'text']);
    assert.deepStrictEqual(names('2.4.8'), ['old', 'gone', 'removed', 'text']);
    assert.deepStrictEqual(names('4.3.0.dev1'), ['old', 'new', 'late', 'text']);
    assert.strictEqual(names(null).length, LISTED.length);
    assert.strictEqual(names('10.0').includes('new'), true);
});

test('a property is deprecated from the release on that deprecated it', () => {
    const late = version => inKernel(LISTED, {version, properties: []}).find(it => it.name === 'spark.late');
    assert.deepStrictEqual(late('4.0'), {name: 'spark.late', since: '3.0'});
    assert.partialDeepStrictEqual(late('4.1.0'), {deprecated: '4.1', replacement: 'spark.old'});
});

function known({kernel = {isConnected: true, language: 'python'}, ask, properties} = {}) {
    const api = {properties: properties ?? mock.fn(async () => ({properties: LISTED, kernel: 'expression'}))};
    const client = {ask: ask ?? mock.fn(async () => ({version: '3.5.9', properties: [{name: 'spark.databricks.x'}]}))};
    return {api, client, list: new KnownProperties({api, host: {kernel: {current: () => kernel}}, kernel: client})};
}

test('the list is there at once, and again with what the kernel knows; the server is asked once', async () => {
    const {api, client, list} = known();
    const lists = [];
    await list.list(it => lists.push(it));
    assert.deepStrictEqual(lists.map(it => it.length), [6, 5]);
    assert.strictEqual(lists[1].at(-1).name, 'spark.databricks.x');
    assert.deepStrictEqual(client.ask.mock.calls[0].arguments, ['expression']);
    await list.list(it => lists.push(it));
    assert.deepStrictEqual([api.properties.mock.callCount(), client.ask.mock.callCount()], [1, 2]);
});

test('without a kernel that could be asked, the list is the server’s', async () => {
    for (const kernel of [null, {isConnected: false}, {isConnected: true, language: 'R'}]) {
        const {client, list} = known({kernel});
        const lists = [];
        await list.list(it => lists.push(it));
        assert.deepStrictEqual([lists, client.ask.mock.callCount()], [[LISTED], 0]);
    }
});

test('what cannot be had is left out, and asked for again the next time', async () => {
    const warn = mock.method(console, 'warn', () => {});
    const fails = async () => {
        throw new Error('away');
    };
    const lists = [];
    await known({ask: fails}).list.list(it => lists.push(it));
    assert.deepStrictEqual(lists, [LISTED]);
    const {api, list} = known({properties: mock.fn(fails)});
    await list.list(it => lists.push(it));
    api.properties.mock.mockImplementation(async () => ({properties: LISTED, kernel: ''}));
    await list.list(it => lists.push(it));
    assert.strictEqual(lists.length, 3);
    assert.strictEqual(warn.mock.callCount(), 2);
    warn.mock.restore();
});
