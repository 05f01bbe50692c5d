// What the tests' document does, the browser does, too.
import {dom, press} from './dom.js';

import assert from 'node:assert';
import {test} from 'node:test';

test('a dialog takes the focus, closes by Escape and gives the focus back', async () => {
    document.body.innerHTML = '<button id="opener"></button><dialog><button id="inside"></button></dialog>';
    const dialog = document.querySelector('dialog');
    let closed = 0;
    dialog.addEventListener('close', () => {
        closed += 1;
    });
    document.getElementById('opener').focus();
    dialog.showModal();
    assert.strictEqual(document.activeElement.id, 'inside');
    assert.throws(() => dialog.showModal());
    assert.ok(press('Escape'));
    assert.ok(!dialog.open);
    await Promise.resolve();
    assert.strictEqual(closed, 1);
    assert.strictEqual(document.activeElement.id, 'opener');
});

test('a dialog that does not want to be closed stays', () => {
    const dialog = document.querySelector('dialog');
    dialog.addEventListener('cancel', event => event.preventDefault(), {once: true});
    dialog.showModal();
    press('Escape');
    assert.ok(dialog.open);
    assert.ok(dialog instanceof dom.window.HTMLElement && dialog instanceof HTMLElement);
});
