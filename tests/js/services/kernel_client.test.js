// The kernel is asked, and each question ends, whatever happens in between.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {
    KernelEnded, NoAnswer, ReplyLost, answerOf, lacksLibrary, obstacle, valueOf,
} from '../../../startspark/static/services/kernel_client.js';
import {Page} from '../frontend.js';

const NOTHING = {running: false, ended: null};

let page;

beforeEach(() => {
    page = new Page();
});

afterEach(() => page.close());

/** Ask what runs; the question is in the kernel's queue. */
async function ask(at = page) {
    const asked = at.client.ask('look');
    asked.catch(() => {});
    await at.flush();
    return asked;
}

/** The same, as a promise that `await` does not go into. */
async function asking(at = page) {
    const asked = at.client.ask('look');
    asked.catch(() => {});
    await at.flush();
    return {asked};
}

test('the library is sent once', async () => {
    const {asked} = await asking();
    assert.deepStrictEqual(page.kernel.queue.map(it => it.code), ['LIBRARY']);
    page.kernel.step();
    assert.deepStrictEqual(await asked, NOTHING);
    await asking();
    assert.deepStrictEqual(page.kernel.queue.map(it => it.code), ['']);
    page.kernel.step();
});

for (const [how, type] of [['a restart', 'restarting'], ['another process', 'starting']]) {
    test(`the library is sent again after ${how}`, async () => {
        await Promise.all([asking(), page.flush().then(() => page.kernel.step())]);
        page.kernel.emit(type);
        await asking();
        assert.deepStrictEqual(page.kernel.queue.map(it => it.code), ['LIBRARY']);
        page.kernel.step();
    });
}

test('each kernel gets the library', async () => {
    await Promise.all([asking(), page.flush().then(() => page.kernel.step())]);
    page.kernel.id = 'k2';
    await asking();
    assert.deepStrictEqual(page.kernel.queue.map(it => it.code), ['LIBRARY']);
    page.kernel.id = 'k1';
    await asking();
    assert.deepStrictEqual(page.kernel.queue.map(it => it.code), ['LIBRARY', '']);
});

test('a kernel that has lost the library gets it again', async () => {
    await Promise.all([asking(), page.flush().then(() => page.kernel.step())]);
    page.kernel.hasLibrary = false;
    const {asked} = await asking();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('what is evaluated takes its place in the queue before what is executed next', async () => {
    await page.client.load();
    page.client.evaluate({answer: 'look'});
    page.client.execute('RUN', {silent: false, expressions: {answer: 'x'}});
    const sent = page.kernel.queue.map(({code, silent, expressions}) => ({code, silent, expressions}));
    assert.deepStrictEqual(sent, [
        {code: 'LIBRARY', silent: true, expressions: {answer: 'look'}},
        {code: 'RUN', silent: false, expressions: {answer: 'x'}},
    ]);
});

test('who executes code hears that it begins, and what it prints', async () => {
    const heard = [];
    const reply = page.client.execute('1', {}, {onText: text => heard.push(text), onBusy: () => heard.push('busy')});
    page.kernel.print('some text');
    page.kernel.step();
    assert.strictEqual((await reply).status, 'ok');
    assert.deepStrictEqual(heard, ['some text', 'busy']);
});

for (const content of [
    {status: 'aborted'},
    {status: 'error', ename: 'KeyboardInterrupt', evalue: ''},
    {status: 'ok', user_expressions: {answer: {ename: 'KeyboardInterrupt', evalue: ''}}},
]) {
    test(`what the kernel skips is asked again: ${JSON.stringify(content)}`, async () => {
        const {asked} = await asking();
        page.kernel.step(content);
        await page.settle();
        assert.deepStrictEqual(await asked, NOTHING);
    });
}

test('an answer without sense is an error that says so', async () => {
    const error = mock.method(console, 'error', () => {});
    for (const [content, sentence] of [
        [{status: 'ok', user_expressions: {answer: {ename: 'E', evalue: 'odd'}}}, /Spark session: E: odd$/],
        [{status: 'error', ename: 'RuntimeError', evalue: 'too old'}, /Spark session: RuntimeError: too old$/],
        [{status: 'ok'}, /it has no IPython\.$/],
    ]) {
        const {asked} = await asking();
        page.kernel.step(content);
        await assert.rejects(asked, caught => {
            assert.ok(caught instanceof NoAnswer);
            assert.match(caught.message, sentence);
            assert.match(caught.advice, /Change kernel/);
            return true;
        });
    }
    assert.strictEqual(error.mock.callCount(), 3);
    error.mock.restore();
});

for (const [sentence, end] of [
    ['The kernel was restarted.', kernel => kernel.restart()],
    ['The kernel was restarted.', kernel => kernel.die()],
    ['The kernel was shut down.', kernel => kernel.kill()],
    ['The kernel has died.', kernel => kernel.kill('dead')],
    ['The kernel could not be restarted.', kernel => kernel.kill('restart-failed')],
    ['The connection to the kernel is lost.', kernel => kernel.kill('connection-lost')],
]) {
    test(`a kernel that ends leaves nobody waiting: ${sentence} ${end}`, async () => {
        const {asked} = await asking();
        end(page.kernel);
        await assert.rejects(asked, error => error instanceof KernelEnded && error.message === sentence);
    });
}

test('a kernel that has ended is not asked, until there is a connection again', async () => {
    page.kernel.kill();
    await assert.rejects(ask(), {message: 'The kernel was shut down.'});
    assert.deepStrictEqual(page.kernel.pending, []);
    page.kernel.reconnect();
    const {asked} = await asking();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('what is asked after a restart is answered', async () => {
    page.kernel.restart();
    const {asked} = await asking();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('a kernel of another notebook ends nothing', async () => {
    const {asked} = await asking();
    page.kernel.emit('ended', {kernel: 'k9', reason: 'dead'});
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('without a kernel nothing is asked', async () => {
    page.kernel.exists = false;
    await assert.rejects(ask(), KernelEnded);
});

for (const [status, sentence] of [
    [404, 'The kernel was shut down.'],
    [403, 'You are no longer signed in to the notebook server.'],
]) {
    test(`a kernel that is lost to this page is no longer waited for: status ${status}`, async () => {
        const {asked} = await asking();
        page.server.statuses['api/kernels/k1'] = status;
        page.kernel.emit('reconnecting');
        await assert.rejects(asked, error => error instanceof KernelEnded && error.message === sentence);
    });
}

for (const status of [200, 0, 500]) {
    test(`a connection that is lost for a while ends nothing: status ${status}`, async () => {
        const {asked} = await asking();
        page.server.statuses['api/kernels/k1'] = status;
        page.kernel.emit('reconnecting');
        await page.settle();
        assert.deepStrictEqual(await asked, NOTHING);
    });
}

for (const isThere of [true, false]) {
    test(`an answer is lost only where another page gets it: ${isThere}`, async () => {
        const other = isThere && new Page(page);
        const {asked} = await asking();
        page.kernel.drop();
        page.kernel.step();
        page.kernel.reconnect();
        await page.settle();
        if (other) {
            await assert.rejects(asked, ReplyLost);
        } else {
            assert.deepStrictEqual(await asked, NOTHING);
        }
    });
}

test('another page’s restart loses the answer', async () => {
    const other = new Page(page);
    const {asked} = await asking();
    other.kernel.restart();
    await page.settle();
    await assert.rejects(asked, ReplyLost);
});

test('a kernel that is idle for a while owes no reply', async () => {
    const {asked} = await asking();
    page.kernel.queue.shift();
    page.kernel.emit('idle');
    page.clock.tick(2999);
    assert.deepStrictEqual(page.kernel.queue, []);
    page.clock.tick(1);
    page.kernel.step();
    await assert.rejects(asked, ReplyLost);
});

test('a reply that comes soon after the kernel is idle is no loss', async () => {
    const {asked} = await asking();
    page.kernel.emit('idle');
    page.clock.tick(2000);
    page.kernel.step();
    assert.deepStrictEqual(await asked, NOTHING);
    page.clock.tick(2000);
    assert.deepStrictEqual(page.kernel.queue, []);
});

test('what is asked without a connection is answered once there is one', async () => {
    page.kernel.drop();
    const {asked} = await asking();
    page.kernel.reconnect();
    await page.settle();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('without the server’s part of the code, nothing is sent, and the next question fetches it', async () => {
    page.server.statuses['startspark/kernel'] = 503;
    await assert.rejects(ask(), {status: 503});
    assert.deepStrictEqual(page.kernel.queue, []);
    page.server.statuses = {};
    const {asked} = await asking();
    page.kernel.step();
    assert.deepStrictEqual(await asked, NOTHING);
});

test('a kernel of another language, or none, is an obstacle', () => {
    const info = {id: 'k', isConnected: true, language: 'python'};
    assert.strictEqual(obstacle(info), null);
    assert.match(obstacle({...info, language: null}), /Waiting for the kernel to report/);
    assert.match(obstacle({...info, language: 'R'}), /this one runs R/);
    assert.match(obstacle({...info, isConnected: false}), /not connected/);
    assert.match(obstacle(null), /not connected/);
});

test('a reply’s values are found by name', () => {
    const content = {status: 'ok', user_expressions: {
        answer: {data: {'application/json': {a: 1}}}, other: {data: {'text/plain': 'x'}},
    }};
    assert.deepStrictEqual(answerOf(content), {a: 1});
    assert.deepStrictEqual(valueOf(content), {a: 1});
    assert.strictEqual(answerOf(content, 'other'), null);
    assert.strictEqual(answerOf({status: 'aborted'}), null);
});

test('only the library’s own key is a sign that it is not there', () => {
    assert.ok(lacksLibrary({ename: 'KeyError', evalue: "'_startspark_1'"}));
    assert.ok(!lacksLibrary({ename: 'KeyError', evalue: "'x'"}));
    assert.ok(!lacksLibrary({}));
});

test('an application that refuses to ask is an error, and nobody waits', async () => {
    page.kernel.execute = () => {
        throw new Error('Kernel is dead');
    };
    await assert.rejects(page.client.execute('x'), /Kernel is dead/);
    assert.strictEqual(page.client.waiting.size, 0);
});
