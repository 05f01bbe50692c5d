// Which page the dialog shows.
import './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {Store} from '../../../startspark/static/session/store.js';
import {pageOf} from '../../../startspark/static/session/dialog.js';

function stateWith({isOpen = true, question = null, ...session}) {
    const {state} = new Store();
    return {...state, session: {...state.session, ...session}, dialog: {isOpen, question}};
}

const TRIES = [
    [{isOpen: false, phase: 'running'}, null],
    [{isOpen: false, question: {kind: 'review'}}, null],
    [{question: {kind: 'review'}, start: {step: 'executing'}}, 'review'],
    [{start: {step: 'reading'}, phase: 'starting'}, 'reading'],
    [{start: {step: 'reading'}, phase: 'running'}, 'reading'],
    [{start: {step: 'executing'}, phase: 'starting'}, 'starting'],
    [{start: {step: 'executing'}, phase: 'stopping', failure: {}}, 'starting'],
    [{phase: 'starting'}, 'followed'],
    [{phase: 'stopping'}, 'stopping'],
    [{phase: 'running'}, 'session'],
    [{phase: 'running', failure: {}}, 'failure'],
    [{phase: 'failed', failure: {}}, 'failure'],
    [{phase: 'failed'}, null],
    [{phase: 'lost'}, 'loss'],
    [{phase: 'ready'}, null],
    [{phase: 'unknown'}, null],
    [{phase: 'no-kernel'}, null],
];

test('the page follows from the state', () => {
    for (const [given, expected] of TRIES) {
        assert.strictEqual(pageOf(stateWith(given)), expected, JSON.stringify(given));
    }
});
