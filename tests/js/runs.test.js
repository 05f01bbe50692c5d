// What the kernel runs for which cell, and when.
'use strict';

const assert = require('node:assert');
const {beforeEach, afterEach, mock, test} = require('node:test');
const {Page} = require('./scripted');

let page, runs, changes;

const storage = new Map();
global.localStorage = {
    getItem: key => storage.has(key) ? storage.get(key) : null,
    setItem: (key, value) => storage.set(key, value),
};

beforeEach(() => {
    storage.clear();
    page = new Page();
    page.callbacks = {};
    page.kernel.get_callbacks_for_msg = id => {
        page.callbacks[id] = page.callbacks[id] || {iopub: {}};
        return page.callbacks[id];
    };
    runs = open();
});

afterEach(() => page.close());

/** What a page that is just loaded knows of the runs. */
function open(at = page) {
    changes = 0;
    const {Runs} = at.load('progress/runs');
    page.cells = page.cells || [];
    Object.assign(at.notebook, {
        get_cells: () => page.cells,
        find_cell_index: cell => page.cells.indexOf(cell),
    });
    const made = new Runs(at.notebook, () => {
        changes += 1;
    });
    made.listen();
    return made;
}

/** A cell that is run as a request. */
function execute(id, text = id, at = page) {
    const cell = {id: `cell-${id}`, cell_type: 'code', kernel: page.kernel, last_msg_id: id,
        get_text: () => text, element: {hasClass: () => true}};
    page.cells.push(cell);
    at.events.trigger('execute.CodeCell', {cell});
    return cell;
}

/** The kernel tells that it is busy with a request, or idle after it. */
function say(id, state, time) {
    page.callbacks[id].iopub.status({content: {execution_state: state},
        header: {date: new Date(time).toISOString()}});
}

test('a run waits, begins and ends by the kernel’s clock', () => {
    execute('a');
    assert.strictEqual(runs.current, undefined);
    say('a', 'busy', 5000);
    assert.strictEqual(runs.current.id, 'a');
    assert.strictEqual(runs.now(), 5000);
    say('a', 'idle', 7000);
    assert.strictEqual(runs.current, undefined);
    assert.deepStrictEqual([runs.list[0].begin, runs.list[0].end], [5000, 7000]);
    assert.strictEqual(changes, 2);
});

test('who else listens to a request is still told', () => {
    page.callbacks.a = {iopub: {status: () => 'theirs'}};
    execute('a');
    const {status} = page.callbacks.a.iopub;
    assert.strictEqual(status({content: {execution_state: 'busy'}, header: {date: '2026-01-01'}}), 'theirs');
});

test('a cell that is run again has one run', () => {
    const cell = execute('a');
    cell.last_msg_id = 'b';
    page.events.trigger('execute.CodeCell', {cell});
    assert.deepStrictEqual(runs.list.map(({id}) => id), ['b']);
});

for (const ending of ['kernel_restarting', 'kernel_dead', 'kernel_killed']) {
    test(`all runs end: ${ending}`, () => {
        execute('a');
        execute('b');
        say('a', 'busy', 1000);
        page.events.trigger(`${ending}.Kernel`);
        assert.ok(runs.list.every(({end}) => end !== null));
    });
}

test('a reply that is lost ends its run with the output', () => {
    execute('a');
    say('a', 'busy', 1000);
    page.events.trigger('finished_iopub.Kernel', {msg_id: 'a'});
    assert.strictEqual(runs.current, undefined);
});

test('a cell that is deleted while it runs is followed to its end', () => {
    const cell = execute('a');
    say('a', 'busy', 1000);
    page.events.trigger('delete.Cell', {cell});
    assert.strictEqual(runs.list.length, 1);
    say('a', 'idle', 2000);
    page.events.trigger('clear_output.CodeCell', {cell});
    assert.deepStrictEqual(runs.list, []);
});

test('a page that is loaded again knows what still runs', () => {
    execute('a');
    execute('b');
    say('a', 'busy', 1000);
    page.clock.tick(1);
    const again = open();
    assert.deepStrictEqual(again.list.map(({id, cell}) => [id, cell]),
        [['a', page.cells[0]], ['b', page.cells[1]]]);
});

test('a page that is loaded again forgets what has ended', () => {
    execute('a');
    say('a', 'busy', 1000);
    say('a', 'idle', 2000);
    page.clock.tick(1);
    assert.deepStrictEqual(open().list, []);
});

test('another page’s request is the cell’s that this browser knows', () => {
    execute('a');
    page.clock.tick(1);
    runs = open();
    runs.list = [];
    const message = {msg_type: 'execute_input', header: {date: '2026-01-01T00:00:00Z'},
        parent_header: {msg_id: 'a'}};
    page.events.trigger('received_unsolicited_message.Kernel', message);
    page.events.trigger('received_unsolicited_message.Kernel', {...message, parent_header: {msg_id: 'x'}});
    assert.deepStrictEqual(runs.list.map(({id, cell}) => [id, cell && cell.id]),
        [['a', 'cell-a'], ['x', null]]);
});

test('what one page remembers is not forgotten by another', () => {
    const other = new Page(page);
    other.kernel.get_callbacks_for_msg = page.kernel.get_callbacks_for_msg;
    open(other);
    execute('a');
    page.clock.tick(1);
    execute('b', 'b', other);
    other.clock.tick(1);
    page.events.trigger('clear_output.CodeCell', {cell: null});
    execute('c');
    say('a', 'busy', 1000);
    say('a', 'idle', 2000);
    page.clock.tick(1);
    assert.deepStrictEqual(open().list.map(({id}) => id), ['b', 'c']);
});

test('a run has ended by the time that another begins', () => {
    execute('a');
    say('a', 'busy', 1000);
    page.clock.tick(1);
    runs = open();
    execute('b');
    say('b', 'busy', 3000);
    assert.strictEqual(runs.current.id, 'b');
    assert.strictEqual(runs.list[0].end, 3000);
});

test('a cell whose id has changed is found by its place and text', () => {
    execute('a', 'same text');
    page.clock.tick(1);
    page.cells[0].id = 'another';
    assert.strictEqual(open().list[0].cell, page.cells[0]);
    page.cells[0].get_text = () => 'another text';
    assert.strictEqual(open().list[0].cell, null);
});

test('a cell that runs before anybody follows is met', () => {
    const cell = {id: 'c', cell_type: 'code', kernel: page.kernel, last_msg_id: 'm', get_text: () => '',
        element: {hasClass: name => name === 'running'}};
    page.cells.push(cell);
    runs.meet(cell);
    assert.strictEqual(runs.current.id, 'm');
});

test('where the browser keeps nothing, the page does', () => {
    const warn = mock.method(console, 'warn', () => {});
    const {setItem} = global.localStorage;
    global.localStorage.setItem = () => {
        throw new Error('full');
    };
    execute('a');
    page.clock.tick(1);
    assert.deepStrictEqual(open().list.map(({id}) => id), ['a']);
    execute('b');
    page.clock.tick(1);
    assert.strictEqual(warn.mock.callCount(), 1);
    warn.mock.restore();
    global.localStorage.setItem = setItem;
});
