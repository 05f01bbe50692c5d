// A job is shown as soon as it is known, also where the page has not loaded what shows it.
import '../dom.js';

import assert from 'node:assert';
import {afterEach, beforeEach, test} from 'node:test';

import {start} from '../../../startspark/static/app.js';
import {dom} from '../dom.js';
import {Page} from '../frontend.js';
import {FakeSpark} from './fake_spark.js';

let page, spark;

beforeEach(async () => {
    document.body.replaceChildren();
    spark = new FakeSpark();
    await open();
});

afterEach(async () => {
    page.kernel.process.kernels.forEach(it => it.kill());
    await page.settle();
    await page.close();
});

async function open(options = {}) {
    page = new Page();
    Object.assign(page.host.options, options);
    const started = start(page.host);
    await page.settle();
    await started;
    await page.settle();
}

/** A cell that the kernel has begun to run; returns its id. */
function begin(request = 'm1') {
    const cell = page.host.cells.add('count()');
    page.host.cells.emit({type: 'queued', cell, request});
    page.host.cells.emit({type: 'begun', request, time: Date.now()});
    return cell;
}

/** What the line below the cell says, once what draws it is there. */
async function textOf(cell) {
    const {element} = page.host.cells.cells.find(it => it.id === cell);
    const find = () => element.querySelector('.startspark-progress-text');
    for (let turn = 0; turn < 200 && !find(); turn += 1) {
        await new Promise(resolve => setImmediate(resolve));
        document.querySelector('link[href$="progress.css"]')?.dispatchEvent(new dom.window.Event('load'));
        page.clock.tick(1);
    }
    return find()?.textContent;
}

test('what the kernel says before progress is loaded is shown, and has it loaded at once', async () => {
    const cell = begin();
    spark.run({cell: 'm1', running: 4});
    page.kernel.hear({progress: spark.message()});
    assert.match(await textOf(cell), /^0 of 4 tasks · 4 running · 0\.\d s$/);
});

test('what the kernel answers is shown, too, and where something was missed, it is asked', async () => {
    spark.run({cell: 'm2'});
    spark.message();
    page.kernel.hear({progress: spark.message({whole: false})});
    await page.flush();
    assert.strictEqual(page.kernel.queue.length, 1);
    await page.settle();
    page.kernel.hear({running: true, config: 'local', progress: spark.message()});
    const cell = begin('m2');
    page.kernel.hear({progress: spark.message()});
    assert.match(await textOf(cell), /^0 of 4 tasks/);
    page.kernel.hear({progress: {...spark.message(), seq: 99, whole: false}});
    await page.flush();
    assert.strictEqual(page.kernel.queue.length, 0, 'a busy kernel says it by itself');
});

test('who wants to be notified is asked by a click on the button', async () => {
    page.kernel.process.kernels.forEach(it => it.kill());
    await page.settle();
    await page.close();
    await open({notifies: true});
    let asked = 0;
    const requestPermission = async () => {
        asked += 1;
    };
    window.Notification = {permission: 'default', requestPermission};
    page.host.root.querySelector('.startspark-start').click();
    assert.strictEqual(asked, 1);
    delete window.Notification;
    await page.settle();
});
