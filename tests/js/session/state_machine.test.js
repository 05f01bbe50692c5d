import assert from 'node:assert';
import fs from 'node:fs';
import {test} from 'node:test';

import {TRANSITIONS, next} from '../../../startspark/static/session/state_machine.js';
import {Store} from '../../../startspark/static/session/store.js';

const STATES = Object.keys(TRANSITIONS);

/** The phases that events lead through, from the first one on. */
function after(...events) {
    const seen = ['no-kernel'];
    for (const event of events) {
        const phase = next(seen.at(-1), event);
        if (phase !== seen.at(-1)) {
            seen.push(phase);
        }
    }
    return seen.slice(1);
}

/** The states that can be reached from one, by way of some events only. */
function reachable(from, events) {
    const found = new Set([from]);
    for (const state of found) {
        for (const [event, next] of Object.entries(TRANSITIONS[state])) {
            if (!events || events.includes(event)) {
                found.add(next);
            }
        }
    }
    return found;
}

test('a notebook begins without a kernel', () => {
    assert.strictEqual(new Store().state.session.phase, 'no-kernel');
});

test('a start goes from the kernel to the running session', () => {
    const seen = after('kernel', 'none', 'start', 'found');
    assert.deepStrictEqual(seen, ['unknown', 'ready', 'starting', 'running']);
});

test('a switch stops and starts', () => {
    const seen = after('kernel', 'found', 'stop', 'start', 'found');
    assert.deepStrictEqual(seen, ['unknown', 'running', 'stopping', 'starting', 'running']);
});

test('every transition leads to a state', () => {
    for (const transitions of Object.values(TRANSITIONS)) {
        for (const next of Object.values(transitions)) {
            assert.ok(STATES.includes(next), next);
        }
    }
});

test('every state leads to every other', () => {
    for (const state of STATES) {
        assert.deepStrictEqual([...reachable(state)].sort(), [...STATES].sort(), state);
    }
});

test('whatever goes on comes to rest by what the kernel says, and by a failure', () => {
    for (const state of ['starting', 'stopping']) {
        for (const event of ['found', 'none', 'ended', 'fail']) {
            const next = TRANSITIONS[state][event];
            assert.ok(next && !['starting', 'stopping'].includes(next), `${state}, ${event}`);
        }
    }
});

test('a connection that is lost for a while does not end a start', () => {
    for (const event of ['no-kernel', 'kernel', 'restart']) {
        assert.strictEqual(TRANSITIONS.starting[event], undefined);
    }
});

test('why a start failed stays, whatever the kernel says of no session', () => {
    assert.strictEqual(after('kernel', 'none', 'start', 'fail', 'none', 'kernel').at(-1), 'failed');
});

test('an event that changes nothing leads nowhere', () => {
    const seen = after('kernel', 'found', 'found', 'found');
    assert.deepStrictEqual(seen, ['unknown', 'running']);
});

test('the documentation has the same table', () => {
    const page = fs.readFileSync(new URL('../../../docs/session.md', import.meta.url), 'utf8');
    const [, states] = page.split('\n## ');
    const rows = states.split('\n').filter(line => line.startsWith('| `'));
    const documented = {};
    for (const row of rows) {
        const [state, , , moves] = row.split('|').slice(1).map(cell => cell.trim());
        documented[state.replaceAll('`', '')] = Object.fromEntries(
            [...moves.matchAll(/([a-z-]+) → `([a-z-]+)`/g)].map(([, event, next]) => [event, next]));
    }
    assert.deepStrictEqual(documented, JSON.parse(JSON.stringify(TRANSITIONS)));
});
