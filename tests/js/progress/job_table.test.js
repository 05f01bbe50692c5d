// What unfolds below a line.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {executor} from './fake_spark.js';
import {ProgressPage} from './progress_page.js';

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

test('details that are open stay open, with the same rows and the focus, while they are drawn', async () => {
    const {cell} = page.begin();
    const job = page.spark.run({tasks: 6, done: 0, running: 4});
    await page.pass();
    page.unfold(cell);
    await page.pass();
    const rows = page.rowsOf(cell);
    const button = rows[0].querySelector('button');
    button.focus();
    page.spark.go(job, {done: 3});
    page.spark.run({tasks: 2, running: 1});
    await page.pass();
    assert.deepStrictEqual(page.rowsOf(cell).slice(0, rows.length), rows);
    assert.strictEqual(document.activeElement, button);
    assert.ok(page.rowsOf(cell).length > rows.length);
    assert.match(rows[0].textContent, /^Job 0: count running\d\d:\d\d:\d\d\d\.\d s3\/6Cancel$/);
    assert.strictEqual(page.lineOf(cell).querySelector('.startspark-unfold').getAttribute('aria-expanded'), 'true');
});

test('details that are open stay open when the cell has ended', async () => {
    const {cell, end} = page.begin();
    page.spark.run();
    await page.pass();
    page.unfold(cell);
    const button = page.lineOf(cell).querySelector('.startspark-unfold');
    button.focus();
    page.spark.endAll();
    end();
    await page.pass();
    assert.strictEqual(page.lineOf(cell).dataset.state, 'done');
    assert.ok(!page.lineOf(cell).querySelector('.startspark-details').hidden);
    assert.strictEqual(document.activeElement, button);
    assert.match(page.rowsOf(cell)[0].textContent, /^Job 0: count done/);
});

test('a stage stands under each of its jobs', async () => {
    const {cell} = page.begin();
    page.spark.run();
    page.spark.run();
    page.spark.jobs[1].stages = [0, 1];
    await page.pass();
    page.unfold(cell);
    assert.deepStrictEqual(page.rowsOf(cell).map(row => row.querySelector('a').textContent),
        ['Job 0: count', 'Stage 0: count', 'Job 1: count', 'Stage 0: count', 'Stage 1: count']);
});

test('jobs and stages have their start and duration', async () => {
    const {cell, end} = page.begin();
    const job = page.spark.run();
    const begin = Date.now();
    await page.pass(2000);
    page.unfold(cell);
    await page.pass(200);
    const times = () => page.rowsOf(cell).map(row => [...row.cells].slice(1, 3).map(it => it.textContent));
    const start = new Date(begin).toTimeString().slice(0, 8);
    assert.strictEqual(times()[0][0], start);
    assert.match(times()[0][1], /^2\.\d s$/);
    page.spark.go(job, {done: 4, running: 0, end: begin + 1500});
    page.spark.endAs(job, 'SUCCEEDED', 'COMPLETE');
    end();
    await page.pass();
    assert.deepStrictEqual(times(), [[start, '1.5 s'], [start, '1.5 s']]);
});

test('rows lead to the web UI, and a job that runs can be cancelled', async () => {
    const {cell} = page.begin();
    page.spark.run();
    await page.pass();
    page.unfold(cell);
    await page.pass();
    const [job, stage] = page.rowsOf(cell);
    assert.strictEqual(job.querySelector('a').getAttribute('href'), '/ui/4040/jobs/job/?id=0');
    assert.strictEqual(stage.querySelector('a').getAttribute('href'), '/ui/4040/stages/stage/?id=0&attempt=0');
    assert.ok(stage.querySelector('button').hidden);
    const button = job.querySelector('button');
    assert.strictEqual(button.getAttribute('aria-description'), job.querySelector('a').textContent);
    page.spark.refusal = 'status 403';
    button.click();
    assert.deepStrictEqual([button.textContent, button.disabled], ['Cancelling…', true]);
    await page.pass(2000);
    assert.deepStrictEqual([button.textContent, button.disabled], ['Cancel', false]);
    assert.match(job.textContent, /Spark did not cancel the job: status 403/);
    page.spark.refusal = '';
    button.click();
    await page.flush();
    assert.deepStrictEqual(page.spark.cancelled, [0]);
    page.show({can_cancel: false});
    await page.pass();
    assert.ok(button.hidden);
});

test('a failed job is told with its reason', async () => {
    const {cell, end} = page.begin();
    const job = page.spark.run({tasks: 2});
    await page.pass();
    page.spark.fail(job, 'ZeroDivisionError: division by zero');
    end();
    await page.pass();
    assert.match(page.textOf(cell), /^1 job \(1 failed\), 0 tasks \(1 failed\)/);
    assert.strictEqual(page.lineOf(cell).dataset.state, 'failed');
    page.unfold(cell);
    await page.pass(1000);
    assert.match(page.rowsOf(cell)[1].textContent, /failed.*ZeroDivisionError: division by zero/);
});

test('a job whose name is markup is text', async () => {
    const {cell} = page.begin();
    page.spark.run({name: '<img src=x onerror=alert(1)>'});
    await page.pass();
    page.unfold(cell);
    assert.strictEqual(page.lineOf(cell).querySelector('img'), null);
    assert.match(page.rowsOf(cell)[0].textContent, /<img src=x/);
});

test('many jobs of one cell: the table has the latest rows and says how many are before them', async () => {
    const {cell} = page.begin();
    for (let number = 0; number < 60; number += 1) {
        page.spark.run();
    }
    await page.pass();
    page.unfold(cell);
    await page.pass();
    assert.strictEqual(page.rowsOf(cell).length, 40);
    assert.match(page.rowsOf(cell)[39].textContent, /^Stage 59/);
    const more = page.lineOf(cell).querySelector('.startspark-more');
    assert.strictEqual(more.textContent, 'Only the latest are listed: 40 jobs came before them.');
});

test('a chart is drawn once there is something to see, below the cores', async () => {
    const {cell} = page.begin();
    const job = page.spark.run({running: 1});
    page.spark.executors = [executor('driver', 0, 0), executor('1', 3)];
    await page.pass(400);
    page.unfold(cell);
    const chart = page.lineOf(cell).querySelector('.startspark-chart');
    assert.ok(chart.hidden);
    page.spark.go(job, {running: 2});
    await page.pass(400);
    page.spark.go(job, {running: 1});
    await page.pass(400);
    assert.ok(!chart.hidden);
    assert.match(chart.querySelector('svg').getAttribute('aria-label'),
        /^Over [\d.]+ s\. Filled: running tasks, up to 2\. Dashed: cores, up to 4\.$/);
    assert.match(chart.querySelector('.startspark-chart-cores').getAttribute('d'), /^M 0\.0 2\.0 L [\d.]+ 2\.0/);
    assert.match(chart.querySelector('.startspark-chart-tasks').getAttribute('d'), /L 0\.0 24\.5 L [\d.]+ 17\.0/);
});

test('a refusal goes once the job is cancelled', async () => {
    const {cell} = page.begin();
    const job = page.spark.run();
    await page.pass();
    page.unfold(cell);
    await page.pass();
    const [row] = page.rowsOf(cell);
    page.spark.refusal = 'status 403';
    row.querySelector('button').click();
    await page.pass(2000);
    assert.match(row.textContent, /Spark did not cancel the job/);
    page.spark.refusal = '';
    row.querySelector('button').click();
    await page.flush();
    page.spark.go(job, {status: 'CANCELLED'});
    await page.pass(3000);
    assert.doesNotMatch(row.textContent, /did not cancel/);
});
