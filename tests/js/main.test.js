// The classic Notebook's entry point: it waits for the notebook, and has all modules asked for at once.
import './dom.js';

import assert from 'node:assert';
import {readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {beforeEach, mock, test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import vm from 'node:vm';

const STATIC = fileURLToPath(new URL('../../startspark/static/', import.meta.url));

const ENTRIES = ['app.js', 'hosts/classic.js'];

const IMPORT = /^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'/gm;

let notebook, events;

beforeEach(() => {
    document.head.innerHTML = '';
    notebook = {_fully_loaded: true, kernel: {info_reply: {status: 'ok'}}};
    events = {one: (name, handler) => Object.assign(events, {[name]: handler})};
});

/** What the AMD module defines; `folder` is where its files are. */
function main(folder = STATIC) {
    const file = join(STATIC, 'main.js');
    let made;
    const define = (names, factory) => {
        const require = {toUrl: path => `${pathToFileURL(join(folder, path))}?v=1`};
        made = factory(require, {notebook}, events);
    };
    vm.compileFunction(readFileSync(file, 'utf8'), ['define'], {
        filename: file,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })(define);
    return made;
}

/** The paths of the links of a kind in the page's head. */
function links(rel) {
    const root = String(pathToFileURL(STATIC));
    return [...document.head.querySelectorAll(`link[rel=${rel}]`)].map(it => it.href.replace(root, ''));
}

/** All that modules import, and that in turn. */
function importedBy(paths) {
    const found = new Set();
    const follow = path => {
        for (const [, target] of readFileSync(join(STATIC, path), 'utf8').matchAll(IMPORT)) {
            const imported = normalize(join(dirname(path), target));
            if (!found.has(imported)) {
                found.add(imported);
                follow(imported);
            }
        }
    };
    paths.forEach(follow);
    return [...found];
}

test('nothing is loaded before the notebook is there', async () => {
    const error = mock.method(console, 'error', () => {});
    notebook._fully_loaded = false;
    main('/nowhere').load_ipython_extension();
    assert.strictEqual(document.head.children.length, 0);
    await events['notebook_loaded.Notebook']();
    assert.notStrictEqual(document.head.children.length, 0);
    error.mock.restore();
});

test('the notebook and its kernel go first', async () => {
    const error = mock.method(console, 'error', () => {});
    notebook.kernel.info_reply = {};
    const loaded = main('/nowhere').load_ipython_extension();
    assert.strictEqual(document.head.children.length, 0);
    events['kernel_ready.Kernel']();
    await loaded;
    assert.notStrictEqual(document.head.children.length, 0);
    error.mock.restore();
});

test('a kernel that is busy, or none, is not waited for', async () => {
    const error = mock.method(console, 'error', () => {});
    mock.timers.enable({apis: ['setTimeout']});
    notebook.kernel = null;
    const loaded = main('/nowhere').load_ipython_extension();
    mock.timers.tick(1000);
    await loaded;
    assert.notStrictEqual(document.head.children.length, 0);
    mock.timers.reset();
    error.mock.restore();
});

test('a failure is said on the console, and is no error of the page', async () => {
    const error = mock.method(console, 'error', () => {});
    await main('/nowhere').load_ipython_extension();
    assert.deepStrictEqual(error.mock.calls.map(it => it.arguments[0]), ['Start Spark is not loaded:']);
    error.mock.restore();
});

test('all modules are asked for at once, and no others', async () => {
    mock.method(console, 'error', () => {});
    const loaded = main().load_ipython_extension();
    await new Promise(resolve => setImmediate(resolve));
    const expected = [...new Set([...ENTRIES, ...importedBy(ENTRIES)])].sort();
    assert.deepStrictEqual([...ENTRIES, ...links('modulepreload')].sort(), expected);
    assert.deepStrictEqual(links('stylesheet'), ['ui/startspark.css']);
    await loaded;
});
