// What is asked of server and kernel where Spark does not start, and what becomes of their answers.
import assert from 'node:assert';
import {afterEach, beforeEach, mock, test} from 'node:test';

import {SessionPage, errorReply, replyOf} from './session_page.js';

const FOUND = {area: 'Server', check: 'Packages', status: 'ok', text: 'fit', fix: ''};
const OF_KERNEL = {area: 'This notebook’s kernel', check: 'Java', status: 'error', text: 'No.', fix: 'Do it.'};

let page;

beforeEach(async () => {
    page = await new SessionPage().open();
    page.server.answers['startspark/doctor'] = {findings: [FOUND], kernel: 'EXAMINE'};
});

afterEach(() => page.close());

/** Have the notebook checked; returns what is found of the server, and then of the kernel. */
async function check() {
    page.actions.run('check');
    assert.strictEqual(page.question.kind, 'doctor');
    const {server, kernel} = page.question.props.examine();
    await page.flush();
    return {server: await server, kernel};
}

/** What the server was asked. */
function asked() {
    return page.server.requests.filter(({path}) => path === 'startspark/doctor').map(({body}) => body);
}

test('server and kernel are asked, and each answers for itself', async () => {
    const {server, kernel} = await check();
    assert.deepStrictEqual(server, [FOUND]);
    assert.deepStrictEqual(page.queued, ['EXAMINE']);
    page.kernel.step(replyOf({findings: [OF_KERNEL]}));
    assert.deepStrictEqual(await kernel, [OF_KERNEL]);
    assert.deepStrictEqual(asked(), [{config: 'local', parameters: {}, conf: {}, notebook: page.host.notebook.path()}]);
});

test('what was filled in for a start that failed is examined', async () => {
    Object.assign(page.config, {parameters: {cores: {type: 'integer'}}});
    await page.click();
    await page.answer({parameters: {cores: 3}, conf: null});
    page.kernel.step();
    await page.flush();
    page.kernel.step(errorReply('OddError'));
    await page.settle();
    assert.strictEqual(page.phase, 'failed');
    await check();
    assert.deepStrictEqual(asked().map(it => it.parameters), [{cores: 3}]);
});

test('what the notebook changes is examined once its user has seen it', async () => {
    const conf = {'spark.master': 'spark://evil.example:7077'};
    page.host.notebook.setMetadata({conf});
    await check();
    page.settings.accept();
    await check();
    assert.deepStrictEqual(asked().map(it => it.conf), [{}, conf]);
});

test('a server that does not answer is an error, and the kernel is not asked', async () => {
    page.server.statuses['startspark/doctor'] = 0;
    const {server, kernel} = await check();
    assert.deepStrictEqual(server.map(({area, status, text}) => [area, status, text]),
        [['Server', 'error', 'The notebook server does not answer.']]);
    assert.ok(server[0].fix);
    assert.deepStrictEqual(await kernel, []);
    assert.deepStrictEqual(page.queued, []);
});

test('a kernel that cannot answer is an error', async () => {
    const said = mock.method(console, 'error', () => {});
    const {kernel} = await check();
    page.kernel.step(errorReply('OddError', 'odd'));
    const [found] = await kernel;
    said.mock.restore();
    assert.match(found.text, /OddError: odd/);
    assert.ok(found.fix);
});

test('a kernel of another language is not asked in Python', async () => {
    page.store.update('session', {obstacle: 'It runs R.'});
    const {kernel} = await check();
    const [found] = await kernel;
    assert.deepStrictEqual([found.status, found.text], ['error', 'It runs R.']);
    assert.deepStrictEqual(page.queued, []);
});

test('it can be checked whatever keeps Spark from starting, but not while a start goes on', async () => {
    page.store.update('session', {obstacle: 'R'});
    page.store.update('catalog', {problem: 'P'});
    assert.strictEqual(page.actions.obstacle('check'), null);
    page.store.update('session', {isLocked: true, phase: 'starting'});
    assert.match(page.actions.obstacle('check'), /is starting/);
    page.store.update('session', {isLocked: true, phase: 'stopping'});
    assert.match(page.actions.obstacle('check'), /Spark is stopping/);
    page.actions.run('check');
    assert.strictEqual(page.question.kind, 'message');
});

test('one goes back to the failure', async () => {
    page.store.update('session', {phase: 'failed', failure: {sentence: 'No.', advice: ''}});
    await check();
    await page.answer('back');
    assert.deepStrictEqual([page.state.dialog.isOpen, page.question], [true, null]);
    assert.strictEqual(page.state.session.failure.sentence, 'No.');
});
