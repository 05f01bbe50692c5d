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

test('a notebook that remembers nothing has no config and no changes', () => {
    for (const metadata of [undefined, null, 7, 'x', [], {conf: null}, {conf: 'x'}]) {
        const it = remembered(metadata);
        assert.strictEqual(it.config, undefined);
        assert.deepStrictEqual(it.changes, {});
    }
});

test('what is no value is left out', () => {
    const conf = {a: '1', b: null, c: {env: 'C'}, d: 7, e: {env: 7}, f: [], g: true};
    assert.deepStrictEqual(remembered({conf}).changes, {a: '1', b: null, c: {env: 'C'}});
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
    assert.ok(!remembered({config: 'x'}).isStrange);
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
