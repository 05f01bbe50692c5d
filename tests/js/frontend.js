/**
 * One page of a notebook without a browser: a fake host, the services on it, and a clock.
 *
 * @module
 */

import assert from 'node:assert';

import FakeTimers from '@sinonjs/fake-timers';

import {KernelClient} from '../../startspark/static/services/kernel_client.js';
import {Requests} from '../../startspark/static/services/request.js';
import {SparkRestApi} from '../../startspark/static/services/spark_rest_api.js';
import {StartSparkApi} from '../../startspark/static/services/startspark_api.js';
import {Store} from '../../startspark/static/session/store.js';
import {FakeHost} from './fake_host.js';

/** @type {Error[]} promises that were rejected, and nobody heard of it */
const unheard = [];

function hear(error) {
    unheard.push(error);
}

/** A clock that a test sets; promises and what follows them go on by themselves. */
export function fakeClock() {
    return FakeTimers.install({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date']});
}

if (!globalThis.localStorage?.setItem) {
    const items = new Map();
    Object.defineProperty(globalThis, 'localStorage', {
        configurable: true,
        value: {
            getItem: key => items.get(key) ?? null,
            setItem: (key, value) => items.set(key, String(value)),
            removeItem: key => items.delete(key),
            clear: () => items.clear(),
        },
    });
}

export class Page {
    /** @param {Page} [first] - another page of the same notebook */
    constructor(first) {
        this.clock = first ? first.clock : fakeClock();
        if (!first) {
            process.on('unhandledRejection', hear);
        }
        this.host = new FakeHost(first?.host);
        const {kernel, server} = this.host;
        Object.assign(this, {kernel, server});
        this.requests = new Requests(this.host);
        this.api = new StartSparkApi(this.requests);
        this.rest = new SparkRestApi(this.requests);
        this.client = new KernelClient(this.host, this.api);
        this.store = new Store();
    }

    /** Give the clock back; at the end, no promise may be left that was rejected and not heard. */
    async close() {
        this.clock.uninstall();
        await new Promise(resolve => setImmediate(resolve));
        process.off('unhandledRejection', hear);
        assert.deepStrictEqual(unheard.splice(0), []);
    }

    /** Let the page do what it does without the kernel. */
    async flush() {
        for (let turn = 0; turn < 8; turn += 1) {
            await new Promise(resolve => setImmediate(resolve));
        }
    }

    /** Let the kernel do all that it is asked, and time pass, until nothing happens any more. */
    async settle() {
        for (let quiet = 0; quiet < 3; quiet += 1) {
            await this.flush();
            this.clock.tick(6000);
            await this.flush();
            while (this.kernel.queue.length) {
                quiet = 0;
                this.kernel.step();
                await this.flush();
            }
        }
    }
}
