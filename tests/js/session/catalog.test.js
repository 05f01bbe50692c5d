// The list of configs, and the one that the drop-down shows.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {RequestError} from '../../../startspark/static/services/request.js';
import {
    NO_CONFIGS, brokenConfig, chosenConfig, lasting, passing, startedBy, withMissing,
} from '../../../startspark/static/session/catalog.js';
import {SessionPage} from './session_page.js';

const LIST = 'startspark/all-config';

let page;

beforeEach(() => {
    page = new SessionPage();
    const [local] = page.server.configs;
    page.server.configs = ['alpha', 'beta'].map(name => ({...local, name, title: name.toUpperCase()}));
});

afterEach(() => page.close());

function chosen() {
    return chosenConfig(page.state)?.name;
}

/** @returns {number} how often the list was asked for */
function asked() {
    return page.server.requests.filter(({path}) => path === LIST).length;
}

async function open(remembered) {
    page.host.saved.metadata = remembered && {config: remembered};
    await page.open();
    await page.flush();
}

test('before the list is there, that is the obstacle', () => {
    assert.match(page.state.catalog.problem, /^Waiting for the list/);
});

test('the first config that is well is chosen', async () => {
    page.server.configs[0].error = 'odd';
    await open();
    assert.deepStrictEqual([chosen(), page.state.catalog.problem], ['beta', null]);
});

test('where none is well, the first one is chosen', async () => {
    page.server.configs.forEach(config => Object.assign(config, {error: 'odd'}));
    await open();
    assert.strictEqual(chosen(), 'alpha');
    assert.strictEqual(brokenConfig(page.state).name, 'alpha');
});

test('the notebook’s config comes before the default, and both before the first', async () => {
    page.server.default = {name: 'beta', set_by: 'administrator'};
    await open();
    assert.strictEqual(chosen(), 'beta');
    page.host.saved.metadata = {config: 'alpha'};
    await page.catalog.reload();
    assert.strictEqual(chosen(), 'alpha');
});

test('a choice is remembered, and kept when the list is fetched again', async () => {
    await open();
    page.actions.choose('beta');
    assert.deepStrictEqual([chosen(), page.host.saved.metadata], ['beta', {config: 'beta'}]);
    await page.actions.reload();
    assert.strictEqual(chosen(), 'beta');
});

test('the chosen config becomes the default of new notebooks, and is no more', async () => {
    await open('beta');
    const [item] = page.actions.optionsMenuItems(page.state);
    assert.deepStrictEqual([item.text, item.isChecked], ['Use “BETA” for new notebooks', false]);
    await item.action();
    assert.deepStrictEqual(page.state.catalog.default, {name: 'beta', set_by: 'user'});
    assert.deepStrictEqual(page.host.saved, {...page.host.saved, metadata: {config: 'beta'}, changes: 0});
    const [checked] = page.actions.optionsMenuItems(page.state);
    assert.ok(checked.isChecked);
    await checked.action();
    assert.strictEqual(page.state.catalog.default, null);
});

test('the administrator’s default is not taken away, but another one chosen', async () => {
    page.server.default = {name: 'alpha', set_by: 'administrator'};
    await open();
    const [item] = page.actions.optionsMenuItems(page.state);
    assert.deepStrictEqual([item.isChecked, item.action], [true, null]);
    assert.match(item.title, /^This server’s administrator/);
    page.actions.choose('beta');
    assert.ok(page.actions.optionsMenuItems(page.state)[0].action);
});

test('a config that is gone can be no default', async () => {
    await open('gone');
    const [item] = page.actions.optionsMenuItems(page.state);
    assert.deepStrictEqual([item.isChecked, item.action], [false, null]);
});

test('a default that the server cannot keep is told', async () => {
    page.server.statuses['startspark/default-config'] = 409;
    await open();
    await page.actions.optionsMenuItems(page.state)[0].action();
    assert.deepStrictEqual([page.question.kind, page.question.props.sentence], ['message', 'refused']);
    assert.strictEqual(page.state.catalog.default, null);
});

test('a config that is gone is in the list, and says so', async () => {
    await open('gone');
    assert.strictEqual(chosen(), 'gone');
    assert.match(chosenConfig(page.state).error, /no configuration “gone”/);
    assert.strictEqual(brokenConfig(page.state), null);  // there is no file to edit
    assert.deepStrictEqual(withMissing([], ''), []);
});

test('a list without configs says what to do', async () => {
    page.server.configs = [];
    await open();
    assert.deepStrictEqual([chosen(), page.state.catalog.problem], [undefined, NO_CONFIGS]);
});

test('after a reload the drop-down shows what runs, also once the list is read again', async () => {
    await open('alpha');
    await page.tellOf('beta');
    assert.strictEqual(chosen(), 'beta');
    await page.catalog.reload();
    assert.strictEqual(chosen(), 'beta');
});

test('the drop-down shows what runs once there is a list', async () => {
    page.server.statuses[LIST] = 0;
    await open('alpha');
    await page.tellOf('beta');
    page.server.statuses = {};
    await page.catalog.retry();
    await page.flush();
    assert.strictEqual(chosen(), 'beta');
});

test('the drop-down keeps what the user chooses while another runs', async () => {
    await open('alpha');
    await page.tellOf('beta');
    page.actions.choose('alpha');
    await page.tellOf('beta');
    await page.catalog.reload();
    assert.strictEqual(chosen(), 'alpha');
});

test('the drop-down stays where the config that runs is none of the list', async () => {
    await open('alpha');
    for (const config of [undefined, 'gone']) {
        await page.tellOf(config);
        assert.strictEqual(chosen(), 'alpha');
    }
});

test('a server that is away is asked again by itself', async () => {
    page.server.statuses[LIST] = 502;
    await page.catalog.load();
    assert.match(page.state.catalog.problem, /^The notebook server does not answer \(status 502\)\./);
    page.clock.tick(1000);
    await page.flush();
    assert.strictEqual(asked(), 2);
    page.server.statuses = {};
    window.dispatchEvent(new Event('online'));
    await page.flush();
    assert.deepStrictEqual([asked(), page.state.catalog.problem], [3, null]);
    page.clock.tick(60_000);
    await page.flush();
    assert.strictEqual(asked(), 3);
});

test('a server that is away takes no list away', async () => {
    await open();
    page.server.statuses[LIST] = 0;
    await page.actions.reload();
    assert.deepStrictEqual([page.state.catalog.problem, chosen()], [null, 'alpha']);
});

test('a kernel that is ready has the list asked for where it is missing', async () => {
    page.server.statuses[LIST] = 404;
    await open();
    page.server.statuses = {};
    page.kernel.emit('ready');
    await page.flush();
    assert.strictEqual(page.state.catalog.problem, null);
    page.kernel.emit('ready');
    await page.flush();
    assert.strictEqual(asked(), 2);
});

test('what another click cannot change is told apart from what passes', () => {
    const error = status => new RequestError(status, 'said');
    assert.match(lasting(error(404)), /server extension is not enabled/);
    assert.strictEqual(lasting(error(500)), null);
    assert.strictEqual(lasting(new Error('odd')), 'odd');
    assert.match(passing(error(0), false), /^The notebook server does not answer\. /);
    for (const [status, hasList] of [[0, true], [500, false], [404, false]]) {
        assert.strictEqual(passing(error(status), hasList), null);
    }
    assert.strictEqual(passing(new Error('odd'), false), null);
});

test('what has started the session is told by its title', async () => {
    await open();
    for (const [facts, expected] of [
        [{}, 'none: started by a cell'],
        [{config: 'alpha', config_version: '1'}, 'ALPHA'],
        [{config: 'alpha', config_version: '0'}, 'ALPHA (changed since start)'],
        [{config: 'gone'}, 'gone'],
    ]) {
        page.session.apply({running: true, ...facts});
        assert.strictEqual(startedBy(page.state), expected);
    }
});

test('what the user chooses while the list is fetched stays chosen', async () => {
    await open('alpha');
    let give;
    page.server.answers[LIST] = () => new Promise(resolve => {
        give = () => resolve({configs: page.server.configs, default: null});
    });
    page.actions.reload();
    await page.flush();
    page.actions.choose('beta');
    give();
    await page.flush();
    assert.strictEqual(chosen(), 'beta');
});
