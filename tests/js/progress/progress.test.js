// What is drawn under the cells and beside the button, of what a fake Spark says.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {dom, press} from '../dom.js';
import {CellRuns} from '../../../startspark/static/progress/cell_runs.js';
import {Progress} from '../../../startspark/static/progress/progress.js';
import {Store} from '../../../startspark/static/session/store.js';
import {FakeHost} from '../fake_host.js';
import {fakeClock} from '../frontend.js';
import {FakeSpark} from './fake_spark.js';

const FACTS = {running: true, master: 'local[4]', application_id: 'app-1', ui_port: 4040, can_cancel: true};

let clock, host, spark, store, runs, progress, place;

beforeEach(async () => {
    localStorage.clear();
    clock = fakeClock();
    clock.setSystemTime(1000000);
    host = new FakeHost();
    spark = new FakeSpark();
    store = new Store();
    runs = new CellRuns(host);
    runs.listen();
    place = document.createElement('div');
    host.root.append(place);
    progress = new Progress({host, store, rest: spark, runs, meterPlace: place});
    document.querySelector('link').dispatchEvent(new dom.window.Event('load'));
    runs.subscribe(() => progress.update());
    store.subscribe(() => progress.update());
    show();
    await flush();
});

afterEach(() => {
    document.body.replaceChildren();
    clock.uninstall();
});

/** The kernel says something of its session. */
function show(facts = {}, webUI = {port: 4040, link: '/ui', reason: ''}, phase = 'running') {
    store.update('session', {phase, facts: {...FACTS, ...facts}});
    store.update('webUI', webUI);
}

async function flush() {
    for (let turn = 0; turn < 30; turn += 1) {
        await new Promise(resolve => setImmediate(resolve));
    }
}

/** Let time pass, in which Spark is asked and all is drawn. */
async function pass(milliseconds = 5000) {
    for (let passed = 0; passed < milliseconds; passed += 200) {
        clock.tick(200);
        await flush();
    }
}

let requests = 0;

/** Begin to run a cell; returns what ends it. */
function begin(cell = host.cells.add('count()')) {
    requests += 1;
    const request = `m${requests}`;
    host.cells.emit({type: 'queued', cell, request});
    host.cells.emit({type: 'begun', request, time: Date.now()});
    return {cell, request, end: () => host.cells.emit({type: 'ended', request, time: Date.now()})};
}

const elementOf = cell => host.cells.cells.find(it => it.id === cell).element;
const lineOf = cell => elementOf(cell).querySelector('.startspark-progress');
const textOf = cell => lineOf(cell).querySelector('.startspark-progress-text').textContent;
const rowsOf = cell => [...lineOf(cell).querySelectorAll('tbody tr')];
const unfold = cell => lineOf(cell).querySelector('.startspark-unfold').click();

test('a cell with jobs has a line, and one without has none', async () => {
    const {cell, end} = begin();
    spark.run({tasks: 6, done: 2, running: 4});
    await pass();
    assert.match(textOf(cell), /^2 of 6 tasks · 4 running · \d+\.\d s$/);
    assert.strictEqual(lineOf(cell).dataset.state, 'running');
    const bar = lineOf(cell).querySelector('[role=progressbar]');
    assert.deepStrictEqual(['max', 'now'].map(it => bar.getAttribute(`aria-value${it}`)), ['6', '2']);
    spark.endAll();
    end();
    const {cell: other, end: endOther} = begin();
    endOther();
    await pass();
    assert.match(textOf(cell), /^1 job, 6 tasks, \d+\.\d s$/);
    assert.strictEqual(lineOf(cell).dataset.state, 'done');
    assert.ok(lineOf(cell).querySelector('.startspark-icon-check'));
    assert.strictEqual(lineOf(other), null);
});

test('details that are open stay open, with the same rows and the focus, while they are drawn', async () => {
    const {cell} = begin();
    const job = spark.run({tasks: 6, done: 0, running: 4});
    await pass();
    unfold(cell);
    await pass();
    const rows = rowsOf(cell);
    const button = rows[0].querySelector('button');
    button.focus();
    Object.assign(job, {numCompletedIndices: 3});
    spark.run({tasks: 2, running: 1});
    await pass();
    assert.deepStrictEqual(rowsOf(cell).slice(0, rows.length), rows);
    assert.strictEqual(document.activeElement, button);
    assert.ok(rowsOf(cell).length > rows.length);
    assert.match(rows[0].textContent, /^Job 0: count running3\/6Cancel$/);
    assert.strictEqual(lineOf(cell).querySelector('.startspark-unfold').getAttribute('aria-expanded'), 'true');
});

test('the line folds when the cell has ended, and the focus stays with it', async () => {
    const {cell, end} = begin();
    spark.run({});
    await pass();
    unfold(cell);
    rowsOf(cell)[0].querySelector('button').focus();
    spark.endAll();
    end();
    await pass();
    assert.ok(lineOf(cell).querySelector('.startspark-details').hidden);
    assert.strictEqual(document.activeElement, lineOf(cell).querySelector('.startspark-unfold'));
    assert.ok(elementOf(cell).contains(lineOf(cell)));
});

test('a stage that becomes known later stands below its job', async () => {
    const {cell} = begin();
    spark.run({}, {hidden: true});
    spark.run({});
    await pass();
    unfold(cell);
    await pass(1000);
    assert.deepStrictEqual(rowsOf(cell).map(row => row.className),
        ['startspark-job', 'startspark-job', 'startspark-stage']);
    spark.stages[0].hidden = false;
    await pass(2000);
    assert.deepStrictEqual(rowsOf(cell).map(row => row.className),
        ['startspark-job', 'startspark-stage', 'startspark-job', 'startspark-stage']);
});

test('rows lead to the web UI, and a job that runs can be cancelled', async () => {
    const {cell} = begin();
    spark.run({});
    await pass();
    unfold(cell);
    await pass();
    const [job, stage] = rowsOf(cell);
    assert.strictEqual(job.querySelector('a').getAttribute('href'), '/ui/4040/jobs/job/?id=0');
    assert.strictEqual(stage.querySelector('a').getAttribute('href'), '/ui/4040/stages/stage/?id=0&attempt=0');
    assert.ok(stage.querySelector('button').hidden);
    const button = job.querySelector('button');
    spark.refusal = 'status 403';
    button.click();
    assert.deepStrictEqual([button.textContent, button.disabled], ['Cancelling', true]);
    await pass(2000);
    assert.deepStrictEqual([button.textContent, button.disabled], ['Cancel', false]);
    assert.match(job.textContent, /Spark did not cancel the job: status 403/);
    spark.refusal = '';
    button.click();
    await flush();
    assert.deepStrictEqual(spark.cancelled, [0]);
    show({can_cancel: false});
    await pass();
    assert.ok(button.hidden);
});

test('where there is no web UI, the first cell with jobs says so, once', async () => {
    show({ui_port: null, jobs: true}, {port: null, link: null, reason: 'none'});
    const {cell, end} = begin();
    await pass(1000);
    assert.match(textOf(cell), /cannot be shown, because this session has no web UI/);
    assert.strictEqual(lineOf(cell).dataset.state, 'note');
    assert.ok(lineOf(cell).querySelector('.startspark-unfold').hidden);
    end();
    const {cell: other} = begin();
    await pass(1000);
    assert.strictEqual(lineOf(other), null);
    assert.deepStrictEqual(spark.asked, []);
});

test('where the web UI cannot be reached, the note has the reason', async () => {
    show({jobs: true}, {port: null, link: null, reason: 'It is on another machine.'});
    const {cell} = begin();
    await pass(1000);
    assert.match(textOf(cell), /cannot be shown\. It is on another machine\.$/);
});

test('the meter shows what the session has, and what was lost', async () => {
    const {end} = begin();
    spark.run({running: 3});
    spark.executors = [spark.executor('driver', 0), spark.executor('1', 2), spark.executor('2', 1)];
    await pass();
    const meter = place.querySelector('.startspark-meter');
    assert.strictEqual(meter.textContent, '2 executors · 3/8 cores · 0.2/2.0 GB');
    assert.ok(!meter.hidden);
    spark.lose('2', 'worker lost: gone\nand more');
    await pass();
    assert.match(meter.textContent, /^1 executor · 2\/4 cores · 0\.1\/1\.0 GB.*1 executor lost $/);
    const warning = meter.querySelector('.startspark-warning');
    assert.strictEqual(warning.title, 'Executor 2 was lost: worker lost: gone');
    end();
    clock.tick(1000);
    begin();
    await pass(1000);
    assert.strictEqual(warning.textContent, '');
});

test('a failed job is told with its reason', async () => {
    const {cell, end} = begin();
    const job = spark.run({tasks: 2});
    await pass();
    spark.fail(job, 'ZeroDivisionError: division by zero');
    end();
    await pass();
    assert.match(textOf(cell), /^1 job \(1 failed\), 0 tasks \(1 failed\)/);
    assert.strictEqual(lineOf(cell).dataset.state, 'failed');
    unfold(cell);
    await pass(1000);
    assert.match(rowsOf(cell)[1].textContent, /failed.*ZeroDivisionError: division by zero/);
});

test('a job whose name is markup is text', async () => {
    const {cell} = begin();
    spark.run({name: '<img src=x onerror=alert(1)>'});
    await pass();
    unfold(cell);
    assert.strictEqual(lineOf(cell).querySelector('img'), null);
    assert.match(rowsOf(cell)[0].textContent, /<img src=x/);
});

test('a line keeps its place while its cell is run again, and goes where no job comes', async () => {
    const {cell, end} = begin();
    spark.run({});
    await pass();
    spark.endAll();
    end();
    await pass();
    const before = lineOf(cell);
    const again = begin(cell);
    await pass(1000);
    assert.strictEqual(lineOf(cell), before);
    assert.ok(before.classList.contains('startspark-blank'));
    again.end();
    await pass();
    assert.strictEqual(lineOf(cell), null);
});

test('a line goes with the output', async () => {
    const {cell, end} = begin();
    spark.run({});
    await pass();
    spark.endAll();
    end();
    await pass();
    host.cells.emit({type: 'cleared', cell});
    await pass(200);
    assert.strictEqual(lineOf(cell), null);
});

test('many jobs of one cell: the table has the latest rows and says how many are before them', async () => {
    const {cell} = begin();
    for (let number = 0; number < 60; number += 1) {
        spark.run({});
    }
    await pass();
    unfold(cell);
    await pass();
    assert.strictEqual(rowsOf(cell).length, 40);
    assert.match(rowsOf(cell)[39].textContent, /^Stage 59/);
    const more = lineOf(cell).querySelector('.startspark-more');
    assert.strictEqual(more.textContent, 'The 80 rows before these are in the web UI.');
});

test('a stream is one line of the cell that started it', async () => {
    const {cell, end} = begin();
    const began = Date.now();
    await pass(200);
    end();
    await pass();
    show({streams: {g: began}});
    const words = number => ({jobGroup: 'g', description: `ticks\nid = x\nrunId = g\nbatch = ${number}`});
    spark.run(words(1));
    spark.endAll();
    spark.run(words(2));
    await pass();
    assert.strictEqual(textOf(cell), 'Stream “ticks”: batch 2');
    assert.strictEqual(lineOf(cell).dataset.state, 'streaming');
    spark.endAll();
    show({streams: {}});
    await pass();
    assert.strictEqual(textOf(cell), 'Stream “ticks” has ended: batch 2');
});

test('a Spark that does not answer is said to', async () => {
    const {cell} = begin();
    spark.run({});
    await pass();
    spark.isAway = true;
    await pass(20000);
    assert.match(textOf(cell), /Spark’s web UI does not answer; trying again$/);
    spark.isAway = false;
    await pass(40000);
    assert.doesNotMatch(textOf(cell), /does not answer/);
});

test('when Spark ends, its lines lead nowhere and say so, and another Spark does not change them', async () => {
    const done = begin();
    spark.run({});
    await pass();
    spark.endAll();
    done.end();
    await pass();
    unfold(done.cell);
    await pass(1000);
    const {cell, end} = begin();
    spark.run({});
    await pass();
    store.update('session', {phase: 'ready', facts: {running: false}});
    await pass(400);
    end();
    assert.match(textOf(cell), / · Spark has ended$/);
    assert.strictEqual(lineOf(cell).dataset.state, 'lost');
    assert.strictEqual(lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.ok(place.querySelector('.startspark-meter').hidden);
    Object.assign(spark, {jobs: [], stages: []});
    show({application_id: 'app-2'});
    await pass(10000);
    const next = begin();
    spark.run({name: 'another'});
    await pass(10000);
    assert.match(textOf(next.cell), /^0 of 4 tasks/);
    unfold(done.cell);
    unfold(done.cell);
    assert.strictEqual(lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.match(rowsOf(done.cell)[1].textContent, /^Stage 0: count done/);
    assert.match(textOf(done.cell), /^1 job, 4 tasks/);
});

test('operations of Spark Connect are shown without links, and end with their Spark', async () => {
    show({master: undefined, application_id: undefined, ui_port: undefined}, {port: null, link: null, reason: 'none'});
    await flush();
    const {cell, request, end} = begin();
    const operation = {id: 'a-uuid', cell: request, begun: Date.now(), ended: null, running: 2};
    const stages = [{id: 0, tasks: 8, completed: 3, bytes: 5e6, done: false}];
    progress.onOperation({...operation, stages});
    await pass(400);
    assert.match(textOf(cell), /^3 of 8 tasks · 2 running/);
    unfold(cell);
    assert.match(rowsOf(cell)[0].textContent, /^Job a-uuid: operation running3\/85\.0 MB/);
    assert.strictEqual(lineOf(cell).querySelectorAll('a[href]').length, 0);
    assert.ok(rowsOf(cell)[0].querySelector('button').hidden);
    progress.onOperation({...operation, ended: Date.now(), running: 0, stages: [{...stages[0], completed: 8, done: true}]});
    end();
    await pass(400);
    assert.match(textOf(cell), /^1 job, 8 tasks, \d+\.\d s, 5\.0 MB read$/);
    const other = begin();
    progress.onOperation({...operation, id: 'another', cell: other.request, stages});
    await pass(400);
    store.update('session', {phase: 'lost', facts: {running: false}});
    await pass(400);
    assert.strictEqual(lineOf(other.cell).dataset.state, 'lost');
});

test('a chart is drawn once there is something to see', async () => {
    const {cell} = begin();
    spark.run({running: 3});
    spark.executors = [spark.executor('driver', 0), spark.executor('1', 3)];
    await pass(10000);
    unfold(cell);
    const chart = lineOf(cell).querySelector('.startspark-chart');
    assert.ok(!chart.hidden);
    assert.match(chart.querySelector('svg').getAttribute('aria-label'),
        /^Over [\d.]+ s\. Filled: running tasks, up to 3\. Dashed: executors, up to 1\.$/);
    assert.doesNotMatch(chart.innerHTML, /NaN/);
});

test('keys that are pressed in a line stay there', async () => {
    const {cell} = begin();
    spark.run({});
    await pass();
    const heard = [];
    document.body.addEventListener('keydown', ({key}) => heard.push(key), {once: true});
    lineOf(cell).querySelector('button').focus();
    press('Enter');
    assert.deepStrictEqual(heard, []);
    press('s', {ctrlKey: true});
    assert.deepStrictEqual(heard, ['s']);
});

test('a line has the theme, also when it changes', async () => {
    const {cell} = begin();
    spark.run({});
    await pass();
    assert.strictEqual(lineOf(cell).dataset.startsparkTheme, 'light');
    host.setTheme('dark');
    assert.strictEqual(lineOf(cell).dataset.startsparkTheme, 'dark');
});

test('nothing is asked while nothing runs', async () => {
    const {end} = begin();
    spark.run({});
    await pass();
    spark.endAll();
    end();
    await pass(10000);
    const {length} = spark.asked;
    await pass(10000);
    assert.strictEqual(spark.asked.length, length);
});

test('while Spark stops, it is not asked', async () => {
    begin();
    spark.run({});
    await pass();
    show({}, {port: 4040, link: '/ui', reason: ''}, 'stopping');
    await flush();
    const {length} = spark.asked;
    await pass();
    assert.strictEqual(spark.asked.length, length);
});
