// The web UI is offered once the server has said that it is this session's.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import FakeTimers from '@sinonjs/fake-timers';
import {Store} from '../../../startspark/static/session/store.js';
import {WebUI} from '../../../startspark/static/session/web_ui.js';

const FACTS = {running: true, application_id: 'app-1', ui_port: 4040};
const ELSEWHERE = 'Spark’s web UI is on another machine.';

let asked, answer, clock, store, ui;

beforeEach(() => {
    clock = FakeTimers.install({toFake: ['setTimeout']});
    asked = [];
    answer = async () => null;
    store = new Store();
    const api = {
        whyNoWebUI: (application, port) => {
            asked.push([application, port]);
            return answer(application);
        },
    };
    ui = new WebUI({api, rest: {webUIUrl: port => `/ui/${port}/jobs/`}, store});
    ui.follow();
});

afterEach(() => clock.uninstall());

/** The kernel describes its session. */
function meet(facts) {
    store.update('session', {facts});
    ui.meet(facts);
}

const state = () => store.state.webUI;

function parts() {
    const {link, port, reason, isPending} = state();
    return [link, port, reason, isPending];
}

const flush = () => new Promise(resolve => setImmediate(resolve));

test('the link follows the answer, and is asked for once', async () => {
    meet(FACTS);
    meet({...FACTS, executors: 2});
    assert.strictEqual(state().link, null);
    assert.match(state().reason, /is asking the notebook server/);
    assert.ok(state().isPending);
    await flush();
    meet(FACTS);
    assert.strictEqual(state().link, '/ui/4040/jobs/');
    assert.deepStrictEqual([state().reason, state().isPending], ['', false]);
    assert.deepStrictEqual(asked, [['app-1', 4040]]);
});

test('what listens on that port here may be another’s: no link, and why', async () => {
    answer = async () => ELSEWHERE;
    meet(FACTS);
    await flush();
    assert.deepStrictEqual(parts(), [null, null, ELSEWHERE, false]);
});

test('each session is asked for', async () => {
    answer = async application => application === 'app-1' ? ELSEWHERE : null;
    meet(FACTS);
    meet({...FACTS, application_id: 'app-2'});
    await flush();
    assert.strictEqual(state().link, '/ui/4040/jobs/');
    meet({running: false});
    assert.deepStrictEqual(parts().slice(0, 2), [null, null]);
    meet(FACTS);
    await flush();
    assert.strictEqual(state().reason, ELSEWHERE);
});

test('a session without a web UI is not asked for', async () => {
    for (const port of [null, undefined, 'javascript:1', NaN]) {
        meet({...FACTS, ui_port: port});
        assert.deepStrictEqual(parts(), [null, null, 'This Spark has no web UI.', false]);
    }
    assert.deepStrictEqual(asked, []);
});

test('a server that is away is asked again', async () => {
    answer = async () => {
        throw new Error('away');
    };
    meet(FACTS);
    await flush();
    assert.match(state().reason, /does not say/);
    assert.ok(state().isPending);
    answer = async () => null;
    clock.tick(5000);
    await flush();
    assert.strictEqual(state().link, '/ui/4040/jobs/');
});

test('the session in the store is followed', async () => {
    assert.strictEqual(state().reason, 'This Spark has no web UI.');
    store.update('session', {facts: FACTS});
    await flush();
    assert.strictEqual(state().link, '/ui/4040/jobs/');
    store.update('session', {facts: {running: false}});
    await flush();
    assert.deepStrictEqual(parts(), [null, null, 'This Spark has no web UI.', false]);
});
