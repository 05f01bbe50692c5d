// The dialog: its pages, its focus, and the keys that must not leave it.
import {buttonOf, CONFIG, dialog, flush, views, Views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {press} from '../dom.js';

const START = {
    step: 'executing', title: 'Small grid', begun: null, phase: null, log: '', note: '', hasCodeAfter: false,
};

withDialog();

const sentence = () => dialog.querySelector('.startspark-status').textContent;

test('a start is followed until Spark runs, then its link has the focus', async () => {
    let cancelled = 0;
    const start = {...START, cancel: () => {
        cancelled += 1;
    }};
    await views.show({phase: 'starting', start: {...start, step: 'reading'}});
    assert.ok(dialog.open);
    assert.strictEqual(sentence(), 'Reading the configuration…');
    assert.strictEqual(document.activeElement.textContent, 'Hide');
    await views.session({start: {...start, begun: Date.now() - 2500, phase: {phase: 'jvm'}}});
    assert.strictEqual(sentence(), 'Starting Spark with “Small grid”');
    assert.strictEqual(dialog.querySelector('.startspark-time').textContent, '2 s');
    assert.match(dialog.querySelector('.startspark-phase').textContent, /^Launching/);
    buttonOf(dialog, 'Cancel').click();
    assert.strictEqual(cancelled, 1);
    await views.session({phase: 'running', start: null, facts: {running: true, master: 'local[2]', ui_port: 4040}});
    assert.strictEqual(sentence(), 'Spark is running.');
    assert.strictEqual(document.activeElement.textContent, 'Close');
    views.store.update('webUI', {link: '/ui/4040/jobs/', reason: ''});
    await flush();
    assert.strictEqual(document.activeElement.className.split(' ')[0], 'startspark-ui-link');
});

test('the link does not take the focus from where the user has it', async () => {
    await views.show({phase: 'running', facts: {running: true, master: 'local[2]', archive: {missing: true}}});
    const offer = buttonOf(dialog, 'Make the next starts faster');
    offer.focus();
    views.store.update('webUI', {link: '/ui/4040/jobs/', reason: ''});
    await flush();
    assert.strictEqual(document.activeElement, offer);
    assert.ok(dialog.querySelector('.startspark-ui-link'));
    views.store.update('webUI', {link: null, reason: 'It is gone.'});
    await flush();
    assert.strictEqual(dialog.querySelector('.startspark-ui-link'), null);
    assert.strictEqual(dialog.querySelector('.startspark-no-web-ui').textContent, 'It is gone.');
});

test('the log opens at an unusual line, and what the user does with it stays', async () => {
    const usual = 'Setting default log level to "WARN".\n';
    const log = () => dialog.querySelector('.startspark-log');
    await views.show({phase: 'starting', start: {...START, log: usual}});
    assert.deepStrictEqual([log().hidden, log().open], [false, false]);
    await views.session({start: {...START, log: `${usual}java.lang.Odd`}});
    assert.ok(!log().open);
    await views.session({start: {...START, log: `${usual}java.lang.Odd\n`}});
    assert.ok(log().open);
    log().open = false;
    await views.session({start: {...START, log: `${usual}java.lang.Odd\nOdder\n`}});
    assert.ok(!log().open);
    await views.session({phase: 'running', start: null, facts: {running: true}});
    assert.match(log().textContent, /Odder/);
});

test('what is ignored is said until the dialog is closed', async () => {
    await views.show({phase: 'starting', start: {...START, note: '`startspark` must be a mapping'}});
    await views.session({phase: 'failed', start: null, failure: {sentence: 'No.', advice: 'Do it.'}});
    const ignored = dialog.querySelector('.startspark-ignored');
    assert.deepStrictEqual([sentence(), ignored.textContent, ignored.hidden],
        ['No.', 'startspark must be a mapping', false]);
    views.closeDialog();
    await flush();
    await views.show();
    assert.ok(ignored.hidden);
});

test('another failure is another page, a tick is not', async () => {
    await views.show({phase: 'failed', failure: {sentence: 'One.', advice: '', log: 'x'}});
    const retry = buttonOf(dialog, 'Start again');
    assert.strictEqual(document.activeElement, retry);
    await views.session({isKernelBusy: true});
    assert.ok(dialog.contains(retry));
    retry.click();
    assert.deepStrictEqual(views.called, [['retry']]);
    await views.session({failure: {sentence: 'Two.', advice: ''}});
    assert.strictEqual(sentence(), 'Two.');
});

test('a stop that failed is not called a start', async () => {
    await views.show({phase: 'failed', failure: {sentence: 'No.', advice: '', isOfStop: true}});
    buttonOf(dialog, 'Stop again').click();
    assert.deepStrictEqual(views.called, [['retry']]);
});

test('a failure that can be corrected here offers that first', async () => {
    let corrected = 0;
    views.actions.correction = ({key}) => ({label: `Change ${key}…`, action: () => {
        corrected += 1;
    }});
    await views.show({phase: 'failed', failure: {sentence: 'No.', advice: '', key: 'spark.x'}});
    assert.strictEqual(document.activeElement, buttonOf(dialog, 'Change spark.x…'));
    document.activeElement.click();
    assert.strictEqual(corrected, 1);
    assert.ok(buttonOf(dialog, 'Start again'));
});

test('it closes where there is nothing to show any more', async () => {
    await views.show({phase: 'stopping'});
    assert.ok(dialog.open);
    await views.session({phase: 'ready'});
    assert.ok(!dialog.open);
});

test('Escape closes it, answers nothing, and the focus returns', async () => {
    const opener = document.body.appendChild(document.createElement('button'));
    opener.focus();
    const answers = await views.ask('message', {sentence: 'No Spark runs.'});
    assert.deepStrictEqual([sentence(), dialog.className], ['No Spark runs.', 'startspark-dialog startspark-why']);
    press('Escape');
    await flush();
    assert.deepStrictEqual([dialog.open, answers, views.closed], [false, [null], 1]);
    assert.strictEqual(document.activeElement, opener);
});

test('a browser that closes it by itself is heard', async () => {
    await views.show({phase: 'running', facts: {running: true}});
    dialog.close();
    await flush();
    assert.deepStrictEqual([views.closed, views.store.state.dialog.isOpen], [1, false]);
});

test('no key leaves the dialog, and none reaches the page beside it', async () => {
    const heard = [];
    const listen = event => heard.push(event.key);
    document.addEventListener('keydown', listen);
    document.addEventListener('keydown', listen, true);
    await views.ask('parameters', {config: {...CONFIG, parameters: {name: {type: 'string'}}}});
    for (const target of [dialog, dialog.querySelector('input'), dialog.querySelector('.startspark-close')]) {
        target.focus();
        press('d');
    }
    assert.deepStrictEqual(heard, ['d', 'd', 'd']);  // on their way down alone
    heard.length = 0;
    const outside = document.body.appendChild(document.createElement('input'));
    for (const target of [document.body, outside]) {
        document.activeElement.blur();
        target.focus();
        assert.ok(!press('d'));
        assert.strictEqual(document.activeElement, dialog);
    }
    assert.deepStrictEqual(heard, []);
    document.activeElement.blur();
    assert.ok(press('Tab'), 'the browser goes on into the dialog');
    views.closeDialog();
    await flush();
    outside.focus();
    assert.ok(press('d'));
    assert.deepStrictEqual(heard, ['d', 'd']);
    document.removeEventListener('keydown', listen);
    document.removeEventListener('keydown', listen, true);
});

test('a save in the dialog is no save of the page', async () => {
    await views.ask('message', {sentence: ''});
    assert.ok(!press('s', {ctrlKey: true}));
});

test('the dialog is the one of the theme', async () => {
    assert.strictEqual(dialog.dataset.startsparkTheme, 'light');
});

test('keys reach the dialog of another notebook', async () => {
    await views.ask('message', {sentence: 'One'});
    const other = new Views();
    document.body.append(dialog);  // which the other views have taken away
    const second = other.makeDialog();
    await other.ask('message', {sentence: 'Two'});
    let heard = 0;
    second.addEventListener('keydown', () => {
        heard += 1;
    });
    press(second.querySelector('.startspark-footer button'), 'Enter');
    assert.strictEqual(heard, 1);
    other.store.update('dialog', {isOpen: false, question: null});
    await flush();
});
