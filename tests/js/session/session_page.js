/**
 * One page with all of session/, on a fake host.
 *
 * @module
 */

import assert from 'node:assert';
import {setMaxListeners} from 'node:events';

import {NotebookSession} from '../../../startspark/static/session/notebook_session.js';
import {Page} from '../frontend.js';

if (!globalThis.window) {  // without dom.js
    globalThis.window = new EventTarget();
    globalThis.document = Object.assign(new EventTarget(), {hidden: false});
    setMaxListeners(0, window, document);  // each page of a test listens
}

export class SessionPage extends Page {
    /** @param {SessionPage} [first] - another page of the same notebook */
    constructor(first) {
        super(first);
        const parts = new NotebookSession({...this, kernel: this.client});
        const {actions, catalog, dialog, prewarm, session, settings, webUI} = parts;
        Object.assign(this, {parts, actions, catalog, dialog, prewarm, session, settings, webUI});
        /** What has failed, as the dialog has shown it. */
        this.failures = [];
        this.store.subscribe(({session: {failure}}) => {
            if (failure && failure !== this.failures.at(-1)) {
                this.failures.push(failure);
            }
        });
    }

    get state() {
        return this.store.state;
    }

    get phase() {
        return this.state.session.phase;
    }

    /** What the dialog has said of what has failed. */
    get sentences() {
        return this.failures.map(it => it.sentence);
    }

    /** What the dialog asks. */
    get question() {
        return this.state.dialog.question;
    }

    /** @returns {Object} the config that is chosen, as the server has it */
    get config() {
        return this.server.configs[0];
    }

    /** Follow the kernel, which has nothing to do and no Spark. */
    async open() {
        const loaded = this.parts.load();
        await this.settle();
        await loaded;
        return this;
    }

    /** The kernel says that a config's Spark runs. */
    async tellOf(config) {
        this.session.apply({running: true, config});
        await this.flush();
    }

    /** The user runs a cell; or another extension silent code, which can be no start of Spark's. */
    run(code, silent = false) {
        this.kernel.execute({code, silent, expressions: {}}, {onReply: () => {}});
    }

    /** What the kernel is to do, in order. */
    get queued() {
        return this.kernel.queue.map(({code, expressions: {answer = ''}}) => `${code}${answer}`.replace(/:\d+/g, ''));
    }

    /** Click, and have the kernel do the first of what it is asked. */
    async click(steps = 0) {
        this.actions.click();
        for (let step = 0; step < steps; step += 1) {
            await this.flush();
            this.kernel.step();
        }
        await this.flush();
    }

    /** Click, and have all done until Spark runs. */
    async startSpark() {
        await this.click();
        await this.settle();
        assert.strictEqual(this.phase, 'running');
    }

    /** Cancel the start, as the dialog's button does. */
    cancel() {
        this.state.session.start.cancel();
    }

    /** What this page's start has come to. */
    get progress() {
        return this.state.session.start?.phase;
    }

    answer(value) {
        this.question.answer(value);
        return this.flush();
    }
}

/** The kernel answers with a value. */
export function replyOf(value) {
    return {status: 'ok', user_expressions: {answer: {data: {'application/json': value}}}};
}

/** Jupyter's content of a reply that failed. */
export function errorReply(ename, evalue = '') {
    return {status: 'error', ename, evalue, traceback: []};
}
