// The lines under the cells, and the meter beside the button, as Spark and the kernel go on.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {press} from '../dom.js';
import {executor, FakeSpark} from './fake_spark.js';
import {ProgressPage} from './progress_page.js';

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

/** A cell that has run, with one job; returns the cell. */
async function runWithJob() {
    const {cell, end} = page.begin();
    page.spark.run();
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
    assert.deepStrictEqual(page.spark.asked, []);
});

test('a job without tasks is a sign that Spark works', async () => {
    const {cell} = page.begin();
    page.spark.run({tasks: 0});
    await page.pass();
    assert.match(page.textOf(cell), /^Spark is working… · \d+\.\d s$/);
});

test('the clock goes on between messages, and stands still where no job runs', async () => {
    const {cell, end} = page.begin();
    page.spark.run();
    await page.pass(1000);
    const seconds = () => Number(/ (\d+\.\d) s/.exec(page.textOf(cell))[1]);
    const before = seconds();
    page.clock.tick(1000);
    await page.flush();
    page.clock.tick(0);
    await page.flush();
    assert.ok(seconds() >= before + 0.9, page.textOf(cell));
    page.spark.endAll();
    await page.pass(400);
    const after = seconds();
    await page.pass(5000);
    assert.strictEqual(seconds(), after);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'running');
    end();
    await page.pass();
    assert.strictEqual(seconds(), after);
});

test('a job that was cancelled is shown as that, not as failed', async () => {
    const {cell, end} = page.begin();
    const job = page.spark.run({running: 4});
    await page.pass();
    page.spark.cancelJob(job);
    end();
    await page.pass();
    assert.match(page.textOf(cell), /^1 job \(1 cancelled\), 0 tasks, \d+\.\d s$/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'cancelled');
    assert.ok(page.lineOf(cell).querySelector('.startspark-icon-stop'));
    page.unfold(cell);
    const [row, stage] = page.rowsOf(cell);
    assert.match(row.textContent, /^Job 0: count cancelled/);
    assert.match(stage.textContent, /^Stage 0: count cancelled/);
});

test('the meter shows what the session has, and what was lost', async () => {
    const {end} = page.begin();
    page.spark.run({running: 3});
    page.spark.executors = [executor('driver', 0), executor('1', 2), executor('2', 1)];
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
    await page.pass(1000);
    assert.ok(page.lineOf(cell), 'a job may still be told');
    await page.pass(3000);
    assert.strictEqual(page.lineOf(cell), null);
});

test('a line goes with the output', async () => {
    const cell = await runWithJob();
    page.host.cells.emit({type: 'cleared', cell});
    await page.pass(200);
    assert.strictEqual(page.lineOf(cell), null);
});

test('jobs of a background thread are shown under the cell that started it', async () => {
    const {cell, request, end} = page.begin();
    end();
    const other = page.begin();
    page.spark.run({cell: request});
    page.spark.run({cell: null});
    await page.pass();
    assert.match(page.textOf(cell), /^0 of 4 tasks · \d/);
    assert.strictEqual(page.lineOf(other.cell), null);
});

test('a stream is one line of the cell that started it', async () => {
    const {cell, request, end} = page.begin();
    const stream = {id: 'g', name: 'ticks', cell: request, begin: 1, end: null, batch: 2, rows_per_second: 9.6};
    page.spark.streams = [stream];
    end();
    await page.pass();
    assert.strictEqual(page.textOf(cell), 'Stream “ticks”: batch 2, 10 rows/s');
    assert.strictEqual(page.lineOf(cell).dataset.state, 'streaming');
    assert.ok(page.lineOf(cell).querySelector('.startspark-unfold').hidden);
    page.spark.streams = [{...stream, end: Date.now(), batch: 3}];
    await page.pass();
    assert.strictEqual(page.textOf(cell), 'Stream “ticks” has ended: batch 3');
});

test('jobs that the kernel does not keep singly are counted', async () => {
    const {cell, request, end} = page.begin();
    page.spark.earlier = [{
        cell: request, jobs: 900, jobs_failed: 1, jobs_cancelled: 0, tasks: 1800, tasks_failed: 2, begin: Date.now(),
        end: Date.now(), input: 5e6,
    }];
    page.spark.run();
    page.spark.endAll();
    end();
    await page.pass();
    assert.strictEqual(page.textOf(cell), '901 jobs (1 failed), 1,804 tasks (2 failed), 0.0 s, 5.0 MB read');
    page.unfold(cell);
    assert.strictEqual(page.lineOf(cell).querySelector('.startspark-more').textContent,
        'Only the latest are listed: 900 jobs came before them.');
});

test('when Spark ends, its lines lead nowhere and say so, and another Spark does not change them', async () => {
    const done = page.begin();
    page.spark.run();
    await page.pass();
    page.spark.endAll();
    done.end();
    await page.pass();
    page.unfold(done.cell);
    await page.pass(1000);
    const {cell, end} = page.begin();
    page.spark.run({done: 1, running: 3});
    await page.pass();
    page.store.update('session', {phase: 'ready', facts: {running: false}});
    await page.flush();
    await page.pass(400);  // with a message that comes late
    end();
    assert.match(page.textOf(cell), /^1 job, 1 of 4 tasks, \d+\.\d s · Spark has ended$/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'lost');
    assert.strictEqual(page.lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.ok(page.place.querySelector('.startspark-meter').hidden);
    page.spark = new FakeSpark('app-2');
    page.show({application_id: 'app-2'});
    await page.pass();
    const next = page.begin();
    page.spark.run({name: 'another'});
    await page.pass();
    assert.match(page.textOf(next.cell), /^0 of 4 tasks/);
    assert.match(page.textOf(cell), /Spark has ended$/);
    page.unfold(done.cell);
    page.unfold(done.cell);
    assert.strictEqual(page.lineOf(done.cell).querySelectorAll('a[href]').length, 0);
    assert.match(page.rowsOf(done.cell)[1].textContent, /^Stage 0: count done/);
    assert.match(page.textOf(done.cell), /^1 job, 4 tasks/);
});

test('another Spark of the same cell ends the one before', async () => {
    const {cell, end} = page.begin();
    page.spark.run({running: 3});
    await page.pass();
    end();
    page.spark = new FakeSpark('app-2');
    page.publish();
    await page.pass();
    assert.match(page.textOf(cell), / · Spark has ended$/);
});

test('operations of Spark Connect are jobs without links', async () => {
    const webUI = {port: null, link: null, reason: 'none'};
    page.show({master: undefined, application_id: undefined, ui_port: undefined}, webUI);
    const {cell, end} = page.begin();
    page.spark.executors = [];
    page.spark.run({id: 'a-uuid', name: 'operation', tasks: 8, done: 3, running: 2}, {name: ''});
    await page.pass(400);
    assert.match(page.textOf(cell), /^3 of 8 tasks · 2 running/);
    page.unfold(cell);
    assert.match(page.rowsOf(cell)[0].textContent, /^Job a-uuid: operation running\d\d:\d\d:\d\d\d\.\d s3\/8/);
    assert.strictEqual(page.lineOf(cell).querySelectorAll('a[href]').length, 0);
    assert.ok(page.rowsOf(cell)[0].querySelector('button').hidden);
    assert.ok(page.lineOf(cell).querySelector('.startspark-chart').hidden);
    page.spark.endAll();
    page.spark.stages[0].input = 5e6;
    end();
    await page.pass(400);
    assert.match(page.textOf(cell), /^1 job, 8 tasks, \d+\.\d s, 5\.0 MB read$/);
});

test('keys that are pressed in a line stay there', async () => {
    const {cell} = page.begin();
    page.spark.run();
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
    page.spark.run();
    await page.pass();
    assert.strictEqual(page.lineOf(cell).dataset.startsparkTheme, 'light');
    page.host.setTheme('dark');
    assert.strictEqual(page.lineOf(cell).dataset.startsparkTheme, 'dark');
});

test('the meter goes as soon as the kernel restarts', async () => {
    page.begin();
    page.spark.run({running: 1});
    await page.pass();
    const meter = page.place.querySelector('.startspark-meter');
    assert.ok(!meter.hidden);
    page.show({}, undefined, 'unknown');
    await page.pass(200);
    assert.ok(meter.hidden);
});
