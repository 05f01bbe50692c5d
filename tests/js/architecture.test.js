// Which part of the front end may know which.

import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

const STATIC = path.join(import.meta.dirname, '..', '..', 'startspark', 'static');

const IMPORT = /^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'/gm;

/** What a folder's modules may import beside strings.js and their own folder. */
const KNOWS = {
    hosts: [],
    services: [],
    session: ['services'],
    ui: ['session'],
    progress: ['services', 'ui'],
    sessions: ['progress', 'services', 'ui'],
};

const FILES = fs.readdirSync(STATIC, {recursive: true}).filter(it => it.endsWith('.js'));

function read(file) {
    return fs.readFileSync(path.join(STATIC, file), 'utf8');
}

function folder(file) {
    return file.includes(path.sep) ? file.split(path.sep)[0] : '';
}

/** Each import of one folder's module by another's. */
function crossings() {
    return FILES.filter(folder).flatMap(file => [...read(file).matchAll(IMPORT)]
        .map(([, target]) => [file, path.join(path.dirname(file), target)])
        .filter(([, target]) => folder(target) && folder(target) !== folder(file)));
}

test('imports between folders point one way', () => {
    const odd = crossings().filter(([file, target]) => !KNOWS[folder(file)].includes(folder(target)));
    assert.deepStrictEqual(odd, []);
    assert.ok(crossings().length > 10);
});

test('only the session writes the state', () => {
    const odd = FILES.filter(file => folder(file) !== 'session' && /\bstore\.update\(/.test(read(file)));
    assert.deepStrictEqual(odd, []);
});

test('only the classic host knows the classic Notebook', () => {
    const knows = /\bJupyter\.|\brequirejs\b|\bkeyboard_manager\b|\bjQuery\b|\$\(|base\/js\//;
    const odd = FILES.filter(file => knows.test(read(file).replace(/\/\*\*[^]*?\*\/|\/\/.*$/gm, '')));
    assert.deepStrictEqual(odd.filter(file => !/^(main\.js|tree\.js|hosts\/classic)/.test(file)), []);
});

test('no text from outside becomes HTML', () => {
    const odd = FILES.filter(file => /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/.test(read(file)));
    assert.deepStrictEqual(odd, []);
});
