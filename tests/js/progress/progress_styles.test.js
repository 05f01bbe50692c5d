// Nothing is drawn before it has its looks.
import assert from 'node:assert';
import {test} from 'node:test';

import {dom} from '../dom.js';
import {CellRuns} from '../../../startspark/static/progress/cell_runs.js';
import {JobStore} from '../../../startspark/static/progress/job_store.js';
import {Progress} from '../../../startspark/static/progress/progress.js';
import {Store} from '../../../startspark/static/session/store.js';
import {FakeHost} from '../fake_host.js';
import {FakeSpark} from './fake_spark.js';

test('nothing is shown before progress.css is loaded, which the page does once', async () => {
    const host = new FakeHost();
    const runs = new CellRuns(host);
    runs.listen();
    const meterPlace = document.createElement('div');
    const [spark, jobs] = [new FakeSpark(), new JobStore()];
    const make = () => new Progress({
        host, store: new Store(), rest: spark, runs, jobs, meterPlace, notifies: false, hints: true,
    });
    make();
    make();
    const cell = host.cells.add('count()');
    host.cells.emit({type: 'queued', cell, request: 'm1'});
    host.cells.emit({type: 'begun', request: 'm1', time: Date.now()});
    host.cells.emit({type: 'ended', request: 'm1', time: Date.now()});
    spark.run({cell: 'm1'});
    spark.endAll();
    jobs.hear(spark.message());
    await new Promise(resolve => setTimeout(resolve, 20));
    const isShown = () => document.querySelector('.startspark-progress') !== null || meterPlace.children.length > 0;
    assert.ok(!isShown());
    const links = document.querySelectorAll('link');
    assert.strictEqual(links.length, 1);
    assert.match(links[0].href, /\/startspark\/static\/progress\/progress\.css$/);
    links[0].dispatchEvent(new dom.window.Event('load'));
    await new Promise(resolve => setTimeout(resolve, 20));
    assert.ok(isShown());
});
