// A JVM is launched for the chosen config, where that is wanted, and for no other.
import assert from 'node:assert';
import {beforeEach, afterEach, mock, test} from 'node:test';

import {Prewarm} from '../../../startspark/static/session/prewarm.js';
import {SessionPage} from './session_page.js';

let page, prewarm, expressions, settings;

beforeEach(async () => {
    page = await new SessionPage().open();
    page.config.prewarm = true;
    await page.catalog.reload();
    settings = {config: 'local', overrides: {}, isStrange: false};
    prewarm = new Prewarm({...page, settings});
    expressions = asked();
});

afterEach(() => page.close());

/** What the kernel is asked for, in order. */
function asked() {
    const found = [];
    const {kernel} = page;
    const execute = kernel.execute.bind(kernel);
    kernel.execute = (request, listeners) => {
        found.push(request.expressions.answer);
        return execute(request, listeners);
    };
    return found;
}

/** Have it begin by itself. */
async function begin() {
    prewarm.follow();
    page.store.update('catalog', {});
    await page.settle();
}

/** Another config is chosen. */
function choose(config) {
    const chosen = {...page.config, ...config};
    page.store.update('catalog', {configs: [chosen], chosen: chosen.name});
}

test('it begins once, as soon as the page has kernel and list', async () => {
    prewarm.beginOnce();
    prewarm.beginOnce();
    await page.settle();
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm']);
});

test('it follows the store', async () => {
    prewarm.follow();
    await page.settle();
    assert.deepStrictEqual(expressions, []);
    page.store.update('catalog', {});
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm']);
});

test('it begins again after a restart', async () => {
    await begin();
    page.kernel.restart();
    await page.settle();
    assert.deepStrictEqual(expressions.filter(it => it === 'prewarm'), ['prewarm', 'prewarm']);
});

test('it does not begin again after the kernel has died', async () => {
    await begin();
    page.kernel.die();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
    assert.deepStrictEqual(expressions.filter(it => it === 'prewarm'), ['prewarm']);
});

test('nothing begins where the notebook remembers no config', async () => {
    settings.config = undefined;
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(page.server.rendered, []);
});

test('what a stranger’s notebook changes starts nothing', async () => {
    settings.isStrange = true;
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(page.server.rendered, []);
});

test('another choice ends it', async () => {
    await Promise.all([prewarm.begin(), page.settle()]);
    choose({prewarm: false});
    await Promise.all([prewarm.begin(), page.settle()]);
    await Promise.all([prewarm.begin(), page.settle()]);
    assert.deepStrictEqual(expressions, ['prewarm', 'stop_prewarmed_jvm']);
});

test('of choices in quick succession the last one counts, however long each takes', async () => {
    const answers = [];
    page.api.render = name => new Promise(resolve => answers.push(() => resolve({prewarm: `prewarm ${name}`})));
    for (const name of ['first', 'second', 'third']) {
        choose({name});
        prewarm.begin();
        await page.flush();
    }
    while (answers.length) {
        answers.pop()();
        await page.settle();
    }
    assert.deepStrictEqual(expressions, ['prewarm third']);
});

test('a config that wants none, chosen while one is prepared, ends it', async () => {
    prewarm.begin();
    await page.flush();
    choose({prewarm: false});
    prewarm.begin();
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm', 'stop_prewarmed_jvm']);
});

test('nothing begins while Spark runs or starts', async () => {
    page.session.send('start');
    await prewarm.begin();
    assert.deepStrictEqual(page.server.rendered, []);
});

test('a config that asks for something first is no error', async () => {
    const info = mock.method(console, 'info', () => {});
    page.api.render = async () => {
        throw new Error('`who` has no value');
    };
    await prewarm.begin();
    assert.strictEqual(info.mock.callCount(), 1);
    assert.strictEqual(page.phase, 'ready');
    info.mock.restore();
});

test('a choice of the user’s is what it is launched for', async () => {
    page.actions.choose('local');
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm']);
});

test('a JVM that is ready before the kernel’s answer comes stays ready', async () => {
    const begins = prewarm.begin();
    await page.flush();
    page.kernel.hear({prewarmed: {ready: true, memory: 5}});
    await Promise.all([begins, page.settle()]);
    assert.deepStrictEqual(expressions, ['prewarm']);
    assert.deepStrictEqual(page.state.session.jvm, {ready: true, memory: 5});
});
