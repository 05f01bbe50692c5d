// Long work is done in short tasks.
import assert from 'node:assert';
import {test} from 'node:test';

import {inSlices} from '../../../startspark/static/progress/slices.js';

/** Hold the thread. */
function work(milliseconds) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
        // nothing else can be done
    }
}

test('what takes long lets other tasks come in between, and keeps its order', async () => {
    const done = [];
    setTimeout(() => done.push('other'));
    await inSlices([1, 2, 3], item => {
        work(20);
        done.push(item);
    });
    assert.deepStrictEqual(done.filter(it => it !== 'other'), [1, 2, 3]);
    assert.ok(done.indexOf('other') < done.indexOf(3));
});

test('what is done quickly is done at once', () => {
    const done = [];
    inSlices([1, 2, 3], item => done.push(item));
    assert.deepStrictEqual(done, [1, 2, 3]);
});
