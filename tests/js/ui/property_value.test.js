import assert from 'node:assert';
import {test} from 'node:test';

import {text, visible} from '../../../startspark/static/ui/property_value.js';

test('a value is written as in a config', () => {
    assert.deepStrictEqual([undefined, null, '', 0, false, 'x', {env: 'HOME'}].map(text),
        ['', '', '', '0', 'false', 'x', '{env: HOME}']);
});

test('nothing hides in a value', () => {
    assert.strictEqual(visible('-Xmx1g “é” 漢 😀'), '-Xmx1g “é” 漢 😀');
    assert.strictEqual(visible('a\nb\tc\u0000\u00a0\u200b\u202e\u2028\u2800\u3164\ufeff'),
        'a\\nb\\u{9}c\\u{0}\\u{a0}\\u{200b}\\u{202e}\\u{2028}\\u{2800}\\u{3164}\\u{feff}');
});
