// What helps to write properties in the settings pane.
import {dialog, flush, views, withDialog, CONFIG} from './views.js';

import assert from 'node:assert';
import {beforeEach, mock, test} from 'node:test';

const DETAILS = {path: '/home/ann/grid.yaml', contents_path: null, conf: {'spark.scheduler.mode': 'FIFO'}};

const PROPERTIES = [
    {
        name: 'spark.executor.memory', type: 'size', default: '1g', since: '0.7',
        meaning: 'Amount of memory, at least `450m` <b>',
    },
    {name: 'spark.executor.cores', type: 'int', since: '1.0'},
    {name: 'spark.scheduler.mode', type: 'text', options: ['FAIR', 'FIFO'], default: 'FIFO'},
    {name: 'spark.yarn.executor.memoryOverhead', deprecated: '2.3', replacement: 'spark.executor.memoryOverhead'},
    {name: 'spark.executorEnv.'},
];

/** Milliseconds after which what is typed has been checked. */
const CHECKED = 500;

let checked, problems;

withDialog();

beforeEach(context => {
    context.mock.timers.enable({apis: ['setTimeout']});
    [checked, problems] = [[], {}];
    views.actions.listProperties = onList => onList(PROPERTIES);
    views.api.check = async (name, conf) => {
        checked.push([name, conf]);
        return problems;
    };
});

/** Show the pane of a config; its properties have help. */
async function open(overrides = {}) {
    const made = dialog;
    const answers = await views.ask('parameters', {
        config: CONFIG, details: DETAILS, overrides, refusals: {parameters: {}, conf: {}},
    });
    for (let turn = 0; turn < 100 && !made.querySelector('[role=combobox]'); turn += 1) {
        await flush();
    }
    return {answers, made, rows: () => [...made.querySelectorAll('.startspark-properties tr')]};
}

/** Add a property; returns its row, and the fields for its name and its value. */
async function add({made, rows}) {
    [...made.querySelectorAll('button')].find(it => it.textContent === 'Add a property').click();
    const row = rows().at(-1);
    const [name, value] = row.querySelectorAll('input');
    return {row, name, value};
}

function type(input, text) {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event('input', {bubbles: true}));
}

function press(input, key) {
    input.dispatchEvent(new KeyboardEvent('keydown', {key, cancelable: true, bubbles: true}));
}

function shown(input) {
    const popup = document.getElementById(input.getAttribute('aria-controls')).parentElement;
    return popup.hidden ? [] : [...popup.querySelectorAll('[role=option]')];
}

async function tick(context) {
    context.mock.timers.tick(CHECKED);
    await flush();
    await flush();
}

const message = row => row.querySelector('.startspark-message').textContent;
const said = made => made.querySelector('.startspark-properties [role=status]').textContent;

test('the list says what a property is, and Enter takes it and goes on to the value', async () => {
    const pane = await open();
    const {name, value} = await add(pane);
    type(name, 'exec mem');
    assert.deepStrictEqual(shown(name).map(it => it.textContent), [
        'spark.executor.memorysize · default 1g · since 0.7Amount of memory, at least 450m <b>',
        'spark.yarn.executor.memoryOverheaddeprecated since 2.3: use spark.executor.memoryOverhead',
    ]);
    assert.strictEqual(said(pane.made), '2 suggestions');
    press(name, 'Enter');
    assert.deepStrictEqual([name.value, document.activeElement, value.placeholder],
        ['spark.executor.memory', value, 'default 1g']);
    assert.strictEqual(said(pane.made), '');
    type(value, '4');
    assert.deepStrictEqual(shown(value).map(it => it.textContent),
        ['4g4 GiB', '4m4 MiB', '4k4 KiB', '4t4 TiB', '4b4 bytes']);
    press(value, 'ArrowDown');
    press(value, 'Enter');
    assert.strictEqual(value.value, '4g');
    assert.deepStrictEqual(pane.answers, []);
});

test('what a name completes stays in the field for that', async () => {
    const {name} = await add(await open());
    type(name, 'executorenv');
    press(name, 'Enter');
    assert.deepStrictEqual([name.value, document.activeElement], ['spark.executorEnv.', name]);
});

test('a property of the configuration offers its values', async () => {
    const [row] = (await open()).rows();
    const value = row.querySelector('input:last-of-type');
    value.focus();
    assert.deepStrictEqual(shown(value), []);
    press(value, 'ArrowDown');
    assert.deepStrictEqual(shown(value).map(it => it.textContent), ['FAIR', 'FIFOSpark’s default']);
    press(value, 'Enter');
    assert.ok(row.classList.contains('startspark-changed'));
});

test('what is wrong stands beside the field, once the user pauses', async context => {
    const {row, name, value} = await add(await open());
    type(name, 'spark.executor.cores');
    type(value, 'x');
    problems = {'spark.executor.cores': {message: 'must be `4`', field: 'value', severity: 'error'}};
    await flush();
    assert.deepStrictEqual([checked, message(row)], [[], '']);
    await tick(context);
    assert.deepStrictEqual(checked, [['grid', {'spark.executor.cores': 'x'}]]);
    assert.strictEqual(message(row), 'must be 4');
    assert.deepStrictEqual([name, value].map(it => it.getAttribute('aria-invalid')), ['false', 'true']);
    const described = document.getElementById(value.getAttribute('aria-describedby'));
    assert.strictEqual(described, row.querySelector('.startspark-message'));
    problems = {'spark.executor.cores': {message: 'has no effect', field: 'value', severity: 'warning'}};
    type(value, '4');
    await tick(context);
    assert.deepStrictEqual([message(row), value.getAttribute('aria-invalid')], ['has no effect', 'false']);
    problems = {'spark.executor.cores': {message: 'is unknown', field: 'name', severity: 'error'}};
    type(value, '5');
    await tick(context);
    assert.deepStrictEqual([name, value].map(it => it.getAttribute('aria-invalid')), ['true', 'false']);
    problems = {};
    type(value, '6');
    await tick(context);
    assert.deepStrictEqual([message(row), name.getAttribute('aria-invalid')], ['', 'false']);
});

test('nothing is said of a name while the list is open, nor of one that is not there', async context => {
    const {row, name} = await add(await open());
    await tick(context);
    assert.deepStrictEqual([checked, message(row)], [[], '']);
    problems = {exec: {message: 'is unknown', field: 'name', severity: 'error'}};
    type(name, 'exec');
    await tick(context);
    assert.strictEqual(message(row), '');
    press(name, 'Escape');
    await tick(context);
    assert.strictEqual(message(row), 'is unknown');
});

test('a reply about what was typed before says nothing', async context => {
    const {row, name, value} = await add(await open());
    type(name, 'spark.executor.cores');
    press(name, 'Tab');
    const replies = [];
    views.api.check = () => new Promise(resolve => replies.push(resolve));
    type(value, 'first');
    await tick(context);
    type(value, 'second');
    await tick(context);
    const about = text => ({'spark.executor.cores': {message: text, field: 'value', severity: 'error'}});
    replies[1](about('second is wrong'));
    await flush();
    replies[0](about('first is wrong'));
    await flush();
    assert.strictEqual(message(row), 'second is wrong');
    type(value, 'third');
    await tick(context);
    type(value, 'fourth');
    replies[2](about('third is wrong'));
    await flush();
    assert.strictEqual(message(row), 'second is wrong');
});

test('what the notebook has changed already is checked, and a server that is away is no error', async context => {
    const warn = mock.method(console, 'warn', () => {});
    problems = {'spark.scheduler.mode': {message: 'must be one of', field: 'value', severity: 'error'}};
    const {rows} = await open({'spark.scheduler.mode': 'x'});
    await tick(context);
    assert.strictEqual(message(rows()[0]), 'must be one of');
    views.api.check = async () => {
        throw new Error('away');
    };
    type(rows()[0].querySelector('input:last-of-type'), 'y');
    await tick(context);
    assert.strictEqual(warn.mock.callCount(), 1);
    warn.mock.restore();
});

test('a refusal stays until something else is typed', async context => {
    const {made, rows} = await open({'spark.scheduler.mode': '{{ x }}'});
    views.store.update('dialog', {question: {kind: 'parameters', answer: () => {}, props: {
        config: CONFIG, details: DETAILS, isAgain: true, overrides: {},
        refusals: {parameters: {}, conf: {'spark.scheduler.mode': 'x is undefined'}},
    }}});
    await flush();
    const [row] = rows();
    await tick(context);
    assert.strictEqual(message(row), 'x is undefined');
    type(row.querySelector('input:last-of-type'), 'FAIR');
    await tick(context);
    assert.strictEqual(message(row), '');
    assert.ok(made.open);
});

test('the list is asked for by the first field that needs it, and once', async () => {
    let asked = 0;
    views.actions.listProperties = () => asked += 1;
    const pane = await open();
    pane.rows()[0].querySelector('input:last-of-type').focus();
    assert.strictEqual(asked, 0);
    await add(pane);
    assert.strictEqual(asked, 1);
    const {name} = await add(pane);
    type(name, 'exec');
    assert.deepStrictEqual([asked, shown(name)], [1, []]);
});

test('the default that is shown is that of the name that stands there', async () => {
    const {name, value} = await add(await open());
    type(name, 'spark.executor.memory');
    press(name, 'Enter');
    assert.strictEqual(value.placeholder, 'default 1g');
    type(name, 'spark.executor.cores');
    name.blur();
    assert.strictEqual(value.placeholder, '');
});
