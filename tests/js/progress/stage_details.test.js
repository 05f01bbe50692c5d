// What Spark's REST API is asked for the lines that are open.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {ProgressPage} from './progress_page.js';

let page;

beforeEach(async () => {
    page = new ProgressPage();
    await page.flush();
});

afterEach(() => page.close());

/** The cells of a row after that of its tasks, as far as they are shown. */
function sizes(row) {
    return [...row.cells].slice(4, -1).filter(it => !it.hidden).map(it => it.textContent);
}

function note(cell) {
    const found = page.lineOf(cell).querySelector('.startspark-details-note');
    return found.hidden ? null : found.textContent;
}

test('nothing is asked for a line that is folded', async () => {
    page.begin();
    page.spark.run();
    await page.pass(5000);
    page.spark.endAll();
    await page.pass(5000);
    assert.deepStrictEqual(page.spark.asked, []);
});

test('an open line asks at once, then at most every 2 seconds, and once more when a stage has ended', async () => {
    const {cell} = page.begin();
    const job = page.spark.run({running: 2});
    page.spark.sizes[0] = {outputBytes: 5e6, shuffleWriteBytes: 7e3};
    await page.pass();
    page.unfold(cell);
    await page.pass(400);
    const tasks = 'stages/0/0/taskList?offset=0&length=100';
    assert.deepStrictEqual(page.spark.asked, ['stages?status=active&details=false', tasks]);
    assert.deepStrictEqual(page.rowsOf(cell).map(sizes), [['5.0 MB', '7.0 kB'], ['5.0 MB', '7.0 kB']]);
    for (let passed = 0; passed < 10; passed += 1) {
        page.spark.go(job, {done: passed % 4});
        await page.pass(1000);
    }
    const rounds = page.spark.asked.length / 2;
    assert.ok(rounds >= 5 && rounds <= 7, String(rounds));
    page.spark.asked = [];
    page.spark.endAll();
    page.spark.sizes[0].diskBytesSpilled = 9e6;
    await page.pass(10000);
    assert.deepStrictEqual(page.spark.asked, ['stages/0?details=false', tasks]);
    assert.deepStrictEqual(sizes(page.rowsOf(cell)[1]), ['5.0 MB', '7.0 kB', '9.0 MB']);
    page.unfold(cell);
    await page.pass(5000);
    assert.strictEqual(page.spark.asked.length, 2);
});

test('why tasks fail is asked once, where the kernel does not say it', async () => {
    const {cell} = page.begin();
    const job = page.spark.run({tasks: 2});
    page.spark.fail(job, 'ZeroDivisionError: division by zero');
    page.spark.fail(page.spark.run({}, {reason: 'said by the kernel'}), 'another');
    await page.pass();
    page.unfold(cell);
    await page.pass(5000);
    assert.match(page.rowsOf(cell)[1].textContent, /ZeroDivisionError: division by zero/);
    assert.match(page.rowsOf(cell)[3].textContent, /said by the kernel/);
    assert.strictEqual(page.spark.asked.filter(path => path.includes('status=failed')).length, 1);
    page.spark.why[0] = undefined;
});

test('what Spark has forgotten is not asked for again', async () => {
    const {cell} = page.begin();
    page.spark.run();
    page.spark.endAll();
    page.spark.get = async (port, application, path) => {
        page.spark.asked.push(path);
        throw Object.assign(new Error('unknown stage: 0'), {status: 404});
    };
    await page.pass();
    page.unfold(cell);
    await page.pass(10000);
    assert.strictEqual(page.spark.asked.length, 2);  // of the stage, and of its tasks
    assert.strictEqual(note(cell), null);
});

test('a Spark that does not answer is said to, and asked ever more rarely', async () => {
    const {cell} = page.begin();
    page.spark.run({running: 2});
    page.spark.isAway = true;
    await page.pass();
    page.unfold(cell);
    await page.pass(30000);
    assert.strictEqual(note(cell), 'Spark’s web UI does not answer; trying again.');
    assert.ok(page.spark.asked.length < 6);
    assert.match(page.textOf(cell), /^0 of 4 tasks · 2 running/);
    page.spark.isAway = false;
    await page.pass(40000);
    assert.strictEqual(note(cell), null);
});

test('without a web UI the details say what they cannot show, and nothing is asked', async () => {
    page.show({ui_port: null}, {port: null, link: null, reason: 'none'});
    const {cell} = page.begin();
    page.spark.run({running: 2});
    await page.pass();
    page.unfold(cell);
    await page.pass(3000);
    assert.strictEqual(note(cell),
        'Output, shuffle, spill and tasks are not shown: this session has no web UI to ask.');
    assert.strictEqual(page.rowsOf(cell).length, 2);
    page.show({}, {port: null, link: null, reason: 'It is on another machine.'});
    await page.pass(1000);
    assert.strictEqual(note(cell), 'Output, shuffle, spill and tasks are not shown. It is on another machine.');
    assert.deepStrictEqual(page.spark.asked, []);
});

test('while Spark stops, it is not asked', async () => {
    const {cell} = page.begin();
    page.spark.run();
    await page.pass();
    page.show({}, {port: 4040, link: '/ui', reason: ''}, 'stopping');
    page.unfold(cell);
    await page.pass(5000);
    assert.deepStrictEqual(page.spark.asked, []);
});

test('nobody who does not look is shown anything new', async () => {
    const {cell} = page.begin();
    page.spark.run({running: 2});
    await page.pass();
    Object.defineProperty(document, 'hidden', {configurable: true, value: true});
    try {
        page.unfold(cell);
        await page.pass(5000);
        assert.deepStrictEqual(page.spark.asked, []);
    } finally {
        delete document.hidden;
    }
    document.dispatchEvent(new window.Event('visibilitychange'));
    await page.pass(400);
    assert.strictEqual(page.spark.asked.length, 2);
});
