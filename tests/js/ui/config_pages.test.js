// Pages that write configs.
import {buttonOf, CONFIG, dialog, flush, views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {RequestError} from '../../../startspark/static/services/request.js';
import {lineOf, lineRange} from '../../../startspark/static/ui/edit_config_page.js';

const FILE = {
    name: 'grid', path: '/a.yaml', text: 'title: x: y\nmaster: z', version: '1', error: '/a.yaml:1: is `wrong`',
};

withDialog();

const sentence = () => dialog.querySelector('.startspark-status').textContent;

const refusal = (message, body) => new RequestError(409, message, body);

async function edit(more = {}) {
    await views.ask('edit-config', {
        config: CONFIG, onSaved: async () => {}, next: () => ({label: 'Start Spark', action: () => {}}), ...more,
    });
    await new Promise(resolve => setTimeout(resolve, 20));
    return dialog.querySelector('textarea');
}

function write(area, text) {
    area.value = text;
    area.dispatchEvent(new Event('input'));
}

test('the line of an error is found where it is in the file', () => {
    assert.strictEqual(lineOf('/a:b/c.yaml:12: has a tab', '/a:b/c.yaml'), 12);
    assert.strictEqual(lineOf('/a:b/c.yaml: holds no settings', '/a:b/c.yaml'), 0);
    assert.strictEqual(lineOf('/etc/base.yaml:3: is no key', '/a:b/c.yaml'), 0);
    assert.strictEqual(lineOf('', '/a:b/c.yaml'), 0);
});

test('a line is selected whole', () => {
    const text = 'title: x\n\nmaster: y';
    assert.deepStrictEqual([1, 2, 3].map(line => text.slice(...lineRange(text, line))), ['title: x', '', 'master: y']);
    assert.deepStrictEqual([0, 4].map(line => lineRange(text, line)), [[0, 0], [0, 0]]);
});

test('a file is corrected, and what is not saved is kept', async () => {
    views.api.text = async () => FILE;
    let area = await edit();
    assert.strictEqual(document.activeElement, area);
    assert.strictEqual(area.value.slice(area.selectionStart, area.selectionEnd), 'title: x: y');
    assert.strictEqual(dialog.querySelector('[role=alert]').textContent, '/a.yaml:1: is wrong');
    area.value = 'title: x\nmastr: z';
    area.dispatchEvent(new Event('input'));
    views.closeDialog();
    await flush();
    area = await edit();
    assert.strictEqual(area.value, 'title: x\nmastr: z');
    assert.match(dialog.textContent, /These are your earlier changes/);
    const sent = [];
    views.api.edit = async (name, wanted) => {
        sent.push(wanted);
        return sent.length === 1 ? {error: '/a.yaml:2: is no key', warnings: [], written: false, version: '1'} :
            {error: null, warnings: ['Odd.'], written: wanted.write, version: '2'};
    };
    buttonOf(dialog, 'Save').click();
    await flush();
    assert.strictEqual(area.value.slice(area.selectionStart, area.selectionEnd), 'mastr: z');
    assert.strictEqual(area.getAttribute('aria-invalid'), 'true');
    buttonOf(dialog, 'Check').click();
    await flush();
    assert.match(dialog.textContent, /There are no errors\. It is not saved yet\.[^]*Odd\./);
    assert.ok(!buttonOf(dialog, 'Save').disabled);
    buttonOf(dialog, 'Save').click();
    await flush();
    assert.strictEqual(sentence(), 'The configuration is saved.');
    assert.strictEqual(document.activeElement.textContent, 'Start Spark');
    assert.deepStrictEqual(sent.map(({version, write}) => [version, write]), [['1', true], ['1', false], ['1', true]]);
    assert.strictEqual((await edit()).value, FILE.text, 'what is saved is not kept');
});

test('a file of somebody else is named, and a server that does not answer said', async () => {
    views.api.text = async () => ({...FILE, text: null, version: null});
    await edit();
    assert.match(dialog.textContent, /It cannot be changed here\. The file is \/a\.yaml\./);
    views.api.text = async () => {
        throw refusal('That is enough.');
    };
    await edit();
    assert.strictEqual(sentence(), 'That is enough.');
});

test('a file that has changed behind the editor is kept, and so is what was written', async () => {
    views.api.text = async () => FILE;
    const area = await edit();
    views.api.edit = async () => {
        throw refusal('The file has changed since you opened it.');
    };
    area.value = 'title: Mine';
    buttonOf(dialog, 'Save').click();
    await flush();
    assert.strictEqual(dialog.querySelector('[role=alert]').textContent, 'The file has changed since you opened it.');
    assert.deepStrictEqual([area.value, document.activeElement], ['title: Mine', area]);
    assert.ok(!buttonOf(dialog, 'Save').disabled);
});

test('what comes after the dialog was closed changes nothing', async () => {
    let give;
    views.api.text = () => new Promise(resolve => {
        give = resolve;
    });
    await edit();
    await views.ask('message', {sentence: 'Another'});
    give(FILE);
    await flush();
    assert.strictEqual(sentence(), 'Another');
});

test('a new config gets a name, and takes the place of another only where that is wanted', async () => {
    const sent = [];
    views.api.create = async (name, wanted) => {
        sent.push([name, wanted.overwrite]);
        if (name === 'local' && !wanted.overwrite) {
            throw refusal('“Old” has this name already.', {exists: true});
        }
        return {name, path: '/new.yaml', contents_path: 'new.yaml'};
    };
    const created = [];
    await views.ask('save-config', {
        config: CONFIG, wanted: {parameters: {}, conf: {'spark.x': '1'}}, onCreated: async name => created.push(name),
    });
    const [name, title] = dialog.querySelectorAll('input');
    assert.strictEqual(document.activeElement, name);
    const submit = () => dialog.querySelector('form').dispatchEvent(new Event('submit', {cancelable: true}));
    name.value = ' local ';
    title.value = 'Mine';
    submit();
    await flush();
    const replace = buttonOf(dialog, 'Replace it');
    assert.deepStrictEqual([replace.hidden, dialog.querySelector('[role=alert]').textContent],
        [false, '“Old” has this name already.']);
    name.dispatchEvent(new Event('input'));
    assert.ok(replace.hidden);
    submit();
    await flush();
    replace.click();
    await flush();
    assert.strictEqual(sentence(), 'The new configuration is saved and selected.');
    assert.strictEqual(dialog.querySelector('.startspark-edit').getAttribute('href'), '/edit/new.yaml');
    assert.deepStrictEqual([sent, created], [[['local', false], ['local', false], ['local', true]], ['local']]);
});

test('what is typed while the file is saved is kept', async () => {
    const config = {...CONFIG, name: 'slow'};
    let give;
    views.api.text = async () => ({...FILE, text: 'one', error: null});
    views.api.edit = () => new Promise(resolve => {
        give = resolve;
    });
    let area = await edit({config});
    write(area, 'two');
    buttonOf(dialog, 'Save').click();
    write(area, 'two and three');
    give({error: null, warnings: [], written: true, version: '2'});
    await flush();
    views.closeDialog();
    await flush();
    views.api.text = async () => ({...FILE, text: 'two', version: '2', error: null});
    area = await edit({config});
    assert.strictEqual(area.value, 'two and three');
});

test('what is not saved is kept, also where the file has changed', async () => {
    const config = {...CONFIG, name: 'changed'};
    views.api.text = async () => ({...FILE, text: 'one', error: null});
    write(await edit({config}), 'my long work');
    views.closeDialog();
    await flush();
    views.api.text = async () => ({...FILE, text: 'two', version: '2'});
    const area = await edit({config});
    assert.strictEqual(area.value, 'my long work');
    assert.match(dialog.textContent, /The file has changed since then: saving replaces it/);
    buttonOf(dialog, 'Discard my changes and show the file').click();
    assert.strictEqual(area.value, 'two');
    assert.doesNotMatch(dialog.textContent, /earlier changes/);
    assert.match(dialog.querySelector('[role=alert]').textContent, /is wrong/);
});
