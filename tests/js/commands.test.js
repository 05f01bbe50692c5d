// What the command palette says where a command cannot be done.
'use strict';

const assert = require('node:assert');
const {afterEach, beforeEach, test} = require('node:test');
const {Page} = require('./scripted');

const NEED_SPARK = ['stop', 'switch', 'open-web-ui', 'insert-code'];

let page;

beforeEach(() => {
    page = new Page();
});

afterEach(() => page.close());

function obstacles(state, names = NEED_SPARK) {
    page.session.machine.state = state;
    return names.map(name => page.commands.obstacle(name));
}

test('most commands need a Spark', () => {
    for (const state of ['ready', 'failed', 'lost', 'unknown']) {
        obstacles(state).forEach(why => assert.match(why, /^No Spark runs in this notebook/));
        assert.deepStrictEqual(obstacles(state, ['start', 'settings']), [null, null]);
    }
});

test('while Spark starts or stops, commands say so', () => {
    obstacles('starting', [...NEED_SPARK, 'settings']).forEach(why => assert.match(why, /is starting.* cancel/));
    obstacles('stopping', [...NEED_SPARK, 'settings']).forEach(why => assert.match(why, /being stopped/));
    assert.deepStrictEqual(obstacles('starting', ['start']), [null]);
});

test('a running Spark may lack what a command needs', () => {
    page.session.facts = {running: true, code: 'CODE'};
    page.commands.view.ui = {reason: null};
    assert.deepStrictEqual(obstacles('running'), [null, null, null, null]);
    page.session.facts.code = undefined;
    page.commands.view.ui = {reason: 'This Spark has no web UI.'};
    const [, , webUI, code] = obstacles('running');
    assert.match(webUI, /no web UI/);
    assert.match(code, /^A cell has started/);
});

test('each command has its method', () => {
    ['start', 'settings', ...NEED_SPARK].forEach(name => {
        const called = [];
        const commands = Object.create(page.commands, Object.fromEntries(
            ['start', 'customize', 'stop', 'switch', 'openWebUI', 'insertCode']
                .map(method => [method, {value: () => called.push(method)}])
        ));
        commands.run(name);
        assert.strictEqual(called.length, 1, name);
    });
});
