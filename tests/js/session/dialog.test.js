// Whether the dialog is open, and what becomes of what it asks.
import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import {Dialog} from '../../../startspark/static/session/dialog.js';
import {Store} from '../../../startspark/static/session/store.js';

const flush = () => new Promise(resolve => setImmediate(resolve));

let store, dialog;

beforeEach(() => {
    store = new Store();
    dialog = new Dialog(store);
    dialog.follow();
});

test('a question is answered once, and stays until it is dropped', async () => {
    const asked = dialog.ask('review', {});
    const {question} = store.state.dialog;
    question.answer('with');
    question.answer('without');
    assert.strictEqual(await asked, 'with');
    assert.strictEqual(store.state.dialog.question, question);
    assert.ok(store.state.dialog.isOpen);
    store.update('session', {phase: 'starting'});
    dialog.drop();
    await flush();
    assert.deepStrictEqual(store.state.dialog, {isOpen: true, question: null});
});

test('a dialog that is closed answers null', async () => {
    const asked = dialog.ask('review', {});
    dialog.close();
    assert.strictEqual(await asked, null);
    assert.deepStrictEqual(store.state.dialog, {isOpen: false, question: null});
});

test('a button that answers null closes the dialog, also where Spark runs', async () => {
    store.update('session', {phase: 'running'});
    const asked = dialog.ask('review', {});
    store.state.dialog.question.answer(null);
    assert.strictEqual(await asked, null);
    assert.deepStrictEqual(store.state.dialog, {isOpen: false, question: null});
});

test('closed after the answer, the dialog is hidden, and the answer stands', async () => {
    const asked = dialog.ask('parameters', {});
    store.state.dialog.question.answer({parameters: {}});
    dialog.close();
    assert.deepStrictEqual(await asked, {parameters: {}});
    assert.ok(!store.state.dialog.isOpen);
    dialog.ask('parameters', {});
    assert.ok(store.state.dialog.isOpen);
});

test('a question takes the place of another, which gets no answer', async () => {
    const first = dialog.ask('message', {});
    dialog.ask('edit-config', {});
    assert.strictEqual(await first, null);
    assert.deepStrictEqual([store.state.dialog.isOpen, store.state.dialog.question.kind], [true, 'edit-config']);
    dialog.show();
    assert.deepStrictEqual(store.state.dialog, {isOpen: true, question: null});
});

for (const [session, isOpen] of [
    [{phase: 'ready'}, false], [{phase: 'unknown'}, false], [{phase: 'no-kernel'}, false],
    [{phase: 'starting'}, true], [{phase: 'stopping'}, true], [{phase: 'running'}, true], [{phase: 'lost'}, true],
    [{phase: 'no-kernel', failure: {sentence: '', advice: ''}}, true],
    [{phase: 'ready', start: {step: 'reading'}}, true],
]) {
    test(`with ${JSON.stringify(session)} the dialog ${isOpen ? 'stays open' : 'closes'}`, async () => {
        store.update('session', session);
        dialog.show();
        await flush();
        assert.strictEqual(store.state.dialog.isOpen, isOpen);
    });
}

test('a failure is there until the dialog with it is closed; where the phase is failed, until that ends', async () => {
    const failure = {sentence: '', advice: ''};
    for (const [phase, kept] of [['failed', failure], ['running', null], ['no-kernel', null]]) {
        store.update('session', {phase, failure});
        dialog.show();
        await flush();
        assert.strictEqual(store.state.session.failure, failure);
        dialog.close();
        await flush();
        assert.strictEqual(store.state.session.failure, kept);
    }
});
