// A field that offers what could be typed: keys, and what a screen reader hears.
import '../dom.js';

import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import {Combobox} from '../../../startspark/static/ui/combobox.js';

const WORDS = ['apple', 'apricot', 'banana'];

let input, combobox, taken, said, toggled;

beforeEach(() => make());

function make(options = {}) {
    [taken, said, toggled] = [[], [], []];
    input = document.createElement('input');
    document.body.replaceChildren(input);
    combobox = new Combobox(input, {
        label: 'Fruit',
        takesFirst: true,
        suggest: text => ({items: WORDS.filter(it => it.includes(text)).map(suggestion), note: ''}),
        onTake: value => taken.push(value),
        onToggle: isOpen => toggled.push(isOpen),
        announce: text => said.push(text),
        describe: count => `${count} found`,
        ...options,
    });
    input.focus();
}

function suggestion(value) {
    return {value, draw: () => [document.createTextNode(value)]};
}

function type(text) {
    input.value = text;
    input.dispatchEvent(new Event('input'));
}

/** Press a key; returns whether something was done with it. */
function press(key, init = {}) {
    return !input.dispatchEvent(new KeyboardEvent('keydown', {key, cancelable: true, bubbles: true, ...init}));
}

const options = () => [...document.querySelectorAll('[role=option]')];
const shown = () => combobox.popup.hidden ? [] : options().map(it => it.textContent);

/** The option that a screen reader takes for the current one. */
function active() {
    const found = document.getElementById(input.getAttribute('aria-activedescendant'));
    assert.deepStrictEqual(options().filter(it => it.getAttribute('aria-selected') === 'true'), found ? [found] : []);
    return found?.textContent ?? null;
}

test('it is a combobox with a list box', () => {
    const list = document.getElementById(input.getAttribute('aria-controls'));
    assert.deepStrictEqual([list.getAttribute('role'), list.getAttribute('aria-label')], ['listbox', 'Fruit']);
    const attributes = ['role', 'aria-autocomplete', 'aria-expanded', 'autocomplete'];
    assert.deepStrictEqual(attributes.map(it => input.getAttribute(it)), ['combobox', 'list', 'false', 'off']);
    assert.deepStrictEqual([shown(), said], [[], []]);
    type('ap');
    assert.strictEqual(input.getAttribute('aria-expanded'), 'true');
    assert.deepStrictEqual([shown(), said, toggled], [['apple', 'apricot'], ['2 found'], [true]]);
    type('xyz');
    assert.deepStrictEqual([shown(), input.getAttribute('aria-expanded'), active()], [[], 'false', null]);
    assert.deepStrictEqual([said.at(-1), toggled], ['', [true, false]]);
});

test('the arrows go through the list, and round', () => {
    type('');
    assert.strictEqual(active(), 'apple');
    const through = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'Home', 'End'].map(key => {
        assert.ok(press(key));
        return active();
    });
    assert.deepStrictEqual(through, ['apricot', 'banana', 'apple', 'banana', 'apricot', 'apple', 'banana']);
    assert.strictEqual(document.activeElement, input);
});

test('Home and End are the field’s while the user types', () => {
    type('ap');
    assert.ok(!press('Home'));
    assert.ok(!press('End'));
    press('ArrowDown');
    assert.ok(press('Home'));
    type('a');
    assert.ok(!press('Home'));
});

test('the arrows open a closed list at its ends', () => {
    assert.ok(press('ArrowDown'));
    assert.deepStrictEqual([shown(), active()], [WORDS, 'apple']);
    press('Escape');
    assert.ok(press('ArrowUp'));
    assert.strictEqual(active(), 'banana');
});

test('Enter takes the current one, and without one it is the form’s', () => {
    type('ap');
    press('ArrowDown');
    assert.ok(press('Enter'));
    assert.deepStrictEqual([input.value, taken, shown()], ['apricot', ['apricot'], []]);
    assert.ok(!press('Enter'));
    make({takesFirst: false});
    type('ap');
    assert.strictEqual(active(), null);
    assert.ok(!press('Enter'));
    press('ArrowDown');
    assert.strictEqual(active(), 'apple');
});

test('Escape closes the list alone, and typing opens it again', () => {
    let heard = 0;
    document.body.addEventListener('keydown', () => heard += 1, {once: true});
    type('ap');
    assert.ok(press('Escape'));
    assert.deepStrictEqual([heard, shown(), input.value], [0, [], 'ap']);
    combobox.refresh();
    assert.deepStrictEqual(shown(), []);
    assert.ok(!press('Escape'));
    assert.strictEqual(heard, 1);
    type('apr');
    assert.deepStrictEqual(shown(), ['apricot']);
});

test('Tab goes on, and so does the focus, and nothing is taken', () => {
    type('ap');
    assert.ok(!press('Tab'));
    assert.deepStrictEqual([shown(), taken, input.value], [[], [], 'ap']);
    type('ap');
    input.blur();
    assert.deepStrictEqual([shown(), taken], [[], []]);
});

test('a click takes, and the field keeps the focus', () => {
    type('ap');
    const [, apricot] = options();
    assert.ok(!apricot.dispatchEvent(new MouseEvent('mousedown', {cancelable: true, bubbles: true})));
    apricot.click();
    assert.deepStrictEqual([taken, document.activeElement], [['apricot'], input]);
});

test('keys of an input method, and with Ctrl, are nobody’s', () => {
    type('ap');
    assert.ok(!press('Enter', {isComposing: true}));
    assert.ok(!press('ArrowDown', {ctrlKey: true}));
    assert.deepStrictEqual([taken, active()], [[], 'apple']);
});

test('what comes late is shown to whoever waits for it, and the current one stays', () => {
    const known = [];
    make({suggest: () => ({items: known.map(suggestion), note: 'and more'})});
    combobox.refresh();
    known.push('apple', 'apricot');
    combobox.refresh();
    assert.deepStrictEqual(shown(), []);
    type('a');
    press('ArrowDown');
    known.unshift('acorn');
    combobox.refresh();
    assert.deepStrictEqual([shown(), active()], [['acorn', 'apple', 'apricot'], 'apricot']);
    assert.strictEqual(combobox.popup.lastChild.textContent, 'and more');
});

test('a field that is gone has no list', () => {
    type('ap');
    input.remove();
    window.dispatchEvent(new Event('resize'));
    assert.strictEqual(combobox.isOpen, false);
    combobox.refresh();
    assert.strictEqual(combobox.isOpen, false);
});
