// What the server did not do is tried again, by itself and when it may be there again.
import assert from 'node:assert';
import {beforeEach, afterEach, test} from 'node:test';

import FakeTimers from '@sinonjs/fake-timers';
import {Retry} from '../../../startspark/static/session/retry.js';

let clock, tries, retry, closing;

beforeEach(() => {
    clock = FakeTimers.install({toFake: ['setTimeout', 'clearTimeout']});
    globalThis.window = new EventTarget();
    globalThis.document = Object.assign(new EventTarget(), {hidden: false});
    tries = 0;
    closing = new AbortController();
    retry = new Retry(() => {
        tries += 1;
    }, closing.signal);
});

afterEach(() => clock.uninstall());

/** What is tried fails in so many milliseconds. */
function fail(milliseconds) {
    for (let time = 0; time < milliseconds; time += 500) {
        const before = tries;
        clock.tick(500);
        if (tries !== before) {
            retry.later();
        }
    }
}

test('the pauses grow, up to a minute', () => {
    retry.later();
    fail(7000);
    assert.strictEqual(tries, 3);  // after 1, 3 and 7 seconds
    fail(10 * 60_000);
    tries = 0;
    fail(10 * 60_000);
    assert.strictEqual(tries, 10);
});

test('a browser that is online again, or a page that is looked at, tries at once', () => {
    retry.later();
    window.dispatchEvent(new Event('online'));
    assert.strictEqual(tries, 1);
    window.dispatchEvent(new Event('online'));
    assert.strictEqual(tries, 1);
    retry.later();
    document.hidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
    assert.strictEqual(tries, 1);
    document.hidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    assert.strictEqual(tries, 2);
});

test('what has been done is not tried again', () => {
    retry.later();
    retry.stop();
    clock.tick(60_000);
    window.dispatchEvent(new Event('online'));
    assert.strictEqual(tries, 0);
});

test('where nobody waits for it any more, nothing is tried', () => {
    retry.later();
    closing.abort();
    window.dispatchEvent(new Event('online'));
    clock.tick(60_000);
    assert.strictEqual(tries, 0);
});
