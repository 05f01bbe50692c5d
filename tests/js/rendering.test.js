// What is asked before a config becomes code.
'use strict';

const assert = require('node:assert');
const {beforeEach, test} = require('node:test');
const {loader} = require('./amd');

const CONF = {'spark.jars': 'evil.jar'};

let page;

/** A start's page, with the last that its dialog has shown. */
function makePage() {
    const made = {rendered: [], reviewed: [], changed: [], accepted: 0, shown: null};
    const button = (text, onClick) => {
        const it = {text, onClick};
        return Object.assign(it, {addClass: () => it});
    };
    made.load = loader({
        button: {button, submit: text => button(text)},
        facts: {warnings: () => null},
        file: {element: () => null},
        review: {content: overrides => overrides},
        form: {Form: class {
            constructor(parameters, settings, onSubmit) {
                made.submit = () => onSubmit({parameters: {}, conf: settings && settings.changes});
            }

            refuse() {}
        }},
        settings: {Settings: class {
            constructor(details, changes) {
                this.changes = changes;
            }
        }},
    });
    made.options = {
        label: 'Start Spark',
        customize: false,
        config: {name: 'local', title: 'This machine', parameters: {}},
        notebook: {notebook_path: 'a.ipynb'},
        remembered: {
            changes: CONF, count: 1, isStrange: true, note: 'NOTE',
            change: changes => made.changed.push(changes),
            accept: () => {
                made.accepted += 1;
            },
        },
        api: {
            config: async () => ({conf: {}}),
            review: async (name, conf) => {
                made.reviewed.push(conf);
                return {overrides: ['OVERRIDES']};
            },
            render: async (name, {conf}) => {
                made.rendered.push(conf);
                return {name};
            },
        },
        dialog: {
            show: shown => {
                made.shown = shown;
            },
            note: note => {
                made.note = note;
            },
            enableButtons: () => {},
            onceClosed: listener => {
                made.close = listener;
            },
        },
        onAsk: () => {},
        unless: step => step,
    };
    return made;
}

async function run() {
    const {Rendering} = page.load('rendering');
    const running = new Rendering(page.options).run();
    await new Promise(resolve => setImmediate(resolve));
    return {result: running};
}

async function press(text) {
    page.shown.buttons.find(it => it && it.text === text).onClick();
    await new Promise(resolve => setImmediate(resolve));
}

beforeEach(() => {
    page = makePage();
});

test('what a stranger changes is reviewed, and by default left out of the start', async () => {
    const {result} = await run();
    assert.deepStrictEqual(page.reviewed, [CONF]);
    assert.deepStrictEqual(page.rendered, []);
    assert.deepStrictEqual(page.shown.content, ['OVERRIDES']);
    assert.strictEqual(page.shown.focus.text, 'Start without these changes');
    await press('Start without these changes');
    assert.deepStrictEqual(await result, {name: 'local'});
    assert.deepStrictEqual(page.rendered, [{}]);
    assert.deepStrictEqual([page.changed, page.accepted], [[], 0]);
});

test('a decision for them starts with them, and is remembered', async () => {
    const {result} = await run();
    await press('Start with these changes');
    await result;
    assert.deepStrictEqual([page.rendered, page.changed, page.accepted], [[CONF], [], 1]);
});

test('closing the review starts nothing', async () => {
    const {result} = await run();
    page.close();
    assert.strictEqual(await result, null);
    assert.deepStrictEqual([page.rendered, page.accepted], [[], 0]);
});

test('the settings begin without what was refused', async () => {
    page.options.customize = true;
    const {result} = await run();
    await press('Continue without these changes');
    page.submit();
    await result;
    assert.deepStrictEqual([page.rendered, page.changed, page.accepted], [[{}], [{}], 0]);
});

test('the user’s own changes are asked about no more', async () => {
    page.options.remembered.isStrange = false;
    const {result} = await run();
    await result;
    assert.deepStrictEqual([page.reviewed, page.rendered], [[], [CONF]]);
});

test('what was refused by the server is shown to be corrected', async () => {
    page.options.remembered.isStrange = false;
    const {render} = page.options.api;
    page.options.api.render = async () => {
        page.options.api.render = render;
        throw Object.assign(new Error('refused'), {xhr: {responseJSON: {conf: {'spark.jars': 'no'}}}});
    };
    const {result} = await run();
    page.submit();
    await result;
    assert.deepStrictEqual([page.rendered, page.changed], [[CONF], [CONF]]);
});

test('what is ignored in the metadata is said', async () => {
    page.options.remembered.isStrange = false;
    await run();
    assert.strictEqual(page.note, 'NOTE');
});
