// The browser's notification of a cell that took long while the user looked at something else.
import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {ProgressPage} from './progress_page.js';
import {askPermission} from '../../../startspark/static/ui/notification.js';

let page, shown;

class Notification {
    static permission = 'granted';

    static asked = 0;

    static async requestPermission() {
        Notification.asked += 1;
    }

    constructor(title, {body}) {
        shown.push({title, body, made: this});
    }

    close() {
        this.isClosed = true;
    }
}

beforeEach(async () => {
    shown = [];
    window.Notification = Notification;
    Notification.permission = 'granted';
    Object.defineProperty(document, 'hidden', {configurable: true, value: true});
    page = new ProgressPage({notifies: true});
    await page.flush();
});

afterEach(() => {
    delete document.hidden;
    delete window.Notification;
    page.close();
});

/** A cell that runs for some seconds, with a job or without. */
async function run(seconds, hasJob = true) {
    const {end} = page.begin();
    if (hasJob) {
        page.spark.run();
    }
    await page.pass(seconds * 1000);
    end();
    await page.pass(1000);
    return shown.map(({title, body}) => `${title}: ${body}`);
}

test('a long cell with Spark jobs is told, once', async () => {
    assert.deepStrictEqual(await run(70), ['The Spark cell finished after 1 min 10 s: stars.ipynb']);
    await page.pass(3000);
    assert.strictEqual(shown.length, 1);
    shown[0].made.onclick();
    assert.ok(shown[0].made.isClosed);
});

test('a short cell, one without jobs, and one that is seen are not', async () => {
    assert.deepStrictEqual(await run(50), []);
    assert.deepStrictEqual(await run(70, false), []);
    delete document.hidden;
    assert.deepStrictEqual(await run(70), []);
});

test('nothing is shown that the user does not allow', async () => {
    Notification.permission = 'denied';
    assert.deepStrictEqual(await run(70), []);
    delete window.Notification;
    assert.deepStrictEqual(await run(70), []);
});

test('the user is asked as long as nothing is decided', () => {
    askPermission();
    assert.strictEqual(Notification.asked, 0);
    Notification.permission = 'default';
    askPermission();
    assert.strictEqual(Notification.asked, 1);
    delete window.Notification;
    askPermission();
});
