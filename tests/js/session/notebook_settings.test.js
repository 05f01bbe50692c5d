import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

import {NotebookSettings} from '../../../startspark/static/session/notebook_settings.js';
import {Store} from '../../../startspark/static/session/store.js';

/** What the browser keeps. */
const storage = new Map();
Object.defineProperty(globalThis, 'localStorage', {configurable: true, value: {
    getItem: key => storage.has(key) ? storage.get(key) : null,
    setItem: (key, value) => storage.set(key, value),
}});

let saved;

beforeEach(() => storage.clear());

function remembered(metadata, baseUrl = '/user/ann/') {
    saved = {metadata, isDirty: false};
    const notebook = {
        path: () => 'a/stars.ipynb',
        metadata: () => saved.metadata,
        setMetadata: value => Object.assign(saved, {metadata: value, isDirty: true}),
    };
    return new NotebookSettings({host: {notebook, baseUrl}, store: new Store()});
}

test('a notebook that remembers nothing has no config, no changes and no note', () => {
    for (const metadata of [undefined, {}, {conf: {}}]) {
        const it = remembered(metadata);
        assert.strictEqual(it.config, undefined);
        assert.deepStrictEqual(it.overrides, {});
        assert.strictEqual(it.note, '');
    }
});

const MANY = Object.fromEntries(Array.from({length: 20000}, (_, index) => [`spark.x${index}`, '1']));

const TOO_MUCH = '`startspark.conf` has more than 200 properties, or properties that are too long';

const MALFORMED = [
    [null, '`startspark` must be a mapping, not null'],
    [7, '`startspark` must be a mapping, not a number'],
    ['x', '`startspark` must be a mapping, not text'],
    [['x'], '`startspark` must be a mapping, not a list'],
    [{config: 7}, '`startspark.config` must be text, not a number'],
    [{config: {}}, '`startspark.config` must be text, not a mapping'],
    [{start_with_notebook: 'yes'}, '`startspark.start_with_notebook` must be true or false, not text'],
    [{conf: null}, '`startspark.conf` must be a mapping of properties to text, not null'],
    [{conf: 'x'}, '`startspark.conf` must be a mapping of properties to text, not text'],
    [{conf: ['x']}, '`startspark.conf` must be a mapping of properties to text, not a list'],
    [{conf: MANY}, TOO_MUCH],
    [{conf: {a: 'x'.repeat(60000)}}, TOO_MUCH],
    [{conf: {a: {env: 'x'.repeat(60000)}}}, TOO_MUCH],
    [{conf: {['x'.repeat(60000)]: 1}}, TOO_MUCH],
    [{conf: {a: 7}}, '`startspark.conf` must have text as values, but has a number for `a`'],
    [{conf: {' ': 'x'}}, '`startspark.conf` must have text as values, but has text for ` `'],
];

test('what is malformed is ignored, and said', () => {
    for (const [metadata, why] of MALFORMED) {
        const it = remembered(metadata);
        assert.strictEqual(it.config, undefined);
        assert.deepStrictEqual(it.overrides, {});
        assert.ok(!it.isStrange);
        assert.ok(it.note.startsWith(`Some of this notebook’s metadata for Spark is ignored: ${why}.`), it.note);
        it.choose('new');
        it.change({a: '1'});
        it.setStarts(true);
        assert.deepStrictEqual(it.metadata, {config: 'new', conf: {a: '1'}, start_with_notebook: true});
        assert.strictEqual(it.note, '');
    }
});

test('what is no value is left out, and the rest kept', () => {
    const conf = {a: '1', b: null, c: {env: 'C'}, d: 7, e: {env: 7}, f: [], g: true, h: {env: ''}, i: {env: 'I', x: 1}};
    const it = remembered({conf});
    assert.deepStrictEqual(it.overrides, {a: '1', b: null, c: {env: 'C'}});
    assert.match(it.note, /has a number for `d`, and 5 more such values/);
    it.change(it.overrides);
    assert.strictEqual(it.note, '');
});

test('a property may have the name of what every object has', () => {
    const conf = JSON.parse('{"__proto__": "1", "constructor": "2"}');
    assert.deepStrictEqual(Object.entries(remembered({conf}).overrides), [['__proto__', '1'], ['constructor', '2']]);
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
    assert.ok(!saved.isDirty);
    it.change({a: '2'});
    assert.ok(saved.isDirty);
});

test('changes are strange until the user has seen just these', () => {
    const it = remembered({conf: {a: '1'}});
    assert.ok(it.isStrange);
    it.change({a: '1'});
    assert.ok(!it.isStrange);
    saved.metadata.conf.a = '2';
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
    const known = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', {configurable: true, get() {
        throw new Error('blocked');
    }});
    const it = remembered({conf: {a: '1'}});
    assert.ok(it.isStrange);
    it.change({a: '1'});
    assert.ok(!it.isStrange);
    assert.strictEqual(warn.mock.callCount(), 1);
    Object.defineProperty(globalThis, 'localStorage', known);
    warn.mock.restore();
});

test('what the user has said holds for this Spark, and for what they change themselves', () => {
    const it = remembered({config: 'x', start_with_notebook: true});
    assert.deepStrictEqual([it.starts, it.startConsent], [true, null]);
    it.consent(true);
    assert.strictEqual(it.startConsent, 'yes');
    it.choose('y');
    it.change({a: '1'});
    assert.strictEqual(it.startConsent, 'yes');
    saved.metadata = {...saved.metadata, config: 'z'};
    assert.strictEqual(it.startConsent, null);
    it.setStarts(false);
    assert.deepStrictEqual([it.starts, it.startConsent], [false, 'no']);
});

test('what the browser has kept may be anything', () => {
    const it = remembered({start_with_notebook: true});
    for (const text of ['', 'yes', 'null', '7', '{"said": "yes"}', '{"said": "yes", "of": 7}']) {
        storage.set('startspark:start:/user/ann/a/stars.ipynb', text);
        assert.strictEqual(it.startConsent, null);
    }
});

test('what the user has said counts on that server alone', () => {
    const metadata = {config: 'grid', conf: {'spark.x': '1'}, start_with_notebook: true};
    const one = remembered(metadata);
    one.accept();
    one.consent(true);
    assert.deepStrictEqual([one.isStrange, one.startConsent], [false, 'yes']);
    const other = remembered(metadata, '/user/ann/second/');
    assert.deepStrictEqual([other.isStrange, other.startConsent], [true, null]);
});

test('the store has how many properties are changed, and what is ignored', async () => {
    const it = remembered({conf: {a: '1', b: 7}});
    it.follow();
    const {store} = it;
    assert.strictEqual(store.state.notebook.overrides, 1);
    assert.match(store.state.notebook.note, /has a number for `b`/);
    it.change({a: '1', c: '2'});
    assert.deepStrictEqual(store.state.notebook, {overrides: 2, note: ''});
    saved.metadata = {};  // the user edits it
    store.update('catalog', {});
    await new Promise(resolve => setImmediate(resolve));
    assert.deepStrictEqual(store.state.notebook, {overrides: 0, note: ''});
});
