// A Java waits for the chosen config, where that is wanted, and for no other.
'use strict';

const assert = require('node:assert');
const {beforeEach, afterEach, mock, test} = require('node:test');
const {Page} = require('./scripted');

let page, prewarm;

beforeEach(async () => {
    page = await new Page().open();
    const {Prewarm} = page.load('prewarm');
    prewarm = new Prewarm(page);
    page.config.prewarm = true;
});

afterEach(() => page.close());

/** What the kernel was asked for, in order. */
async function asked() {
    const expressions = [];
    const {execute} = page.kernel;
    page.kernel.execute = function (code, callbacks, options) {
        expressions.push(options.user_expressions.answer);
        return execute.call(this, code, callbacks, options);
    };
    return expressions;
}

test('it begins once, as soon as the page has kernel and list', async () => {
    const expressions = await asked();
    prewarm.beginOnce();
    prewarm.beginOnce();
    await page.settle();
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm']);
});

test('nothing begins where the notebook remembers no config', async () => {
    page.remembered.config = undefined;
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(page.rendered, []);
});

test('what a stranger’s notebook changes starts nothing', async () => {
    page.remembered.isStrange = true;
    prewarm.beginOnce();
    await page.settle();
    assert.deepStrictEqual(page.rendered, []);
});

test('another choice ends it', async () => {
    const expressions = await asked();
    await Promise.all([prewarm.begin(), page.settle()]);
    page.toolbar.chosen = {...page.config, prewarm: false};
    await Promise.all([prewarm.begin(), page.settle()]);
    await Promise.all([prewarm.begin(), page.settle()]);
    assert.deepStrictEqual(expressions, ['prewarm', 'cool_down']);
});

test('of choices in quick succession the last one counts, however long each takes', async () => {
    const expressions = await asked();
    const answers = [];
    page.api.render = name => new Promise(resolve => answers.push(() => resolve({prewarm: `prewarm ${name}`})));
    for (const name of ['first', 'second', 'third']) {
        page.toolbar.chosen = {...page.config, name, prewarm: true};
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
    const expressions = await asked();
    prewarm.begin();
    await page.flush();
    page.toolbar.chosen = {...page.config, prewarm: false};
    prewarm.begin();
    await page.settle();
    assert.deepStrictEqual(expressions, ['prewarm', 'cool_down']);
});

test('nothing begins while Spark runs or starts', async () => {
    page.session.machine.send('start');
    await prewarm.begin();
    assert.deepStrictEqual(page.rendered, []);
});

test('a config that asks for something first is no error', async () => {
    const info = mock.method(console, 'info', () => {});
    page.api.render = async () => {
        throw new Error('`who` has no value');
    };
    await prewarm.begin();
    assert.strictEqual(info.mock.callCount(), 1);
    assert.strictEqual(page.session.state, 'ready');
    info.mock.restore();
});
