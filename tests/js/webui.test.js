// The web UI is offered once the server has said that it is this session's.
'use strict';

const assert = require('node:assert');
const {afterEach, beforeEach, test} = require('node:test');
const FakeTimers = require('@sinonjs/fake-timers');
const {load} = require('./amd');

const {WebUI} = load('webui');

const FACTS = {running: true, application_id: 'app-1', ui_port: 4040};
const ELSEWHERE = 'Spark’s web UI is on another machine.';

let asked, answer, changes, clock, ui;

beforeEach(() => {
    clock = FakeTimers.install({toFake: ['setTimeout']});
    asked = [];
    changes = 0;
    answer = async () => null;
    ui = new WebUI({
        whyNoWebUI: (application, port) => {
            asked.push([application, port]);
            return answer(application);
        },
        webUI: port => `/ui/${port}/jobs/`,
    }, () => {
        changes += 1;
    });
});

afterEach(() => clock.uninstall());

const flush = () => new Promise(resolve => setImmediate(resolve));

test('the link follows the answer, and is asked for once', async () => {
    ui.meet(FACTS);
    ui.meet({...FACTS, executors: 2});
    assert.strictEqual(ui.link, null);
    assert.match(ui.reason, /being asked/);
    assert.ok(ui.isOpen);
    await flush();
    ui.meet(FACTS);
    assert.strictEqual(ui.link, '/ui/4040/jobs/');
    assert.deepStrictEqual([ui.reason, ui.isOpen, changes], [null, false, 1]);
    assert.deepStrictEqual(asked, [['app-1', 4040]]);
});

test('what listens on that port here may be another’s: no link, and why', async () => {
    answer = async () => ELSEWHERE;
    ui.meet(FACTS);
    await flush();
    assert.deepStrictEqual([ui.link, ui.port, ui.reason, ui.isOpen], [null, null, ELSEWHERE, false]);
});

test('each session is asked for', async () => {
    answer = async application => application === 'app-1' ? ELSEWHERE : null;
    ui.meet(FACTS);
    ui.meet({...FACTS, application_id: 'app-2'});
    await flush();
    assert.strictEqual(ui.link, '/ui/4040/jobs/');
    ui.meet({running: false});
    assert.deepStrictEqual([ui.link, ui.port], [null, null]);
    ui.meet(FACTS);
    await flush();
    assert.strictEqual(ui.reason, ELSEWHERE);
});

test('a session without a web UI is not asked for', async () => {
    for (const port of [null, undefined, 'javascript:1', NaN]) {
        ui.meet({...FACTS, ui_port: port});
        assert.deepStrictEqual([ui.link, ui.reason, ui.isOpen], [null, 'This Spark has no web UI.', false]);
    }
    assert.deepStrictEqual(asked, []);
});

test('a server that is away is asked again', async () => {
    answer = async () => {
        throw new Error('away');
    };
    ui.meet(FACTS);
    await flush();
    assert.match(ui.reason, /does not say/);
    assert.ok(ui.isOpen);
    answer = async () => null;
    clock.tick(5000);
    await flush();
    assert.strictEqual(ui.link, '/ui/4040/jobs/');
});
