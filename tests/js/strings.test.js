// The sentences that the user sees, and what the docs say of them.

import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import * as strings from '../../startspark/static/strings.js';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** What a sentence takes in is any text to the docs. */
const ANY = '…';

/** The texts below a value of strings.js. */
function texts(value) {
    if (typeof value === 'function') {
        return texts(value(...Array(value.length).fill(ANY)));
    }
    return typeof value === 'string' ? [plain(value)] : Object.values(value ?? {}).flatMap(texts);
}

/** Text without what differs between a page and its source. */
function plain(text) {
    return text.replaceAll('’', '\'').replaceAll('`', '').replace(/\s+/g, ' ');
}

function read(...parts) {
    return fs.readFileSync(path.join(ROOT, ...parts), 'utf8');
}

/** The cells of a table's rows, of all tables that begin with these words. */
function rows(markdown, head) {
    const tables = markdown.split('\n\n').filter(block => block.startsWith(`| ${head} |`));
    return tables.flatMap(table => table.trimEnd().split('\n').slice(2).map(row => row.split(/(?<!\\)\|/).slice(1, -1)
        .map(cell => cell.trim())));
}

/** What stands in a table's sentence for any text, a name that code puts there, or the next sentence. */
const GAPS = /\*[^*]+\*|…| \/ |\([^)]*\)|\b[A-Z_]{5,}\b|pyspark(?:-shell)?/;

/** The pieces of a sentence in a table, without what code may put together. */
function pieces(cell) {
    return plain(cell).replace('†', '').split(GAPS).map(it => it.trim().replace(/\.$/, '')).filter(it => it.length > 2);
}

/** All Python code of the package, in which a sentence may go over several lines. */
function python() {
    const files = fs.readdirSync(path.join(ROOT, 'startspark'), {recursive: true}).filter(it => it.endsWith('.py'));
    return plain(files.map(file => read('startspark', file)).join('\n').replace(/"\s*f?"/g, ''));
}

const ALL = Object.values(strings).flatMap(texts);
const SESSION = read('docs', 'session.md');
const FAILURES = read('docs', 'failures.md');

test('each state has the label that the docs give it', () => {
    const entries = rows(SESSION, 'state').map(([state, button]) => [state.replaceAll('`', ''), button]);
    const found = Object.fromEntries(entries);
    const {busy, ...states} = strings.TOOLBAR.states;
    assert.deepStrictEqual(Object.keys(found).sort(), Object.keys(states).sort());
    for (const [state, {label}] of Object.entries(states)) {
        assert.ok(found[state].startsWith(label), `${state}: ${label}`);
    }
    assert.match(found.unknown, new RegExp(busy.label));
});

test('what the docs have the dialog say, it says', () => {
    const known = [...ALL, python()].join('\n');
    const odd = rows(FAILURES, 'what the dialog says').flatMap(([cell]) => pieces(cell))
        .filter(piece => !known.includes(piece));
    assert.deepStrictEqual(odd, []);
});

test('what has ended a session is in the docs', () => {
    const {jvm, cluster, kernel, idle} = strings.ENDS;
    const documented = plain(FAILURES);
    const missing = [jvm(''), cluster, kernel, idle].map(sentence => plain(sentence).split(/[:.]/)[0])
        .filter(sentence => !documented.includes(sentence));
    assert.deepStrictEqual(missing, []);
});

test('the buttons that the docs name are there', () => {
    const pages = ['get-started', 'configurations', 'session', 'progress', 'failures'].map(it => `docs/${it}.md`);
    const names = ['README.md', ...pages, 'startspark/static/readme.md']
        .flatMap(file => [...read(file).matchAll(/\*\*([^*.]+)\*\*/g)].map(([, name]) => plain(name)));
    assert.ok(names.length > 5);
    assert.deepStrictEqual(names.filter(name => !ALL.some(text => text.startsWith(name))), []);
});
