// The command palette's commands, and the config that the drop-down shows.
'use strict';

const assert = require('node:assert');
const {beforeEach, test} = require('node:test');
const {loader} = require('./amd');

const CONFIGS = ['alpha', 'beta'].map(name => ({name, title: name}));

let page;

/** Jupyter's actions, of which `register` drops what it does not know. */
class Actions {
    constructor() {
        this.byName = new Map();
    }

    register({icon, help, handler}, name, prefix) {
        this.byName.set(`${prefix}:${name}`, {icon, help, handler});
        return `${prefix}:${name}`;
    }

    get(name) {
        return this.byName.get(name);
    }
}

/** Start Spark in a page of which the parts do nothing by themselves. */
async function makePage(remembered) {
    const made = {explained: [], run: [], why: null, actions: new Actions(), picked: null};
    const element = {appendTo: () => element, append: () => element, attr: () => element};
    const $ = () => element;
    class Toolbar {
        constructor(options) {
            Object.assign(this, options, {configs: new Map()});
            this.button = [{disabled: false}];
        }

        list(configs, chosen) {
            this.configs = new Map(configs.map(it => [it.name, it]));
            this.pick(chosen || configs[0].name);
        }

        pick(name) {
            this.chosen = this.configs.get(name);
        }

        show() {}
    }
    const session = {
        state: 'ready', facts: {running: false}, obstacle: null, machine: {send: () => {}},
        listen: () => {}, refresh: async () => {},
    };
    const commands = {obstacle: () => made.why, run: name => made.run.push(name)};
    const require = (names, done) => done({Controller: class {
        constructor() {
            Object.assign(this, {commands, view: {missing: ''}, update: () => {}, prewarm: {begin: () => {}}});
        }
    }});
    require.toUrl = name => name;
    const modal = {addClass: () => modal, removeClass: () => modal, modal: () => {}};
    const load = loader({
        jquery: $,
        require,
        'base/js/dialog': {modal: ({body}) => {
            made.explained.push(body);
            return modal;
        }},
        'base/js/events': {on: () => {}},
        header: {follow: () => {}},
        remembered: {Remembered: class {
            constructor() {
                this.config = remembered;
            }

            choose(name) {
                this.config = name;
            }
        }},
        retry: {Retry: class {
            stop() {}
        }},
        server: {Server: class {
            async configs() {
                return CONFIGS;
            }
        }},
        session: {Session: class {
            constructor(notebook, server, {onChange}) {
                Object.assign(session, {onChange});
                return session;
            }
        }},
        toolbar: {Toolbar},
    });
    const notebook = {
        base_url: '/', config: {loaded: Promise.resolve(), data: {}},
        keyboard_manager: {actions: made.actions, command_shortcuts: {add_shortcut: () => {}}},
    };
    const {StartSpark} = load('startspark');
    made.startSpark = new StartSpark(notebook);
    await made.startSpark.load();
    return Object.assign(made, {session, toolbar: made.startSpark.toolbar});
}

function call(name) {
    page.actions.get(`startspark:${name}`).handler();
}

/** The kernel says that a config's Spark runs. */
function tellOf(config) {
    page.session.facts = {running: true, config};
    page.session.onChange();
}

beforeEach(async () => {
    page = await makePage('alpha');
});

test('the word Spark finds each command in the palette', () => {
    const titles = [...page.actions.byName.values()].map(it => it.cmd);
    assert.strictEqual(titles.length, 6);
    titles.forEach(title => assert.match(title, /\bSpark\b/));
    assert.strictEqual(new Set(titles).size, 6);
});

test('a command is done', () => {
    call('stop');
    assert.deepStrictEqual([page.run, page.explained], [['stop'], []]);
});

test('a command says why it cannot be done', () => {
    page.why = 'No Spark runs.';
    call('stop');
    assert.deepStrictEqual([page.run, page.explained], [[], ['No Spark runs.']]);
});

test('a command says what is wrong with the kernel', () => {
    page.session.obstacle = 'This one runs R.';
    call('start');
    assert.deepStrictEqual([page.run, page.explained], [[], ['This one runs R.']]);
});

test('after a reload the drop-down shows what runs, also once the list is read anew', async () => {
    tellOf('beta');
    assert.strictEqual(page.toolbar.chosen.name, 'beta');
    await page.startSpark.reload();
    assert.strictEqual(page.toolbar.chosen.name, 'beta');
});

test('the drop-down keeps what the user chooses while another runs', async () => {
    tellOf('beta');
    page.startSpark.choose('alpha');
    page.toolbar.pick('alpha');
    page.session.onChange();
    await page.startSpark.reload();
    assert.strictEqual(page.toolbar.chosen.name, 'alpha');
});

test('the drop-down stays where the config that runs is none of the list', () => {
    for (const config of [undefined, 'gone']) {
        tellOf(config);
        assert.strictEqual(page.toolbar.chosen.name, 'alpha');
    }
});
