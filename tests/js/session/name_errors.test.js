// Cells that fail because no Spark runs are offered to start it.
import assert from 'node:assert';
import {beforeEach, afterEach, test} from 'node:test';

import {SessionPage, errorReply} from './session_page.js';

let page, cell;

beforeEach(async () => {
    page = await new SessionPage().open();
    cell = page.host.cells.add('spark.range(3)');
});

afterEach(() => page.close());

/** The cell runs, and fails. */
async function fail(evalue = "name 'spark' is not defined", ename = 'NameError') {
    page.host.cells.run(cell);
    page.kernel.step(errorReply(ename, evalue));
    await page.flush();
}

function offers() {
    return page.state.autoStart.offers;
}

for (const evalue of [
    "name 'spark' is not defined", "name 'sc' is not defined",
    "name 'sc' is not defined. Did you mean: 'sys'?", "name 'spark' is not defined. Did you forget to import 'spark'?",
]) {
    test(`an offer follows ${evalue}`, async () => {
        await fail(evalue);
        assert.deepStrictEqual(offers(), [cell]);
    });
}

for (const [evalue, ename] of [
    ["name 'spar' is not defined"], ["name 'spark_' is not defined"], ["name 'x' is not defined: spark"],
    ["name 'spark' is not defined", 'ValueError'], ["name 'spark' is not defined elsewhere"], [''],
]) {
    test(`nothing follows ${ename ?? 'NameError'}: ${evalue}`, async () => {
        await fail(evalue, ename);
        assert.deepStrictEqual(offers(), []);
    });
}

test('nothing is offered in a kernel of another language', async () => {
    page.kernel.language = 'R';
    await fail();
    assert.deepStrictEqual(offers(), []);
});

test('nothing is offered where Spark starts with the notebook', async () => {
    page.actions.setAutoStart(true);
    await fail();
    assert.deepStrictEqual(offers(), []);
    page.actions.setAutoStart(false);
    await fail();
    assert.deepStrictEqual(offers(), [cell]);
    page.actions.setAutoStart(true);
    await page.flush();
    assert.deepStrictEqual(offers(), []);
});

test('it goes when the cell runs again, is cleared or deleted', async () => {
    for (const go of [
        () => page.host.cells.run(cell),
        () => page.host.cells.emit({type: 'cleared', cell}),
        () => page.host.cells.remove(cell),
    ]) {
        await fail();
        assert.deepStrictEqual(offers(), [cell]);
        go();
        await page.flush();
        assert.deepStrictEqual(offers(), []);
        await page.settle();
    }
});

test('it goes when Spark runs, and does not come back', async () => {
    await fail();
    await page.startSpark();
    assert.deepStrictEqual(offers(), []);
    await Promise.all([page.actions.stop(), page.settle()]);
    await page.settle();
    assert.deepStrictEqual([page.phase, offers()], ['ready', []]);
});

test('nothing is offered while Spark starts, and again once that has failed', async () => {
    await fail();
    await page.click(1);
    assert.deepStrictEqual([page.phase, offers()], ['starting', []]);
    page.kernel.step(errorReply('E', 'e'));
    await page.settle();
    assert.deepStrictEqual([page.phase, offers()], ['failed', [cell]]);
});

test('one click starts Spark, and runs the cell again below the closed dialog', async () => {
    await fail();
    const done = page.actions.startAndRun(cell);
    await page.settle();
    await done;
    await page.flush();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
    assert.deepStrictEqual(page.host.cells.runs, ['spark.range(3)', 'spark.range(3)']);
});

test('a start that fails runs no cell', async () => {
    await fail();
    const done = page.actions.startAndRun(cell);
    await page.flush();
    page.kernel.step();
    await page.flush();
    page.kernel.step(errorReply('E', 'e'));
    await page.settle();
    await done;
    assert.deepStrictEqual([page.phase, page.host.cells.runs.length], ['failed', 1]);
});
