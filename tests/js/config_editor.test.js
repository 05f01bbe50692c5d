'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {loader} = require('./amd');

const stubs = Object.fromEntries(['jquery', 'button', 'facts', 'prose'].map(it => [it, {}]));
const {lineOf, lineRange} = loader(stubs)('config_editor');

test('the line of an error is found where it is in the file', () => {
    assert.strictEqual(lineOf('/a:b/c.yaml:12: has a tab', '/a:b/c.yaml'), 12);
    assert.strictEqual(lineOf('/a:b/c.yaml: holds no settings', '/a:b/c.yaml'), 0);
    assert.strictEqual(lineOf('/etc/base.yaml:3: is no key', '/a:b/c.yaml'), 0);
    assert.strictEqual(lineOf('', '/a:b/c.yaml'), 0);
});

test('a line is selected whole', () => {
    const text = 'title: x\n\nmaster: y';
    const selected = line => text.slice(...lineRange(text, line));
    assert.deepStrictEqual([1, 2, 3].map(selected), ['title: x', '', 'master: y']);
    assert.deepStrictEqual([0, 4].map(line => lineRange(text, line)), [[0, 0], [0, 0]]);
});
