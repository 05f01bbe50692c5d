// What is asked before a config becomes code, and what the answers lead to.
import assert from 'node:assert';
import {beforeEach, afterEach, test} from 'node:test';

import {SessionPage} from './session_page.js';

const CONF = {'spark.jars': 'evil.jar'};
const RENDER = 'startspark/configs/local/render';

let page;

beforeEach(async () => {
    localStorage.clear?.();
    page = new SessionPage();
    page.host.saved.path = `${Math.random()}.ipynb`;  // the browser remembers what its user has seen
    await page.open();
});

afterEach(() => page.close());

/** The notebook comes from somebody else, and changes properties. */
function bringOverrides() {
    page.host.saved.metadata = {conf: CONF};
}

/** The user has made these changes. */
function makeOverrides() {
    page.settings.change(CONF);
    page.host.saved.changes = 0;
}

function confs() {
    return page.server.rendered.map(it => it.conf);
}

function reviewed() {
    return page.server.requests.filter(({path}) => path.endsWith('/review')).map(({body}) => body.conf);
}

/** The server refuses what it is asked to render, once. */
function refuse(body) {
    page.server.statuses[RENDER] = 400;
    page.server.answers[RENDER] = () => {
        page.server.statuses = {};
        delete page.server.answers[RENDER];
        return {message: 'refused', ...body};
    };
}

/** Nothing goes on, and the dialog is closed. */
function expectRest(phase) {
    const {dialog, session} = page.state;
    assert.deepStrictEqual([session.phase, session.isLocked, dialog.isOpen], [phase, false, false]);
}

test('what a stranger changes is reviewed, and by default left out of the start', async () => {
    bringOverrides();
    await page.click();
    assert.deepStrictEqual(reviewed(), [CONF]);
    assert.deepStrictEqual(confs(), []);
    const {kind, props: {overrides, config, verb}} = page.question;
    assert.deepStrictEqual([kind, config.name, verb], ['review', 'local', 'Start']);
    assert.deepStrictEqual(overrides, [{name: 'spark.jars', value: 'evil.jar', runs_code: false}]);
    await page.answer('without');
    assert.deepStrictEqual(confs(), [{}]);
    assert.strictEqual(page.host.saved.changes, 0);
    assert.ok(page.settings.isStrange);
    await page.settle();
    assert.strictEqual(page.phase, 'running');
});

test('a decision for them starts with them, and is remembered', async () => {
    bringOverrides();
    await page.click();
    await page.answer('with');
    assert.deepStrictEqual(confs(), [CONF]);
    assert.strictEqual(page.host.saved.changes, 0);
    assert.ok(!page.settings.isStrange);
});

test('closing the review starts nothing', async () => {
    bringOverrides();
    await page.click();
    page.actions.closeDialog();
    await page.settle();
    assert.deepStrictEqual(confs(), []);
    assert.ok(page.settings.isStrange);
    expectRest('ready');
});

test('while the user is asked, nothing starts', async () => {
    bringOverrides();
    page.actions.click();
    assert.strictEqual(page.phase, 'starting');
    await page.flush();
    assert.strictEqual(page.phase, 'ready');
    await page.answer('without');
    assert.strictEqual(page.phase, 'starting');
});

test('the settings begin without what was refused', async () => {
    bringOverrides();
    page.actions.customize();
    await page.flush();
    assert.strictEqual(page.question.props.verb, 'Continue');
    await page.answer('without');
    const {kind, props} = page.question;
    assert.deepStrictEqual([kind, props.overrides, props.details.conf], ['parameters', {}, {}]);
    await page.answer({parameters: {}, conf: {}, saveAs: false});
    assert.deepStrictEqual(confs(), [{}]);
    assert.deepStrictEqual(page.host.saved.metadata, {});
});

test('the user’s own changes are asked about no more', async () => {
    makeOverrides();
    await page.click();
    assert.deepStrictEqual([reviewed(), confs()], [[], [CONF]]);
});

test('a config with parameters asks for them', async () => {
    page.config.parameters = {cores: {type: 'integer'}};
    await page.click();
    const {kind, props} = page.question;
    assert.strictEqual(kind, 'parameters');
    assert.deepStrictEqual(Object.keys(props), [
        'config', 'details', 'overrides', 'refusals', 'isAgain',
    ]);
    assert.deepStrictEqual([props.details, props.isAgain], [null, false]);
    await page.answer({parameters: {cores: 2}, conf: null, saveAs: false});
    const [{parameters, conf, notebook}] = page.server.rendered;
    assert.deepStrictEqual([parameters, conf, notebook], [{cores: 2}, {}, page.host.saved.path]);
    await page.settle();
    assert.deepStrictEqual([page.phase, page.question], ['running', null]);
});

test('what was refused by the server is shown to be corrected', async () => {
    makeOverrides();
    refuse({conf: {'spark.jars': 'no'}});
    await page.click();
    assert.deepStrictEqual(page.question.props.refusals, {parameters: {}, conf: {'spark.jars': 'no'}});
    assert.deepStrictEqual(page.question.props.overrides, CONF);
    await page.answer({parameters: {}, conf: {'spark.jars': 'good.jar'}, saveAs: false});
    assert.deepStrictEqual(confs(), [CONF, {'spark.jars': 'good.jar'}]);
    assert.deepStrictEqual(page.host.saved.metadata.conf, {'spark.jars': 'good.jar'});
});

test('asked again, it is the same page with what is wrong, and it is there until the server takes it', async () => {
    page.config.parameters = {cores: {type: 'integer'}};
    await page.click();
    const first = page.question;
    refuse({parameters: {cores: 'too many'}});
    first.answer({parameters: {cores: 99}, conf: null, saveAs: false});
    assert.strictEqual(page.question, first);
    await page.flush();
    const second = page.question;
    assert.notStrictEqual(second, first);
    assert.ok(second.props.isAgain);
    assert.deepStrictEqual(second.props.refusals, {parameters: {cores: 'too many'}, conf: {}});
    await page.answer({parameters: {cores: 2}, conf: null, saveAs: false});
    assert.strictEqual(page.question, null);
    assert.strictEqual(page.state.session.start.step, 'executing');
});

test('a question is over where the server fails', async () => {
    page.config.parameters = {cores: {type: 'integer'}};
    await page.click();
    page.server.statuses[RENDER] = 0;
    await page.answer({parameters: {cores: 2}, conf: null, saveAs: false});
    await page.settle();
    assert.deepStrictEqual([page.question, page.phase], [null, 'failed']);
});

test('a question is over where Spark turns out to run', async () => {
    page.config.parameters = {cores: {type: 'integer'}};
    page.run('cell starts');
    await page.click();
    assert.strictEqual(page.question.kind, 'parameters');
    await page.settle();
    assert.deepStrictEqual([page.question, page.phase, page.state.dialog.isOpen], [null, 'running', true]);
    assert.deepStrictEqual(page.server.rendered, []);
});

test('closing the settings of a running Spark leaves it, and closes the dialog', async () => {
    await page.click();
    await page.settle();
    page.actions.closeDialog();
    page.actions.customize();
    await page.flush();
    assert.strictEqual(page.phase, 'running');
    page.actions.closeDialog();
    await page.settle();
    expectRest('running');
});

test('a cell that stops Spark while the settings are open is noticed', async () => {
    await page.click();
    await page.settle();
    page.actions.customize();
    page.run('cell stops');
    await page.settle();
    page.actions.closeDialog();
    await page.settle();
    assert.strictEqual(page.phase, 'ready');
});

test('closed while the server renders, the dialog is hidden, and the start goes on', async () => {
    page.config.parameters = {cores: {type: 'integer'}};
    await page.click();
    page.question.answer({parameters: {cores: 2}, conf: null, saveAs: false});
    page.actions.closeDialog();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen], ['running', false]);
});

test('a config of its own is made instead of a start, and chosen', async () => {
    makeOverrides();
    page.actions.customize();
    await page.flush();
    await page.answer({parameters: {}, conf: CONF, saveAs: true});
    const {kind, props: {config, wanted, onCreated}} = page.question;
    assert.deepStrictEqual([kind, config.name, wanted], ['save-config', 'local', {parameters: {}, conf: CONF}]);
    assert.deepStrictEqual([page.phase, page.state.session.isLocked], ['ready', false]);
    page.server.configs.push({...page.config, name: 'mine', title: 'Mine'});
    await onCreated('mine');
    assert.deepStrictEqual(page.host.saved.metadata, {config: 'mine'});
    assert.strictEqual(page.catalog.chosen.name, 'mine');
    page.actions.closeDialog();
    await page.settle();
    assert.deepStrictEqual([page.phase, page.state.dialog.isOpen, confs()], ['ready', false, []]);
});

test('what is ignored in the metadata is said', async () => {
    page.host.saved.metadata = {conf: 7};
    page.actions.click();
    assert.match(page.state.session.start.note, /^Some of this notebook’s metadata for Spark is ignored/);
    await page.settle();
    assert.match(page.state.notebook.note, /must be a mapping of properties/);
});

test('a start that is cancelled asks nothing any more', async () => {
    bringOverrides();
    const {review} = page.api;
    let goOn;
    page.api.review = (...asked) => new Promise(resolve => {
        goOn = () => resolve(review.apply(page.api, asked));
    });
    page.actions.click();
    await page.flush();
    page.cancel();
    goOn();
    await page.settle();
    assert.deepStrictEqual([page.question, page.phase, page.state.dialog.isOpen], [null, 'ready', false]);
});

/** The config has a parameter that only the settings show, and others. */
async function haveAdvanced(others = {}) {
    page.config.parameters = {cores: {type: 'integer', default: 8, advanced: true}, ...others};
    await page.catalog.reload();
}

function fields() {
    return Object.keys(page.question.props.config.parameters);
}

test('advanced parameters do not keep a click from starting', async () => {
    await haveAdvanced();
    await page.startSpark();
    assert.deepStrictEqual(page.server.rendered[0].parameters, {});
});

test('beside others, advanced parameters are left out of the form', async () => {
    await haveAdvanced({queue: {type: 'string'}});
    await page.click();
    assert.deepStrictEqual(fields(), ['queue']);
});

test('the settings show them, and what is filled in counts', async () => {
    await haveAdvanced({queue: {type: 'string'}});
    page.actions.customize();
    await page.flush();
    assert.deepStrictEqual(fields(), ['cores', 'queue']);
    page.answer({parameters: {cores: 4, queue: ''}, conf: {}});
    await page.settle();
    assert.deepStrictEqual(page.server.rendered[0].parameters, {cores: 4, queue: ''});
});

test('what the server refuses of them is shown', async () => {
    await haveAdvanced();
    refuse({parameters: {cores: 'must be at most 4'}});
    await page.click();
    assert.deepStrictEqual(fields(), ['cores']);
});
