// The tasks of the last stages over time.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {ProgressPage} from './progress_page.js';
import {TaskTimeline, inRows, lastStages} from '../../../startspark/static/progress/task_timeline.js';
import {taskOf} from '../../../startspark/static/progress/spark_model.js';

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

const task = (index, begin, end, executor = '1') =>
    ({stage: 3, index, executor, status: end === null ? 'RUNNING' : 'SUCCESS', begin, end});

test('Spark’s own words are read', () => {
    const said = {
        taskId: 7, index: 2, attempt: 0, launchTime: '2026-11-27T01:02:03.004GMT', duration: 50, executorId: 'driver',
        status: 'SUCCESS',
    };
    const begin = Date.UTC(2026, 10, 27, 1, 2, 3, 4);
    const read = {stage: 5, index: 2, executor: 'driver', status: 'SUCCESS', begin, end: begin + 50};
    assert.deepStrictEqual(taskOf(5, said), read);
    assert.deepStrictEqual(taskOf(5, {...said, status: 'RUNNING'}), {...read, status: 'RUNNING', end: null});
});

test('tasks that run at the same time are in rows of their own, one executor below the other', () => {
    const tasks = [task(0, 1000, 2000), task(1, 1200, null, '2'), task(2, 1500, 3000), task(3, 2000, 2500)];
    assert.deepStrictEqual(inRows(tasks, 4000).map(({index, row, end}) => [index, row, end]),
        [[0, 0, 2000], [1, 2, 4000], [2, 1, 3000], [3, 0, 2500]]);
});

test('a task that begins just before the last one is noted to have ended is in the same row', () => {
    const tasks = [task(0, 1000, 2000), task(1, 1985, 2100), task(2, 2050, 3000), task(3, 2500, 3500)];
    assert.deepStrictEqual(inRows(tasks, 4000).map(({row}) => row), [0, 0, 0, 1]);
});

test('the last stages are those that began last, each once', () => {
    const stage = (id, begin, status = 'COMPLETE') => ({id, begin, status});
    const stages = [stage(4, 40), stage(1, 10), stage(2, 20), stage(4, 40), stage(3, 30), stage(5, null, 'PENDING'),
        stage(6, 60, 'SKIPPED')];
    assert.deepStrictEqual(lastStages(stages).map(({id}) => id), [2, 3, 4]);
});

test('it is drawn again only where something is new', () => {
    const timeline = new TaskTimeline();
    const drawn = [];
    timeline.draw = tasks => drawn.push(tasks.length);
    const done = [task(0, 1, 2), task(1, 2, 3)];
    timeline.show(done, 10);
    timeline.show(done, 20);
    timeline.show([...done, task(2, 3, null)], 30);
    timeline.show([...done, task(2, 3, null)], 40);
    timeline.show([task(0, 1, 2)], 50);
    assert.deepStrictEqual(drawn, [2, 3, 3]);
    assert.ok(timeline.element.hidden);
});

test('an open line draws the tasks of its stages, which are asked for until the stage has ended', async () => {
    const {cell} = page.begin();
    const job = page.spark.run({tasks: 2, done: 1, running: 1});
    const launchTime = '2026-11-27T01:02:03.004GMT';
    const [first, second] = [0, 1].map(index => ({index, executorId: 'driver', launchTime}));
    page.spark.tasks[0] = [{...first, status: 'SUCCESS', duration: 500}, {...second, status: 'RUNNING'}];
    await page.pass();
    assert.deepStrictEqual(page.spark.asked, []);
    page.unfold(cell);
    await page.pass();
    await page.pass();
    const timeline = page.lineOf(cell).querySelector('.startspark-timeline');
    assert.strictEqual(timeline.querySelectorAll('.startspark-task-running').length, 1);
    assert.match(timeline.textContent, /Task 0 of stage 0, on executor driver: 0\.5 s/);

    page.spark.tasks[0][1] = {...second, status: 'FAILED', duration: 700};
    page.spark.go(job, {done: 2, running: 0, end: Date.now()});
    page.spark.endAs(job, 'SUCCEEDED', 'COMPLETE');
    for (let round = 0; round < 4; round += 1) {
        await page.pass();
    }
    assert.strictEqual(timeline.querySelectorAll('.startspark-task-failed').length, 1);
    assert.match(timeline.querySelector('svg').getAttribute('aria-label'), /2 tasks on 2 cores, over 0\.7 s/);
    const asked = page.spark.asked.filter(path => path.includes('offset')).length;
    await page.pass();
    await page.pass();
    assert.strictEqual(page.spark.asked.filter(path => path.includes('offset')).length, asked);
});
