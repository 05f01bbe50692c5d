// Why Spark waits, in words.

import assert from 'node:assert';
import {test} from 'node:test';

import '../dom.js';
import {WaitingReason, holdersRemark} from '../../../startspark/static/ui/waiting_reason.js';

const REASON = {sentence: 'No core is free.', advice: 'Set `spark.cores.max`.', sessions: []};

test('a reason is said once, and goes', () => {
    const shown = new WaitingReason();
    assert.ok(shown.element.hidden);
    shown.show(REASON);
    assert.strictEqual(shown.element.textContent, 'No core is free. Set spark.cores.max.');
    assert.strictEqual(shown.element.getAttribute('role'), 'status');
    const [paragraph] = shown.element.children;
    shown.show({...REASON});
    assert.strictEqual(shown.element.firstElementChild, paragraph, 'a screen reader would say it again');
    shown.show(null);
    assert.ok(shown.element.hidden);
    assert.strictEqual(shown.element.textContent, '');
});

test('the other sessions are named, with what they hold', () => {
    const sessions = [
        {name: 'a <b>.ipynb', executors: 2, cores: 4}, {name: 'c.ipynb', executors: 1, cores: 1},
        {name: 'local', executors: 0, cores: null},
    ];
    const remark = holdersRemark(sessions);
    assert.match(remark.textContent, /there: a <b>\.ipynb \(2 executors, 4 cores\), c\.ipynb \(1 executor, 1 core\), local\./);
    assert.strictEqual(remark.querySelectorAll('b').length, 0);
    assert.strictEqual(holdersRemark([]), null);
});
