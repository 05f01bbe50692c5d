// One click, from the question what runs to the running Spark or to why there is none.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {phaseSentence} from '../../../startspark/static/session/startup_phase.js';
import {SessionPage, errorReply} from './session_page.js';

const INTERRUPTED = errorReply('KeyboardInterrupt');

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
});

afterEach(() => page.close());

test('a click starts Spark', async () => {
    await page.click();
    assert.strictEqual(page.phase, 'starting');
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!page.state.session.isLocked);
    assert.strictEqual(page.state.session.start, null);
    assert.deepStrictEqual(page.server.rendered.map(it => it.name), ['local']);
});

test('a click where a cell has started Spark starts nothing', async () => {
    page.run('cell');
    page.kernel.step();
    page.kernel.isRunning = true;
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(!page.kernel.process.maker);
});

test('a form for changes stays where Spark turns out to run, and then replaces it', async () => {
    page.run('cell starts');
    page.kernel.step();
    page.actions.customize();
    await page.flush();
    while (page.kernel.queue.length) {
        page.kernel.step();
        await page.flush();
    }
    const {question} = page.state.dialog;
    assert.strictEqual(question.kind, 'parameters');
    question.answer({parameters: {}, conf: {'spark.x': '1'}, saveAs: false});
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.ok(page.kernel.process.maker);
});

test('a phase that the kernel has published before it answers is kept', async () => {
    await page.click();
    page.kernel.hear({phase: 'jvm'});
    page.kernel.step();  // prepare
    await page.flush();
    assert.deepStrictEqual(page.progress, {phase: 'jvm'});
    await page.settle();
});

test('two clicks start one Spark', async () => {
    page.actions.click();
    page.actions.click();
    await page.settle();
    assert.strictEqual(page.server.rendered.length, 1);
});

test('the dialog shows the start, and then the session', async () => {
    page.actions.click();
    const {start} = page.state.session;
    assert.deepStrictEqual([start.step, start.title, start.begun], ['reading', 'This machine', null]);
    assert.ok(page.state.dialog.isOpen);
    await page.flush();
    assert.strictEqual(page.state.session.start.step, 'executing');
    await page.settle();
    assert.deepStrictEqual([page.state.dialog.isOpen, page.phase], [true, 'running']);
});

test('what Spark prints is kept with the start, and with its failure', async () => {
    await page.click(1);
    page.kernel.print('\u001b[31mWARN\u001b[0m one\n');
    const [, id] = page.kernel.queue[0].code.split(':');
    page.kernel.hear({log: 'two\n', page: Number(id)});
    page.kernel.hear({log: 'of another page\n', page: 'x'});
    assert.strictEqual(page.state.session.start.log, 'WARN one\ntwo\n');
    page.kernel.step(errorReply('E'));
    await page.settle();
    assert.strictEqual(page.failures[0].log, 'WARN one\ntwo\n');
});

test('a dialog that is hidden while Spark starts stays hidden', async () => {
    await page.click();
    page.actions.closeDialog();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
});

test('a click while Spark starts shows the dialog again', async () => {
    await page.click();
    page.actions.closeDialog();
    await page.click();
    assert.ok(page.state.dialog.isOpen);
    await page.settle();
    assert.strictEqual(page.server.rendered.length, 1);
});

test('what is still to come once Spark is up depends on the code', async () => {
    for (const [code, expected] of [
        ['spark = 1\nsc = spark.sparkContext\n', /^Spark is up\. Completing the start…$/],
        ['spark = 1\nsc = spark.sparkContext\n\nspark.range(3)\n', /^Spark is up\. The rest of the configuration’s code/],
        ['whatever = 1\n', /^Spark is up\. Completing the start…$/],
    ]) {
        const {render} = page.api;
        page.api.render = async (...wanted) => ({...await render.apply(page.api, wanted), code});
        await page.click();
        page.kernel.hear({phase: 'running', local: true});
        assert.match(phaseSentence(page.state.session.start), expected);
        page.api.render = render;
        await page.settle();
        page.actions.stop();
        await page.settle();
    }
});

test('a start that fails says why, and leaves nothing', async () => {
    await page.click(1);  // prepare
    page.kernel.step(errorReply('OddError', 'odd'));
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(page.sentences, ['Spark did not start: OddError: odd']);
    assert.ok(!page.kernel.isRunning);
    assert.ok(page.state.dialog.isOpen);
});

test('a failure is shown again by a click, and forgotten by another choice', async () => {
    await page.click(1);
    page.kernel.step(errorReply('OddError', 'odd'));
    await page.settle();
    page.actions.closeDialog();
    await page.flush();
    assert.ok(page.state.session.failure);
    await page.click();
    assert.ok(page.state.dialog.isOpen);
    assert.strictEqual(page.phase, 'failed');
    page.actions.closeDialog();
    page.actions.choose('local');
    await page.flush();
    assert.deepStrictEqual([page.phase, page.state.session.failure], ['ready', null]);
});

test('interrupts that come while the kernel is asked are not taken for an answer', async () => {
    await page.click(1);  // prepare
    page.kernel.step(INTERRUPTED);  // the code
    await page.flush();
    for (const content of [INTERRUPTED, {status: 'ok', user_expressions: {answer: INTERRUPTED}}]) {
        page.kernel.step(content);
        await page.flush();
    }
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.match(page.failures[0].sentence, /KeyboardInterrupt/);
    assert.ok(!page.kernel.process.claim);
});

test('code that leaves no Spark is a failure', async () => {
    await page.click(1);
    page.kernel.step({status: 'ok', user_expressions: {}});
    await page.settle();
    assert.match(page.failures[0].sentence, /there is no running Spark/);
});

test('a session whose own description fails is asked for once more', async () => {
    await page.click(1);
    page.kernel.isRunning = true;
    page.kernel.step({status: 'ok', user_expressions: {started: {ename: 'E', evalue: ''}}});
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a config that is broken starts nothing', async () => {
    page.config.error = 'local.yaml:1: `mastre` is not a config key';
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(page.sentences, [page.config.error]);
    assert.strictEqual(page.failures[0].config.name, 'local');  // it is the user's to correct
    assert.deepStrictEqual(page.server.rendered, []);
});

test('a server that does not answer is a failure, and the next click tries again', async () => {
    page.server.statuses['startspark/configs/local/render'] = 0;
    await page.click();
    await page.settle();
    assert.deepStrictEqual(page.sentences, ['The notebook server does not answer.']);
    page.server.statuses = {};
    page.actions.retry();
    await page.settle();
    assert.strictEqual(page.phase, 'running');
    assert.strictEqual(page.state.session.failure, null);
});

test('a server without a list of configs is a failure, too', async () => {
    page.server.statuses['startspark/all-config'] = 503;
    await page.click();
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    assert.deepStrictEqual(page.sentences, ['refused']);
});

for (const how of ['restart', 'die', 'kill']) {
    for (const steps of [0, 1]) {
        test(`a start ends with its kernel: ${how} after ${steps} requests`, async () => {
            await page.click(steps);
            page.kernel[how]();
            await page.settle();
            page.kernel.becomeReady();
            await page.settle();
            assert.ok(!page.state.session.isLocked);
            assert.strictEqual(page.failures.length, 1);
            assert.match(page.failures[0].sentence, /^The kernel (was|has)/);
            assert.ok(page.state.dialog.isOpen && page.state.session.failure);
            page.actions.retry();
            await page.settle();
            assert.strictEqual(page.phase, 'running');
        });
    }
}

for (const how of ['kill', 'restart']) {
    test(`a start meets the end of its kernel while the server renders: ${how}`, async () => {
        const {render} = page.api;
        let submit;
        page.api.render = (...wanted) => new Promise(resolve => {
            submit = () => resolve(render.apply(page.api, wanted));
        });
        await page.click();
        page.kernel[how]();
        submit();
        await page.settle();
        assert.ok(!page.state.session.isLocked);
        assert.strictEqual(page.phase, {kill: 'no-kernel', restart: 'running'}[how]);
        assert.deepStrictEqual(page.sentences, how === 'kill' ? ['The kernel was shut down.'] : []);
    });
}
