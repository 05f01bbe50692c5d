// The page of what is wrong with server, configuration and kernel.
import {buttonOf, dialog, flush, views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {reportText} from '../../../startspark/static/ui/doctor_report.js';

withDialog();

const JAVA = {area: 'Kernel', check: 'Java', status: 'error', text: 'JAVA_HOME is `~/x`.', fix: 'Set `JAVA_HOME`.'};
const FOUND = [
    {area: 'Server', check: 'Packages', status: 'ok', text: 'fit', fix: ''},
    {area: 'Server', check: 'Running server', status: 'warning', text: 'It is <b>old</b>.', fix: 'Restart it.'},
];

/** Show the page; returns what lets the kernel answer. */
async function show(server = FOUND, more = {}) {
    let answer = () => {};
    const kernel = new Promise(resolve => {
        answer = resolve;
    });
    await views.session(more);
    const answers = await views.ask('doctor', {examine: () => ({server: Promise.resolve(server), kernel})});
    await flush();
    return {answers, answer: async found => {
        answer(found);
        await flush();
    }};
}

const sentence = () => dialog.querySelector('.startspark-status').textContent;
const items = () => [...dialog.querySelectorAll('.startspark-finding strong')].map(it => it.textContent);

test('what is known of the server is shown while the kernel is busy', async () => {
    const {answer} = await show();
    assert.match(sentence(), /Checking the kernel/);
    assert.deepStrictEqual(items(), ['Warning: Running server']);
    await answer([JAVA]);
    assert.strictEqual(sentence(), 'Found: 1 error, 1 warning.');
    assert.deepStrictEqual(items(), ['Error: Java', 'Warning: Running server']);
    assert.match(dialog.textContent, /It is <b>old<\/b>\./);
    assert.strictEqual(document.activeElement, buttonOf(dialog, 'Copy the report'));
});

test('where nothing is wrong, that is said', async () => {
    const {answer} = await show([FOUND[0]]);
    await answer([]);
    assert.strictEqual(sentence(), 'No problems were found.');
    assert.strictEqual(dialog.querySelector('ul'), null);
    assert.match(dialog.querySelector('.startspark-report').textContent, /ok {7}Packages {14}fit/);
});

test('the report is copied as text', async () => {
    const copied = [];
    const {answer} = await show();
    await answer([JAVA]);
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {
        writeText: async text => copied.push(text),
    }});
    buttonOf(dialog, 'Copy the report').click();
    await flush();
    assert.deepStrictEqual(copied, [reportText([...FOUND, JAVA])]);
    assert.match(dialog.querySelector('.startspark-content .startspark-note[role=status]').textContent, /is copied/);
    delete navigator.clipboard;
});

test('where the browser does not copy, the report is selected', async () => {
    const {answer} = await show();
    await answer([JAVA]);
    document.execCommand = () => false;
    buttonOf(dialog, 'Copy the report').click();
    await flush();
    assert.match(dialog.querySelector('[role=status].startspark-note').textContent, /press Ctrl\+C/);
    assert.ok(dialog.querySelector('.startspark-report').open);
    assert.strictEqual(window.getSelection().toString(), reportText([...FOUND, JAVA]));
});

test('one goes back to a failure, and checks again', async () => {
    const {answer, answers} = await show(FOUND, {phase: 'failed', failure: {sentence: 'No.', advice: ''}});
    await answer([JAVA]);
    buttonOf(dialog, 'Check again').click();
    await flush();
    await flush();
    assert.strictEqual(sentence(), 'Found: 1 error, 1 warning.');
    buttonOf(dialog, 'Back').click();
    assert.deepStrictEqual(answers, ['back']);
});

test('without a failure there is nothing to go back to', async () => {
    const {answer} = await show();
    await answer([]);
    assert.strictEqual([...dialog.querySelectorAll('button')].find(it => it.textContent === 'Back'), undefined);
});

test('a failure offers the check', async () => {
    await views.show({phase: 'failed', failure: {sentence: 'No.', advice: ''}});
    buttonOf(dialog, 'Check this notebook’s Spark').click();
    assert.deepStrictEqual(views.called, [['check']]);
});

test('the report is the same as the command’s', () => {
    assert.strictEqual(reportText([...FOUND, JAVA]), [
        'Server',
        '  ok       Packages              fit',
        '  warning  Running server        It is <b>old</b>.',
        '                                 → Restart it.',
        '',
        'Kernel',
        '  error    Java                  JAVA_HOME is `~/x`.',
        '                                 → Set `JAVA_HOME`.',
        '',
    ].join('\n'));
});
