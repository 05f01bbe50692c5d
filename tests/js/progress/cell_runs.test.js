// What the kernel runs for which cell, and when.
import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import {CellRuns} from '../../../startspark/static/progress/cell_runs.js';
import {FakeHost} from '../fake_host.js';
import {fakeClock} from '../frontend.js';

let clock, host, runs, changes;

beforeEach(() => {
    localStorage.clear();
    clock = fakeClock();
    host = new FakeHost();
    runs = open();
});

afterEach(() => clock.uninstall());

/** What a page that is just loaded knows of the runs. */
function open(at = host) {
    changes = 0;
    const made = new CellRuns(at);
    made.subscribe(() => {
        changes += 1;
    });
    made.listen();
    return made;
}

/** A cell that is run as a request; returns its id. */
function execute(request, text = request, at = host) {
    const cell = at.cells.add(text, true, `cell-${request}`);
    at.cells.emit({type: 'queued', cell, request});
    return cell;
}

/** The kernel tells that it has begun a request, or has ended it. */
function say(request, type, time) {
    host.cells.emit({type, request, time});
}

const ids = (list = runs.list) => list.map(({id}) => id);

test('a run waits, begins and ends by the kernel’s clock', () => {
    execute('a');
    assert.strictEqual(runs.current, undefined);
    say('a', 'begun', 5000);
    assert.strictEqual(runs.current.id, 'a');
    assert.strictEqual(runs.now(), 5000);
    say('a', 'ended', 7000);
    assert.strictEqual(runs.current, undefined);
    assert.deepStrictEqual([runs.list[0].begin, runs.list[0].end], [5000, 7000]);
    assert.strictEqual(changes, 2);
});

test('a time that is not known is the page’s, and does not set the kernel’s clock', () => {
    clock.setSystemTime(4000);
    execute('a');
    say('a', 'begun');
    say('a', 'ended');
    assert.deepStrictEqual([runs.list[0].begin, runs.list[0].end, runs.ahead], [4000, 4000, -Infinity]);
});

test('who else listens is still told', () => {
    const heard = [];
    host.cells.subscribe(({type}) => heard.push(type));
    runs.subscribe(() => heard.push('change'));
    execute('a');
    say('a', 'begun', 5000);
    assert.deepStrictEqual(heard, ['queued', 'change', 'begun']);
});

test('a cell that is run again has one run', () => {
    const cell = execute('a');
    host.cells.emit({type: 'queued', cell, request: 'b'});
    assert.deepStrictEqual(ids(), ['b']);
});

for (const event of [{type: 'restarting'}, {type: 'died'}, {type: 'ended', reason: 'killed'}]) {
    test(`all runs end: ${event.type}`, () => {
        execute('a');
        execute('b');
        say('a', 'begun', 1000);
        host.kernel.emit(event.type, event);
        assert.ok(runs.list.every(({end}) => end !== null));
    });
}

test('a run goes on without the page’s connection', () => {
    execute('a');
    say('a', 'begun', 1000);
    host.kernel.emit('ended', {reason: 'connection-lost'});
    assert.strictEqual(runs.current.id, 'a');
});

test('a reply that is lost ends its run with the output', () => {
    execute('a');
    say('a', 'begun', 1000);
    host.cells.emit({type: 'ended', request: 'a'});
    assert.strictEqual(runs.current, undefined);
});

test('a cell that is deleted while it runs is followed to its end', () => {
    const cell = execute('a');
    say('a', 'begun', 1000);
    host.cells.emit({type: 'removed', cell});
    assert.strictEqual(runs.list.length, 1);
    say('a', 'ended', 2000);
    host.cells.emit({type: 'cleared', cell});
    assert.deepStrictEqual(runs.list, []);
});

test('a page that is loaded again knows what still runs', () => {
    execute('a');
    execute('b');
    say('a', 'begun', 1000);
    clock.tick(1);
    const again = open();
    assert.deepStrictEqual(again.list.map(({id, cell}) => [id, cell]), [['a', 'cell-a'], ['b', 'cell-b']]);
});

test('a page that is loaded again forgets what has ended', () => {
    execute('a');
    say('a', 'begun', 1000);
    say('a', 'ended', 2000);
    clock.tick(1);
    assert.deepStrictEqual(open().list, []);
});

test('a page that is loaded before its kernel recalls once there is one', () => {
    execute('a');
    say('a', 'begun', 1000);
    clock.tick(1);
    const current = host.kernel.current.bind(host.kernel);
    host.kernel.current = () => null;
    const again = open();
    assert.deepStrictEqual(again.list, []);
    host.kernel.current = current;
    host.kernel.emit('changed');
    host.kernel.emit('ready');
    assert.deepStrictEqual(ids(again.list), ['a']);
    assert.strictEqual(again.current.id, 'a');
});

test('another page’s request is the cell’s that this browser knows', () => {
    execute('a');
    clock.tick(1);
    runs = open();
    runs.list = [];
    host.kernel.emit('input', {request: 'a', time: 1000});
    host.kernel.emit('input', {request: 'x', time: 2000});
    assert.deepStrictEqual(runs.list.map(({id, cell}) => [id, cell]), [['a', 'cell-a'], ['x', null]]);
    assert.deepStrictEqual(runs.list.map(({begin, end}) => [begin, end]), [[1000, 2000], [2000, null]]);
});

test('runs of cells that no page has do not pile up', () => {
    for (let number = 0; number < 100; number += 1) {
        host.kernel.emit('input', {request: `x${number}`, time: 1000 + number});
    }
    assert.ok(runs.list.length < 60);
    assert.strictEqual(runs.current.id, 'x99');
});

test('what one page remembers is not forgotten by another', () => {
    const other = new FakeHost(host);
    open(other);
    execute('a');
    clock.tick(1);
    execute('b', 'b', other);
    clock.tick(1);
    execute('c');
    say('a', 'begun', 1000);
    say('a', 'ended', 2000);
    clock.tick(1);
    assert.deepStrictEqual(ids(open().list), ['b', 'c']);
});

test('a run has ended by the time that another begins', () => {
    execute('a');
    say('a', 'begun', 1000);
    clock.tick(1);
    runs = open();
    execute('b');
    say('b', 'begun', 3000);
    assert.strictEqual(runs.current.id, 'b');
    assert.strictEqual(runs.list[0].end, 3000);
});

test('a cell whose id has changed is found by its place and text', () => {
    execute('a', 'same text');
    clock.tick(1);
    host.cells.cells[0].id = 'another';
    assert.strictEqual(open().list[0].cell, 'another');
    host.cells.cells[0].text = 'another text';
    assert.strictEqual(open().list[0].cell, null);
});

test('a request that nobody has queued changes nothing', () => {
    say('gone', 'begun', 1000);
    say('gone', 'ended', 2000);
    assert.deepStrictEqual([runs.list, changes], [[], 0]);
});

test('the cells are listed once for all that are run together', () => {
    const list = mock.method(host.cells, 'list');
    for (const id of ['a', 'b', 'c', 'd']) {
        execute(id);
    }
    clock.tick(1);
    assert.strictEqual(list.mock.callCount(), 1);
});

test('what somebody else has written is no obstacle', () => {
    localStorage.setItem('startspark-runs', '{broken');
    assert.deepStrictEqual(open().list, []);
    execute('a');
    clock.tick(1);
    assert.deepStrictEqual(ids(open().list), ['a']);
});

test('where the browser keeps nothing, the page does', () => {
    const warn = mock.method(console, 'warn', () => {});
    const {setItem} = localStorage;
    localStorage.setItem = () => {
        throw new Error('full');
    };
    execute('a');
    clock.tick(1);
    assert.deepStrictEqual(ids(open().list), ['a']);
    execute('b');
    clock.tick(1);
    assert.strictEqual(warn.mock.callCount(), 1);
    warn.mock.restore();
    localStorage.setItem = setItem;
});

test('a cell that fails takes nothing from other pages’ runs', () => {
    host.kernel.emit('input', {request: 'f1', time: 1});
    say('f1', 'ended', 2);
    assert.ok(ids().includes('f1'));
    host.cells.emit({type: 'failed', request: 'other', error: {ename: 'x', evalue: ''}});
    assert.ok(ids().includes('f1'));
});
