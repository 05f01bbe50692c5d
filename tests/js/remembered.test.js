'use strict';

const assert = require('node:assert');
const {beforeEach, mock, test} = require('node:test');
const {load} = require('./amd');

const {Remembered} = load('remembered');

/** What the browser keeps. */
const storage = new Map();
global.localStorage = {
    getItem: key => storage.has(key) ? storage.get(key) : null,
    setItem: (key, value) => storage.set(key, value),
};

beforeEach(() => storage.clear());

function remembered(metadata) {
    const notebook = {
        metadata: metadata === undefined ? {} : {startspark: metadata},
        notebook_path: 'a/stars.ipynb',
        set_dirty: () => {
            notebook.isDirty = true;
        },
    };
    return new Remembered(notebook);
}

test('a notebook that remembers nothing has no config, no changes and no note', () => {
    for (const metadata of [undefined, {}, {conf: {}}]) {
        const it = remembered(metadata);
        assert.strictEqual(it.config, undefined);
        assert.deepStrictEqual(it.changes, {});
        assert.strictEqual(it.note, '');
    }
});

const MANY = Object.fromEntries(Array.from({length: 20000}, (_, index) => [`spark.x${index}`, '1']));

const MALFORMED = [
    [null, '`startspark` must be a mapping, not nothing'],
    [7, '`startspark` must be a mapping, not a number'],
    ['x', '`startspark` must be a mapping, not text'],
    [['x'], '`startspark` must be a mapping, not a list'],
    [{config: 7}, '`startspark.config` must be text, not a number'],
    [{config: {}}, '`startspark.config` must be text, not a mapping'],
    [{conf: null}, '`startspark.conf` must be a mapping of properties to text, not nothing'],
    [{conf: 'x'}, '`startspark.conf` must be a mapping of properties to text, not text'],
    [{conf: ['x']}, '`startspark.conf` must be a mapping of properties to text, not a list'],
    [{conf: MANY}, '`startspark.conf` has more than 200 properties, or too long ones'],
    [{conf: {a: 'x'.repeat(60000)}}, '`startspark.conf` has more than 200 properties, or too long ones'],
    [{conf: {['x'.repeat(60000)]: 1}}, '`startspark.conf` has more than 200 properties, or too long ones'],
    [{conf: {a: 7}}, '`startspark.conf` must have text as values, and has a number for `a`'],
    [{conf: {' ': 'x'}}, '`startspark.conf` must have text as values, and has text for ` `'],
];

test('what is malformed is ignored, and said', () => {
    for (const [metadata, why] of MALFORMED) {
        const it = remembered(metadata);
        assert.strictEqual(it.config, undefined);
        assert.deepStrictEqual(it.changes, {});
        assert.ok(!it.isStrange);
        assert.ok(it.note.startsWith(`Some of this notebook’s metadata for Spark is ignored: ${why}.`), it.note);
        it.choose('new');
        it.change({a: '1'});
        assert.deepStrictEqual(it.metadata, {config: 'new', conf: {a: '1'}});
        assert.strictEqual(it.note, '');
    }
});

test('what is no value is left out, and the rest kept', () => {
    const conf = {a: '1', b: null, c: {env: 'C'}, d: 7, e: {env: 7}, f: [], g: true, h: {env: ''}, i: {env: 'I', x: 1}};
    const it = remembered({conf});
    assert.deepStrictEqual(it.changes, {a: '1', b: null, c: {env: 'C'}});
    assert.match(it.note, /has a number for `d`, and 5 more of the kind/);
    it.change(it.changes);
    assert.strictEqual(it.note, '');
});

test('a property may have the name of what every object has', () => {
    const conf = JSON.parse('{"__proto__": "1", "constructor": "2"}');
    assert.deepStrictEqual(Object.entries(remembered({conf}).changes), [['__proto__', '1'], ['constructor', '2']]);
});

test('a choice keeps the changes, and changes keep the choice', () => {
    const it = remembered({config: 'old', conf: {a: '1'}});
    it.choose('new');
    assert.deepStrictEqual(it.metadata, {config: 'new', conf: {a: '1'}});
    it.change({b: '2'});
    assert.deepStrictEqual(it.metadata, {config: 'new', conf: {b: '2'}});
    it.change({});
    assert.deepStrictEqual(it.metadata, {config: 'new'});
});

test('a notebook is dirty only if something has changed', () => {
    const it = remembered({config: 'x', conf: {a: '1'}});
    it.change({a: '1'});
    assert.ok(!it.notebook.isDirty);
    it.change({a: '2'});
    assert.ok(it.notebook.isDirty);
});

test('changes are strange until the user has seen just these', () => {
    const it = remembered({conf: {a: '1'}});
    assert.ok(it.isStrange);
    it.change({a: '1'});
    assert.ok(!it.isStrange);
    it.notebook.metadata.startspark.conf.a = '2';
    assert.ok(it.isStrange);
    it.accept();
    assert.ok(!it.isStrange);
    assert.ok(!remembered({config: 'x'}).isStrange);
});

test('a notebook that was saved is no stranger, though the server sorts its metadata', () => {
    remembered().change({b: '1', a: {env: 'A'}});
    assert.ok(!remembered({conf: {a: {env: 'A'}, b: '1'}}).isStrange);
});

test('what the user has seen is no longer strange, even in a browser that keeps nothing', () => {
    const warn = mock.method(console, 'warn', () => {});
    const known = Object.getOwnPropertyDescriptor(global, 'localStorage');
    Object.defineProperty(global, 'localStorage', {configurable: true, get() {
        throw new Error('blocked');
    }});
    const it = remembered({conf: {a: '1'}});
    assert.ok(it.isStrange);
    it.change({a: '1'});
    assert.ok(!it.isStrange);
    assert.strictEqual(warn.mock.callCount(), 1);
    Object.defineProperty(global, 'localStorage', known);
    warn.mock.restore();
});
