/**
 * Cells that have failed because no Spark runs: which of them are offered to start it.
 *
 * @module
 */

import {obstacle} from '../services/kernel_client.js';
import {obstacleOf} from './obstacles.js';

/** @typedef {import('../hosts/host.js').CellEvent} CellEvent */
/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('./notebook_settings.js').NotebookSettings} NotebookSettings */
/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Store} Store */

/** What Python says; some versions add what may have been meant. */
const NO_SPARK = /^name '(?:spark|sc)' is not defined(?![^.])/;

/** The phases in which no Spark runs or is about to. */
const WITHOUT_SPARK = ['unknown', 'ready', 'failed', 'lost'];

export class NameErrors {
    /**
     * @param {Object} parts
     * @param {Pick<Host, 'cells'|'kernel'>} parts.host
     * @param {NotebookSettings} parts.settings
     * @param {Store} parts.store
     */
    constructor({host, settings, store}) {
        this.host = host;
        this.settings = settings;
        this.store = store;
        /** @type {Map<string, string>} the cells that run or are to run, by request */
        this.requests = new Map();
        /** @type {Set<string>} the ids of the cells that have failed so */
        this.cells = new Set();
    }

    /** From now on. */
    follow() {
        this.host.cells.subscribe(event => this.hear(event));
        this.store.subscribe(state => this.settle(state));
    }

    /** @param {CellEvent} event */
    hear({type, cell = '', request = '', error}) {
        if (type === 'queued') {
            this.requests.set(request, cell);
        }
        if (type === 'failed' && this.isOurs(error)) {
            this.add(this.requests.get(request));
        } else if (type === 'ended') {
            this.requests.delete(request);
        } else if (this.cells.delete(cell)) {  // it runs again, is cleared or has gone
            this.settle(this.store.state);
        }
    }

    /** @param {CellEvent['error']} error */
    isOurs({ename, evalue} = {ename: '', evalue: ''}) {
        return ename === 'NameError' && NO_SPARK.test(evalue) && obstacle(this.host.kernel.current()) === null;
    }

    /** @param {string|undefined} cell - of this page */
    add(cell) {
        if (cell !== undefined && !this.settings.starts) {
            this.cells.add(cell);
            this.settle(this.store.state);
        }
    }

    /** @param {State} state */
    settle(state) {
        const {autoStart: {offers}, session: {phase}} = state;
        if (phase === 'running' || this.settings.starts) {
            this.cells.clear();
        }
        const isPossible = WITHOUT_SPARK.includes(phase) && !obstacleOf(state);
        const cells = isPossible ? [...this.cells] : [];
        if (cells.join() !== offers.join()) {
            this.store.update('autoStart', {offers: cells});
        }
    }
}
