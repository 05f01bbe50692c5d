// The lines under the cells, and the meter beside the button, as Spark and the kernel go on.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {press} from '../dom.js';
import {ProgressPage} from './progress_page.js';

const NO_WEB_UI = {port: null, link: null, reason: 'none'};

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

/** A cell that has run, with one job; returns the cell. */
async function runWithJob() {
    const {cell, end} = page.begin();
    page.spark.run({});
    await page.pass();
    page.spark.endAll();
    end();
    await page.pass();
    return cell;
}

test('a cell with jobs has a line, and one without has none', async () => {
    const {cell, end} = page.begin();
    page.spark.run({tasks: 6, done: 2, running: 4});
    await page.pass();
    assert.match(page.textOf(cell), /^2 of 6 tasks · 4 running · \d+\.\d s$/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'running');
    const bar = page.lineOf(cell).querySelector('[role=progressbar]');
    assert.deepStrictEqual(['max', 'now'].map(it => bar.getAttribute(`aria-value${it}`)), ['6', '2']);
    page.spark.endAll();
    end();
    const {cell: other, end: endOther} = page.begin();
    endOther();
    await page.pass();
    assert.match(page.textOf(cell), /^1 job, 6 tasks, \d+\.\d s$/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'done');
    assert.ok(page.lineOf(cell).querySelector('.startspark-icon-check'));
    assert.strictEqual(page.lineOf(other), null);
});

test('where there is no web UI, the first cell with jobs says so, once', async () => {
    page.show({ui_port: null, jobs: true}, NO_WEB_UI);
    const {cell, end} = page.begin();
    await page.pass(1000);
    assert.match(page.textOf(cell), /cannot be shown, because this session has no web UI/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'note');
    assert.ok(page.lineOf(cell).querySelector('.startspark-unfold').hidden);
    end();
    const {cell: other} = page.begin();
    await page.pass(1000);
    assert.strictEqual(page.lineOf(other), null);
    assert.deepStrictEqual(page.spark.asked, []);
});

test('where the web UI cannot be reached, the note has the reason', async () => {
    page.show({jobs: true}, {port: null, link: null, reason: 'It is on another machine.'});
    const {cell} = page.begin();
    await page.pass(1000);
    assert.match(page.textOf(cell), /cannot be shown\. It is on another machine\.$/);
});

test('the meter shows what the session has, and what was lost', async () => {
    const {end} = page.begin();
    page.spark.run({running: 3});
    page.spark.executors = [page.spark.executor('driver', 0), page.spark.executor('1', 2), page.spark.executor('2', 1)];
    await page.pass();
    const meter = page.place.querySelector('.startspark-meter');
    assert.strictEqual(meter.textContent, '2 executors · 3/8 cores · 0.2/2.0 GB');
    assert.ok(!meter.hidden);
    page.spark.lose('2', 'worker lost: gone\nand more');
    await page.pass();
    assert.match(meter.textContent, /^1 executor · 2\/4 cores · 0\.1\/1\.0 GB.*1 executor lost $/);
    const warning = meter.querySelector('.startspark-warning');
    assert.strictEqual(warning.title, 'Executor 2 was lost: worker lost: gone');
    end();
    page.clock.tick(1000);
    page.begin();
    await page.pass(1000);
    assert.strictEqual(warning.textContent, '');
});

test('a line keeps its place while its cell is run again, and goes where no job comes', async () => {
    const cell = await runWithJob();
    const before = page.lineOf(cell);
    const again = page.begin(cell);
    await page.pass(1000);
    assert.strictEqual(page.lineOf(cell), before);
    assert.ok(before.classList.contains('startspark-blank'));
    again.end();
    await page.pass();
    assert.strictEqual(page.lineOf(cell), null);
});

test('a line goes with the output', async () => {
    const cell = await runWithJob();
    page.host.cells.emit({type: 'cleared', cell});
    await page.pass(200);
    assert.strictEqual(page.lineOf(cell), null);
});

test('a stream is one line of the cell that started it', async () => {
    const {cell, end} = page.begin();
    const began = Date.now();
    await page.pass(200);
    end();
    await page.pass();
    page.show({streams: {g: began}});
    const words = number => ({jobGroup: 'g', description: `ticks\nid = x\nrunId = g\nbatch = ${number}`});
    page.spark.run(words(1));
    page.spark.endAll();
    page.spark.run(words(2));
    await page.pass();
    assert.strictEqual(page.textOf(cell), 'Stream “ticks”: batch 2');
    assert.strictEqual(page.lineOf(cell).dataset.state, 'streaming');
    page.spark.endAll();
    page.show({streams: {}});
    await page.pass();
    assert.strictEqual(page.textOf(cell), 'Stream “ticks” has ended: batch 2');
});

test('a Spark that does not answer is said to', async () => {
    const {cell} = page.begin();
    page.spark.run({});
    await page.pass();
    page.spark.isAway = true;
    await page.pass(20000);
    assert.match(page.textOf(cell), /Spark’s web UI does not answer; trying again$/);
    page.spark.isAway = false;
    await page.pass(40000);
    assert.doesNotMatch(page.textOf(cell), /does not answer/);
});

test('when Spark ends, its lines lead nowhere and say so, and another Spark does not change them', async () => {
    const done = page.begin();
    page.spark.run({});
    await page.pass();
    page.spark.endAll();
    done.end();
    await page.pass();
    page.unfold(done.cell);
    await page.pass(1000);
    const {cell, end} = page.begin();
    page.spark.run({});
    await page.pass();
    page.store.update('session', {phase: 'ready', facts: {running: false}});
    await page.pass(400);
    end();
    assert.match(page.textOf(cell), / · Spark has ended$/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'lost');
    assert.strictEqual(page.lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.ok(page.place.querySelector('.startspark-meter').hidden);
    Object.assign(page.spark, {jobs: [], stages: []});
    page.show({application_id: 'app-2'});
    await page.pass(10000);
    const next = page.begin();
    page.spark.run({name: 'another'});
    await page.pass(10000);
    assert.match(page.textOf(next.cell), /^0 of 4 tasks/);
    page.unfold(done.cell);
    page.unfold(done.cell);
    assert.strictEqual(page.lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.match(page.rowsOf(done.cell)[1].textContent, /^Stage 0: count done/);
    assert.match(page.textOf(done.cell), /^1 job, 4 tasks/);
});

test('operations of Spark Connect are shown without links, and end with their Spark', async () => {
    page.show({master: undefined, application_id: undefined, ui_port: undefined}, NO_WEB_UI);
    await page.flush();
    const {cell, request, end} = page.begin();
    const operation = {id: 'a-uuid', cell: request, begun: Date.now(), ended: null, running: 2};
    const stages = [{id: 0, tasks: 8, completed: 3, bytes: 5e6, done: false}];
    page.progress.onOperation({...operation, stages});
    await page.pass(400);
    assert.match(page.textOf(cell), /^3 of 8 tasks · 2 running/);
    page.unfold(cell);
    assert.match(page.rowsOf(cell)[0].textContent, /^Job a-uuid: operation running3\/85\.0 MB/);
    assert.strictEqual(page.lineOf(cell).querySelectorAll('a[href]').length, 0);
    assert.ok(page.rowsOf(cell)[0].querySelector('button').hidden);
    const all = [{...stages[0], completed: 8, done: true}];
    page.progress.onOperation({...operation, ended: Date.now(), running: 0, stages: all});
    end();
    await page.pass(400);
    assert.match(page.textOf(cell), /^1 job, 8 tasks, \d+\.\d s, 5\.0 MB read$/);
    const other = page.begin();
    page.progress.onOperation({...operation, id: 'another', cell: other.request, stages});
    await page.pass(400);
    page.store.update('session', {phase: 'lost', facts: {running: false}});
    await page.pass(400);
    assert.strictEqual(page.lineOf(other.cell).dataset.state, 'lost');
});

test('keys that are pressed in a line stay there', async () => {
    const {cell} = page.begin();
    page.spark.run({});
    await page.pass();
    const heard = [];
    document.body.addEventListener('keydown', ({key}) => heard.push(key), {once: true});
    page.lineOf(cell).querySelector('button').focus();
    press('Enter');
    assert.deepStrictEqual(heard, []);
    press('s', {ctrlKey: true});
    assert.deepStrictEqual(heard, ['s']);
});

test('a line has the theme, also when it changes', async () => {
    const {cell} = page.begin();
    page.spark.run({});
    await page.pass();
    assert.strictEqual(page.lineOf(cell).dataset.startsparkTheme, 'light');
    page.host.setTheme('dark');
    assert.strictEqual(page.lineOf(cell).dataset.startsparkTheme, 'dark');
});

test('nothing is asked while nothing runs', async () => {
    const {end} = page.begin();
    page.spark.run({});
    await page.pass();
    page.spark.endAll();
    end();
    await page.pass(10000);
    const {length} = page.spark.asked;
    await page.pass(10000);
    assert.strictEqual(page.spark.asked.length, length);
});

test('while Spark stops, it is not asked', async () => {
    page.begin();
    page.spark.run({});
    await page.pass();
    page.show({}, {port: 4040, link: '/ui', reason: ''}, 'stopping');
    await page.flush();
    const {length} = page.spark.asked;
    await page.pass();
    assert.strictEqual(page.spark.asked.length, length);
});
