/**
 * A page on which progress is shown: a fake host, a fake Spark, and what a test looks at.
 *
 * @module
 */

import {dom} from '../dom.js';
import {CellRuns} from '../../../startspark/static/progress/cell_runs.js';
import {JobStore} from '../../../startspark/static/progress/job_store.js';
import {Progress} from '../../../startspark/static/progress/progress.js';
import {Store} from '../../../startspark/static/session/store.js';
import {FakeHost} from '../fake_host.js';
import {fakeClock} from '../frontend.js';
import {FakeSpark} from './fake_spark.js';

const FACTS = {running: true, master: 'local[4]', application_id: 'app-1', ui_port: 4040, can_cancel: true};

const WEB_UI = {port: 4040, link: '/ui', reason: ''};

let requests = 0;

export class ProgressPage {
    constructor({notifies = false, hints = true} = {}) {
        localStorage.clear();
        this.clock = fakeClock();
        this.clock.setSystemTime(1000000);
        this.host = new FakeHost();
        this.spark = new FakeSpark();
        this.store = new Store();
        this.jobs = new JobStore();
        this.runs = new CellRuns(this.host);
        this.runs.listen();
        this.place = document.createElement('div');
        this.host.root.append(this.place);
        const {host, store, spark: rest, runs, jobs, place: meterPlace} = this;
        this.progress = new Progress({host, store, rest, runs, jobs, meterPlace, notifies, hints});
        document.querySelector('link').dispatchEvent(new dom.window.Event('load'));
        runs.subscribe(() => this.progress.update());
        store.subscribe(() => this.progress.update());
        this.show();
    }

    close() {
        document.body.replaceChildren();
        this.clock.uninstall();
    }

    /** The kernel says something of its session. */
    show(facts = {}, webUI = WEB_UI, phase = 'running') {
        this.store.update('session', {phase, facts: {...FACTS, ...facts}});
        this.store.update('webUI', webUI);
    }

    async flush() {
        for (let turn = 0; turn < 4; turn += 1) {
            await new Promise(resolve => setImmediate(resolve));
        }
    }

    /** The kernel says all of Spark's jobs. */
    publish(more) {
        this.jobs.hear(this.spark.message(more));
    }

    /** Let the kernel say what there is, and time pass in which all is drawn. */
    async pass(milliseconds = 1000) {
        this.publish();
        for (let passed = 0; passed < milliseconds; passed += 200) {
            this.clock.tick(200);
            await this.flush();
        }
        for (let task = 0; task < 3; task += 1) {  // what is drawn in slices
            this.clock.tick(0);
            await this.flush();
        }
    }

    /** Begin to run a cell; returns what ends it. */
    begin(cell = this.host.cells.add('count()')) {
        requests += 1;
        const request = `m${requests}`;
        const {cells} = this.host;
        cells.emit({type: 'queued', cell, request});
        cells.emit({type: 'begun', request, time: Date.now()});
        this.spark.cell = request;
        return {cell, request, end: () => cells.emit({type: 'ended', request, time: Date.now()})};
    }

    lineOf(cell) {
        return this.host.cells.cells.find(it => it.id === cell).element.querySelector('.startspark-progress');
    }

    textOf(cell) {
        return this.lineOf(cell).querySelector('.startspark-progress-text').textContent;
    }

    rowsOf(cell) {
        return [...this.lineOf(cell).querySelectorAll('tbody tr')];
    }

    unfold(cell) {
        this.lineOf(cell).querySelector('.startspark-unfold').click();
    }
}
