// What the browser does not keep, the page does.
import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

import * as storage from '../../../startspark/static/services/browser_storage.js';

let items, warn;

beforeEach(() => {
    items = new Map();
    warn = mock.method(console, 'warn', () => {});
    setStorage({getItem: key => items.get(key) ?? null, setItem: (key, value) => items.set(key, value)});
});

function setStorage(value) {
    Object.defineProperty(globalThis, 'localStorage', {configurable: true, value});
}

function refuse() {
    throw new Error('blocked');
}

test('the browser keeps what it is given', () => {
    storage.set('a', '1');
    assert.strictEqual(items.get('a'), '1');
    assert.strictEqual(storage.get('a'), '1');
    assert.strictEqual(storage.get('none'), null);
});

test('what a full browser does not take, the page keeps until it does', () => {
    const {setItem} = localStorage;
    localStorage.setItem = refuse;
    storage.set('b', '1');
    storage.set('c', '2');
    assert.deepStrictEqual([storage.get('b'), storage.get('c')], ['1', '2']);
    assert.strictEqual(warn.mock.callCount(), 1);
    localStorage.setItem = setItem;
    storage.set('b', '3');
    items.set('b', '4');  // by another page
    storage.set('c', '5');
    assert.deepStrictEqual([storage.get('b'), storage.get('c')], ['4', '5']);
});

test('a browser that keeps nothing has nothing', () => {
    setStorage({getItem: refuse, setItem: refuse});
    assert.strictEqual(storage.get('d'), null);
    storage.set('d', '1');
    assert.strictEqual(storage.get('d'), '1');
});
