// The menu of the running Spark, by keyboard and pointer.
import './views.js';

import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import {SessionMenu} from '../../../startspark/static/ui/session_menu.js';
import {press} from '../dom.js';

let button;
let menu;
let chosen;
let items;

beforeEach(() => {
    document.body.replaceChildren();
    button = document.body.appendChild(document.createElement('button'));
    chosen = [];
    items = [
        {text: 'Session details', action: () => chosen.push('details')},
        {text: 'Open web UI', link: null, title: 'This Spark has no web UI.'},
        {text: 'Stop Spark', action: () => chosen.push('stop'), isApart: true},
    ];
    menu = new SessionMenu(button, () => items);
    document.body.append(menu.element);
    menu.enable(true);
    button.focus();
});

const focused = () => document.activeElement === button ? 'button' : document.activeElement.textContent;

const point = target => target.dispatchEvent(new Event('pointerdown', {bubbles: true}));

test('arrows, Home, End and letters go through the items', () => {
    const keys = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'o', 's', 's', 'x'];
    const found = keys.map(key => [press(key), focused()][1]);
    assert.deepStrictEqual(found, [
        'Session details', 'Open web UI', 'Stop Spark', 'Session details', 'Stop Spark', 'Session details',
        'Stop Spark', 'Open web UI', 'Stop Spark', 'Session details', 'Session details',
    ]);
    assert.strictEqual(button.getAttribute('aria-expanded'), 'true');
});

test('the upper arrow opens it at its end', () => {
    press('ArrowUp');
    assert.strictEqual(focused(), 'Stop Spark');
});

test('Enter and Space choose, and the focus is where a dialog returns it to', () => {
    for (const key of ['Enter', ' ']) {
        press('ArrowDown');
        press(key);
        assert.deepStrictEqual([focused(), menu.isOpen], ['button', false]);
    }
    assert.deepStrictEqual(chosen, ['details', 'details']);
});

test('what cannot be chosen does nothing, and says why', () => {
    press('ArrowDown');
    press('ArrowDown');
    press('Enter');
    assert.deepStrictEqual([chosen, menu.isOpen], [[], true]);
    assert.strictEqual(document.activeElement.title, 'This Spark has no web UI.');
    assert.strictEqual(document.activeElement.getAttribute('aria-disabled'), 'true');
});

test('it stays open where the application moves the focus, until a key is pressed there', () => {
    const cell = document.body.appendChild(document.createElement('textarea'));
    menu.open();
    cell.focus();
    assert.ok(menu.isOpen);
    cell.dispatchEvent(new window.KeyboardEvent('keydown', {key: 'a', bubbles: true}));
    assert.ok(!menu.isOpen);
    cell.remove();
});

test('Escape, Tab, a click elsewhere and the end of Spark close it', () => {
    for (const end of [() => press('Escape'), () => press('Tab')]) {
        press('ArrowDown');
        end();
        assert.deepStrictEqual([focused(), menu.isOpen, menu.element.hidden], ['button', false, true]);
    }
    menu.open();
    point(menu.element);
    point(button);
    assert.ok(menu.isOpen);
    point(document.body);
    assert.ok(!menu.isOpen);
    menu.open();
    menu.enable(false);
    assert.deepStrictEqual([menu.isOpen, button.hasAttribute('aria-haspopup')], [false, false]);
    press('ArrowDown');
    assert.ok(!menu.isOpen);
});

test('a line divides the stop from the rest', () => {
    menu.open();
    assert.deepStrictEqual([...menu.element.children].map(it => it.getAttribute('role')),
        ['none', 'none', 'separator', 'none']);
});

test('what is about to be clicked neither moves nor becomes something else', () => {
    menu.open();
    items = [{text: 'Session details', action: () => chosen.push('new')}, {text: 'Another', action: () => {}},
        {text: 'Open web UI', link: '/ui/'}, {text: 'Stop Spark', action: () => {}}];
    menu.update();
    const texts = () => [...menu.element.querySelectorAll('[role=menuitem]')].map(it => it.textContent);
    assert.deepStrictEqual(texts(), ['Session details', 'Open web UI', 'Stop Spark']);
    menu.element.querySelector('[role=menuitem]').click();
    assert.deepStrictEqual(chosen, ['new']);
    menu.open();
    assert.deepStrictEqual(texts(), ['Session details', 'Another', 'Open web UI', 'Stop Spark']);
});

test('what is switched on and off says which it is', () => {
    items = [{text: 'Use for new notebooks', isChecked: false, action: () => chosen.push('used')}];
    menu.open();
    const checkbox = menu.element.querySelector('[role=menuitemcheckbox]');
    assert.strictEqual(checkbox.getAttribute('aria-checked'), 'false');
    items = [{...items[0], isChecked: true}];
    menu.update();
    assert.strictEqual(checkbox.getAttribute('aria-checked'), 'true');
    press('ArrowDown');
    press(' ');
    assert.deepStrictEqual(chosen, ['used']);
});

test('a link that becomes known can be followed at once', () => {
    menu.open();
    items = [items[0], {text: 'Open web UI', link: '/ui/4040/'}, items[2]];
    menu.update();
    const link = menu.element.querySelector('a[href]');
    assert.deepStrictEqual([link.getAttribute('href'), link.rel, link.title], ['/ui/4040/', 'noopener', '']);
});
