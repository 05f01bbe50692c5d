// The form for parameters and properties.
import {buttonOf, CONFIG, dialog, flush, views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {Dialog} from '../../../startspark/static/session/dialog.js';

const HOSTILE = ['constructor', '__proto__', 'wrap', 'toString', 'hasOwnProperty'];

const DETAILS = {
    path: '/home/ann/grid.yaml', contents_path: null,
    conf: {'spark.a': '1', 'spark.secret': null, 'spark.home': {env: 'HOME'}},
};

withDialog();

function ask(props) {
    return views.ask('parameters', {
        config: CONFIG, details: null, overrides: {}, refusals: {parameters: {}, conf: {}},
        ...props,
    });
}

async function submit() {
    dialog.querySelector('form').dispatchEvent(new Event('submit', {cancelable: true}));
    await flush();
}

function type(input, value) {
    input.value = value;
    input.dispatchEvent(new Event('input'));
}

/** An object with the names as its own, as JSON gives it. */
const named = (names, value) => JSON.parse(`{${names.map(it => `${JSON.stringify(it)}: ${JSON.stringify(value)}`)}}`);

test('each type of a parameter has its control, and gives its value', async () => {
    const answers = await ask({config: {...CONFIG, parameters: {
        cores: {
            type: 'integer', title: 'Cores', minimum: 1, maximum: 4, default: 2, unit: 'cores', description: 'Of each',
        },
        level: {type: 'string', enum: ['low', 'high'], default: 'high'},
        size: {type: 'number', enum: [1, 2.5]},
        fast: {type: 'boolean', default: true},
        name: {type: 'string', default: ''},
        rate: {type: 'number', minimum: 0, default: 0.5},
    }}});
    assert.strictEqual(document.activeElement.id, 'startspark-parameter-cores');
    assert.deepStrictEqual([...dialog.querySelectorAll('label')].map(it => it.textContent),
        ['Cores', 'level', 'size', 'fast', 'name', 'rate']);
    assert.deepStrictEqual([...dialog.querySelectorAll('.startspark-help')].map(it => it.textContent),
        ['Of each (1 to 4 cores)', '', '', '', '', 'at least 0']);
    await submit();
    assert.deepStrictEqual(answers, [{
        parameters: {cores: 2, level: 'high', size: 1, fast: true, name: '', rate: 0.5}, conf: null, saveAs: false,
    }]);
    assert.ok([...dialog.querySelectorAll('.startspark-footer button')].every(it => it.disabled));
});

test('the button says what it does where Spark turns out to run', async () => {
    await ask({});
    const [submitButton] = dialog.querySelectorAll('button[type=submit]');
    assert.strictEqual(submitButton.textContent, 'Start Spark');
    views.store.update('session', {phase: 'running', facts: {running: true}});
    await flush();
    assert.strictEqual(submitButton.textContent, 'Restart Spark');
});

test('names that every object has are harmless', async () => {
    const answers = await ask({
        config: {...CONFIG, parameters: named(HOSTILE, {type: 'string', default: 'x'})},
        details: {...DETAILS, conf: named(HOSTILE, 'y')},
        overrides: named(['__proto__'], 'z'),
    });
    assert.strictEqual(dialog.querySelectorAll('.startspark-refused').length, 0);
    await submit();
    const [{parameters, conf}] = answers;
    assert.deepStrictEqual(Object.keys(parameters), HOSTILE);
    assert.deepStrictEqual(Object.entries(conf), [['__proto__', 'z']]);
    assert.strictEqual(Object.getPrototypeOf(parameters), Object.prototype);
});

test('asked again, it keeps what the user has typed, and says what is wrong', async () => {
    const parameters = {queue: {type: 'string'}, name: {type: 'string'}};
    const config = {...CONFIG, parameters};
    const first = await ask({config});
    const [queue, name] = dialog.querySelectorAll('input');
    type(queue, 'lower');
    type(name, 'UPPER');
    await submit();
    assert.strictEqual(first.length, 1);
    const second = await ask({config, isAgain: true, refusals: {parameters: {name: 'must match ^[a-z]*$'}, conf: {}}});
    assert.ok(dialog.contains(name));
    assert.deepStrictEqual([queue.value, name.value], ['lower', 'UPPER']);
    assert.strictEqual(document.activeElement, name);
    const refused = dialog.querySelectorAll('.startspark-refused');
    assert.strictEqual(refused.length, 1);
    assert.strictEqual(refused[0].querySelector('.startspark-message').textContent, 'must match ^[a-z]*$');
    assert.deepStrictEqual([queue, name].map(it => it.getAttribute('aria-invalid')), ['false', 'true']);
    assert.ok(!buttonOf(dialog, 'Start Spark').disabled);
    type(name, 'lower');
    await submit();
    assert.deepStrictEqual([first.length, second[0].parameters], [1, {queue: 'lower', name: 'lower'}]);
});

test('asked again behind another page, it still has what was typed', async () => {
    const config = {...CONFIG, parameters: {name: {type: 'string'}}};
    await ask({config});
    const name = dialog.querySelector('input');
    type(name, 'typed');
    views.store.update('dialog', {question: null});
    await views.session({phase: 'starting', start: {step: 'reading', note: '', log: ''}});
    assert.ok(!dialog.contains(name));
    await ask({config, isAgain: true, refusals: {parameters: {name: 'no'}}});
    assert.strictEqual(dialog.querySelector('input').value, 'typed');
});

test('properties that come with a refusal are shown below what was typed', async () => {
    const config = {...CONFIG, parameters: {name: {type: 'string'}}};
    await ask({config});
    type(dialog.querySelector('input'), 'typed');
    await submit();
    const answers = await ask({
        config, isAgain: true, details: DETAILS, overrides: {'spark.x': '1'}, refusals: {conf: {'spark.x': 'is `odd`'}},
    });
    assert.strictEqual(document.activeElement.value, '1');
    assert.strictEqual(dialog.querySelector('tr.startspark-refused .startspark-message').textContent, 'is odd');
    buttonOf(dialog, 'New configuration from this…').click();
    assert.deepStrictEqual(answers, [{parameters: {name: 'typed'}, conf: {'spark.x': '1'}, saveAs: true}]);
});

test('properties are changed, left out, taken back and added', async () => {
    const answers = await ask({details: DETAILS, overrides: {'spark.a': null}});
    const rows = () => [...dialog.querySelectorAll('.startspark-properties tr')];
    const [a, secret, home] = rows();
    const note = row => row.querySelector('.startspark-note').textContent;
    assert.deepStrictEqual([note(a), a.querySelector('input').disabled], ['left out', true]);
    a.querySelector('button').click();
    assert.deepStrictEqual([note(a), a.querySelector('input').disabled], ['', false]);
    type(secret.querySelector('input'), '{env: SECRET}');
    assert.strictEqual(note(secret), 'was hidden');
    home.querySelector('button').click();
    buttonOf(dialog, 'Add a property').click();
    const [name, value] = rows()[3].querySelectorAll('input');
    assert.strictEqual(document.activeElement, name);
    await submit();
    assert.deepStrictEqual(answers, []);
    assert.match(rows()[3].textContent, /needs a name/);
    assert.strictEqual(document.activeElement, name);
    type(name, 'spark.a');
    await submit();
    assert.match(rows()[3].textContent, /is in the list twice/);
    type(name, ' spark.new ');
    type(value, '7');
    await submit();
    assert.deepStrictEqual(answers[0].conf,
        {'spark.secret': {env: 'SECRET'}, 'spark.home': null, 'spark.new': '7'});
});

test('texts of a config stay texts', async () => {
    const html = '<img src=x onerror=hacked=1>';
    await ask({config: {...CONFIG, title: html, warnings: [html], parameters: {
        x: {type: 'string', title: html, description: html, unit: html, enum: [html]},
    }}, details: {...DETAILS, conf: {[html]: html}}});
    assert.strictEqual(dialog.querySelectorAll('img').length, 0);
    assert.ok(dialog.textContent.includes(html));
});

test('an advanced parameter that is refused is shown, also where the form had none', async () => {
    const parameters = {queue: {type: 'string'}};
    await ask({config: {...CONFIG, parameters}});
    await submit();
    const more = {cores: {type: 'integer', default: 8, advanced: true}, ...parameters};
    const refusals = {parameters: {cores: 'must be at most 4'}, conf: {}};
    await ask({config: {...CONFIG, parameters: more}, isAgain: true, refusals});
    assert.match(dialog.textContent, /must be at most 4/);
});

test('what was typed is still there after the dialog was closed', async () => {
    const real = new Dialog(views.store);
    views.closeDialog = () => real.close();
    const props = {
        config: {...CONFIG, parameters: {name: {type: 'string'}}}, details: null, overrides: {},
        refusals: {parameters: {}, conf: {}},
    };
    real.ask('parameters', props);
    await flush();
    type(dialog.querySelector('input'), 'typed');
    await submit();
    views.actions.closeDialog();
    await flush();
    assert.strictEqual(dialog.open, false);
    const refusals = {parameters: {name: 'too short'}, conf: {}};
    real.ask('parameters', {...props, isAgain: true, refusals});
    await flush();
    assert.strictEqual(dialog.querySelector('input').value, 'typed');
});

test('a value with a newline is unchanged until somebody types', async () => {
    const conf = {'spark.driver.extraJavaOptions': '-Da=b -Dc=d\n'};
    const answers = await ask({details: {...DETAILS, conf}});
    await submit();
    assert.deepStrictEqual(answers[0].conf, {});
});
