/**
 * Keeps the store's account of this page's own start: how far it is, and what it has printed.
 *
 * @module
 */

import {hasCodeAfter} from './startup_phase.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./startup_phase.js').Phase} Phase */
/** @typedef {import('./store.js').StartState} StartState */

export class StartProgress {
    /**
     * @param {Session} session
     * @param {{title: string, note: string, cancel: () => void}} start
     */
    constructor(session, start) {
        this.session = session;
        /** @type {?StartState} null once it is over */
        this.state = {step: 'reading', begun: null, phase: null, log: '', hasCodeAfter: false, ...start};
        /** @type {Phase} the last one that is known */
        this.phase = {phase: 'preparing'};
        /** @type {?Phase} how far the end is, once the user has cancelled the start */
        this.end = null;
        this.isWaiting = false;
        session.update({start: this.state});
    }

    /** @param {Partial<StartState>} patch */
    update(patch) {
        if (this.state) {
            this.state = {...this.state, ...patch};
            this.session.update({start: this.state});
        }
    }

    show() {
        this.update({phase: this.end ?? (this.isWaiting ? {phase: 'waiting'} : this.phase)});
    }

    /**
     * The kernel is asked for the start.
     *
     * @param {{title: string, code: string, replace: boolean}} start
     */
    begin({title, code, replace}) {
        this.phase = {phase: replace ? 'stopping' : 'preparing'};
        this.update({step: 'executing', title, hasCodeAfter: hasCodeAfter(code)});
        this.show();
    }

    /** @param {boolean} isWaiting - whether the kernel does something else first */
    wait(isWaiting) {
        this.isWaiting = isWaiting;
        this.show();
    }

    /** @param {Phase} phase - as the kernel publishes it */
    follow(phase) {
        this.phase = phase;
        this.wait(false);
    }

    /**
     * From here on time passes, unless another page is about to start Spark.
     *
     * @param {{running: boolean, claimed?: boolean}} found - by the kernel as it prepared the start
     */
    meet({running, claimed}) {
        // The kernel may have published this start's phase before it answers.
        if (claimed || this.phase.phase !== 'jvm') {
            this.phase = {phase: claimed ? 'elsewhere' : 'preparing'};
        }
        this.update({begun: running || claimed ? null : Date.now()});
        this.wait(false);
    }

    /** @param {string} text - that Spark has printed */
    print(text) {
        this.update({log: this.log + text});
    }

    get log() {
        return this.state?.log ?? '';
    }

    /** @param {?Phase} end - how far the end is that the user wants */
    giveUp(end) {
        this.end = end;
        this.show();
    }

    /** The start is over. */
    close() {
        this.state = null;
        this.session.update({start: null});
    }
}
