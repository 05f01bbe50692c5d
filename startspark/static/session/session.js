/**
 * The notebook's Spark session: what the kernel says of it, and the phase that follows.
 *
 * @module
 */

import {NoAnswer, ReplyLost, obstacle} from '../services/kernel_client.js';
import {next} from './state_machine.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/startspark_api.js').KernelCalls} KernelCalls */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('./start.js').Start} Start */
/** @typedef {import('./store.js').Facts} Facts */
/** @typedef {import('./store.js').SessionState} SessionState */
/** @typedef {import('./store.js').Store} Store */

/** Milliseconds: a kernel that does not answer so soon is busy. */
export const PATIENCE = 500;

/** Milliseconds to wait whether the kernel goes on with the next cell. */
const PAUSE = 200;

export class Session {
    /**
     * @param {Object} parts
     * @param {Pick<StartSparkApi, 'kernelCalls'>} parts.api
     * @param {Pick<Host, 'kernel'>} parts.host
     * @param {KernelClient} parts.kernel
     * @param {Store} parts.store
     */
    constructor({api, host, kernel, store}) {
        this.api = api;
        this.host = host;
        this.kernel = kernel;
        this.store = store;
        /** @type {?Start} the one that this page does: it hears what the kernel publishes of it */
        this.ownStart = null;
        /** Whether a cell may have started or stopped a Spark since the kernel was asked. */
        this.mayHaveChanged = false;
        this.isLooking = false;
        /** How many questions the kernel has not answered yet. */
        this.asking = 0;
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        this.timer = undefined;
    }

    /** @returns {SessionState} */
    get state() {
        return this.store.state.session;
    }

    get phase() {
        return this.state.phase;
    }

    /** @param {Partial<SessionState>} patch */
    update(patch) {
        this.store.update('session', patch);
    }

    /** @param {import('./state_machine.js').SessionEvent} event - that has happened */
    send(event) {
        const phase = next(this.phase, event);
        if (phase !== this.phase) {
            this.update({phase});
        }
    }

    /** The notebook may have another kernel, or have lost it. */
    meetKernel() {
        const why = obstacle(this.host.kernel.current());
        const before = this.phase;
        this.update({obstacle: why, trouble: ''});
        if (why && !this.state.isLocked && before === 'starting') {
            this.send('none');  // of another page
        }
        this.send(why ? 'no-kernel' : 'kernel');
        if (before === 'no-kernel' && this.phase === 'unknown') {
            this.refresh();
        }
    }

    /** @param {boolean} isCell - whether a cell runs, which may start or stop a Spark of its own */
    expectChange(isCell) {
        this.mayHaveChanged = this.mayHaveChanged || isCell;
    }

    /** The kernel has nothing to do just now. */
    refreshSoon() {
        clearTimeout(this.timer);
        if (this.mayHaveChanged || (['starting', 'unknown'].includes(this.phase) && !this.state.trouble)) {
            this.timer = setTimeout(() => this.refresh(), PAUSE);
        }
    }

    /** Ask the kernel what runs there, unless somebody just changes that. */
    async refresh() {
        if (this.state.isLocked || this.isLooking || obstacle(this.host.kernel.current())) {
            return;
        }
        this.mayHaveChanged = false;
        this.isLooking = true;
        const {jvm} = this.state;
        try {
            const facts = await this.look();
            if (this.state.isLocked) {
                this.expectChange(true);  // whoever changes the session may change nothing
            } else if (this.state.jvm === jvm) {
                this.apply(facts);
            } else {
                this.apply({...facts, prewarmed: this.state.jvm});  // published meanwhile, and newer
            }
        } catch (error) {
            this.noteTrouble(error);
        } finally {
            this.isLooking = false;
        }
    }

    /** @param {unknown} error - the next event of the kernel, or the next click, asks again */
    noteTrouble(error) {
        console.warn('Start Spark could not ask the kernel for its session:', error);
        if (error instanceof NoAnswer) {
            this.update({trouble: error.message});
        }
    }

    /** @returns {boolean} whether no Spark runs, and no cell has run since the kernel has said so */
    get isSurelyReady() {
        return this.phase === 'ready' && !this.mayHaveChanged;
    }

    /** @returns {Promise<Facts>} what the kernel says of its Spark, when it is free */
    look() {
        return this.call('look');
    }

    /** @returns {Promise<Facts>} what the kernel says once it has ended its Spark */
    async stop() {
        // Another stop might end what another page has started since.
        const {stop} = await this.api.kernelCalls();
        return this.ask(stop, () => this.look());
    }

    /**
     * Do without a kernel's answer that does not come; the kernel is asked what there is.
     *
     * @param {() => Promise<void>} step
     */
    async attempt(step) {
        try {
            await step();
        } catch (error) {
            console.warn('Start Spark could not do this in the kernel:', error);
            this.refresh();
        }
    }

    /**
     * @param {Exclude<keyof KernelCalls, 'library'>} name - of one of the server's calls
     * @returns {Promise<any>} what the kernel answers, when it is free
     */
    async call(name) {
        return this.ask((await this.api.kernelCalls())[name]);
    }

    /**
     * @param {string} expression - one of the server's
     * @param {() => Promise<any>} [onLost] - what to do where the answer was lost
     * @returns {Promise<any>} what the kernel answers, when it is free
     */
    async ask(expression, onLost = () => this.ask(expression)) {
        this.asking += 1;
        const timer = setTimeout(() => this.showBusy(true), PATIENCE);
        try {
            return await this.kernel.ask(expression);
        } catch (error) {
            if (error instanceof ReplyLost) {
                return await onLost();
            }
            throw error;
        } finally {
            clearTimeout(timer);
            this.asking -= 1;
            this.showBusy(this.state.isKernelBusy && this.asking > 0);
        }
    }

    /** @param {string} expression - one of the server's, whose value is the prewarmed JVM */
    async askForJvm(expression) {
        const before = this.state.jvm;
        const jvm = await this.ask(expression);
        if (this.state.jvm === before) {  // else the kernel has published a newer one
            this.update({jvm});
        }
    }

    /** @param {boolean} isKernelBusy */
    showBusy(isKernelBusy) {
        if (this.state.isKernelBusy !== isKernelBusy) {
            this.update({isKernelBusy});
        }
    }

    /** @param {Facts & {progress?: any}} answer - the kernel's */
    apply({progress, ...facts}) {
        this.update({
            progress: facts.running ? progress ?? this.state.progress : null,
            facts: {...facts, archive_build: facts.archive_build || this.state.facts.archive_build},
            ended: facts.ended || this.state.ended,
            jvm: facts.prewarmed || {},
            trouble: '',
            otherStart: null,
        });
        this.send(facts.running ? 'found' : facts.ended ? 'ended' : 'none');
    }

    /** @param {Partial<Facts>} patch - what has changed of the session */
    updateFacts(patch) {
        this.update({facts: {...this.state.facts, ...patch}});
    }

    /**
     * Have a class archive made, or cancel that.
     *
     * @param {'build_archive'|'cancel_archive_build'} call
     */
    buildArchive(call) {
        return this.attempt(async () => this.updateFacts({archive_build: await this.call(call)}));
    }

    /** Have the session's idle time counted from now. */
    keepIdle() {
        this.updateFacts({idle: null});
        return this.attempt(() => this.call('keep'));
    }

    /** @param {Object<string, any>} phase - how far a start is, of this page or another */
    followStart(phase) {
        // A phase of a start that has just failed may come after its failure.
        if (['unknown', 'ready'].includes(this.phase)) {
            this.send('start');
        }
        if (this.ownStart) {
            this.ownStart.follow(phase);
        } else {
            this.update({otherStart: phase});
        }
    }
}
