// What a stranger's notebook changes.
import {buttonOf, CONFIG, dialog, flush, views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {note, summary} from '../../../startspark/static/ui/review_page.js';

withDialog();

const override = (name, value, more = {}) => ({name, value, runs_code: false, ...more});

test('it says how many there are, and how many can run code', () => {
    const [safe, risky] = [override('spark.x', '1'), override('spark.jars', 'x', {runs_code: true})];
    assert.match(summary([safe], 'A'), /^It changes a property of “A”\. You have not made this change in this browser\.$/);
    assert.match(summary([risky], 'A'), / It can run code as you/);
    assert.match(summary([safe, risky], 'A'), /^It changes 2 properties.* One of them can run code/);
    assert.match(summary([safe, risky, risky], 'A'), / 2 of them can run code/);
});

test('each says what it takes the place of', () => {
    assert.deepStrictEqual([
        override('a', '1'), override('a', '1', {replaces: null}), override('a', '1', {replaces: '2'}),
        override('a', null, {replaces: '2'}),
    ].map(it => note(it, 'A')), [
        '“A” does not set it', 'instead of a hidden value', 'instead of 2', 'left out, instead of 2',
    ]);
});

test('nothing hides, and nothing is chosen by itself but to go without', async () => {
    const overrides = [override('spark.\u202ex', 'a\nb', {runs_code: true}), override('spark.y', null)];
    const answers = await views.ask('review', {overrides, config: CONFIG, verb: 'Restart'});
    const items = [...dialog.querySelectorAll('li')].map(it => it.textContent);
    assert.deepStrictEqual(items, [
        'spark.\\u{202e}xcan run codea\\nb“Small grid” does not set it',
        'spark.yleft out, “Small grid” does not set it',
    ]);
    assert.strictEqual(document.activeElement.textContent, 'Restart without these changes');
    document.activeElement.click();
    buttonOf(dialog, 'Restart with these changes').disabled = false;
    buttonOf(dialog, 'Restart with these changes').click();
    assert.deepStrictEqual(answers, ['without', 'with']);
});

test('Cancel closes it', async () => {
    const answers = await views.ask('review', {overrides: [override('a', '1')], config: CONFIG, verb: 'Start'});
    buttonOf(dialog, 'Cancel').click();
    await flush();
    assert.deepStrictEqual([answers, dialog.open], [[null], false]);
});
