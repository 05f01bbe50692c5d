// Why no task of a cell's jobs runs.

import assert from 'node:assert';
import {test} from 'node:test';

import '../dom.js';
import {WhyWaiting} from '../../../startspark/static/progress/why_waiting.js';

const REASON = {sentence: 'No core of the cluster is free.', advice: 'Wait.'};

const OWN = {jobs: [{id: 4, name: 'count', running: 0}], streams: [], earlier: null};

function snapshot(cores, ...running) {
    const jobs = running.map((tasks, index) => ({id: index, name: `sum, line ${index}`, running: tasks}));
    return {work: new Map([['other', {jobs}], ['own', OWN]]), cores};
}

function told(why, time, {running = 0, end = null, known = snapshot(4), waiting = null} = {}) {
    return why.tell({running, end}, time, {work: OWN, snapshot: known, waiting});
}

test('a reason is given after ten seconds without a running task', () => {
    const why = new WhyWaiting();
    assert.deepStrictEqual([0, 9999, 10000].map(time => told(why, time, {waiting: REASON})), [null, null, REASON]);
    assert.strictEqual(told(why, 11000, {running: 1, waiting: REASON}), null);
    assert.strictEqual(told(why, 12000, {waiting: REASON}), null, 'its time begins again');
    assert.strictEqual(told(why, 30000, {end: 25000, waiting: REASON}), null);
});

test('where no executor is missing, the job that has the cores is named', () => {
    const why = new WhyWaiting();
    told(why, 0);
    const {sentence} = told(why, 10000, {known: snapshot(4, 1, 3)});
    assert.strictEqual(sentence, 'All 4 cores are busy, most of them with job 1 of another cell: sum, line 1.');
    assert.strictEqual(told(why, 11000, {known: snapshot(4, 1, 2)}), null, 'a core is free');
    assert.strictEqual(told(why, 12000, {known: snapshot(0, 1)}), null, 'nothing is known of the cores');
});
