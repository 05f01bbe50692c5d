/**
 * Starts Spark with the notebook, where its metadata and its user want that: once it is opened, and
 * after each restart of the kernel before the first cell runs.
 *
 * @module
 */

import {renderQuietly} from './quiet_rendering.js';
import {Start} from './start.js';

/** @typedef {import('../hosts/host.js').KernelEvent} KernelEvent */
/** @typedef {import('../hosts/host.js').KernelEventType} KernelEventType */
/** @typedef {import('./start.js').Held} Held */
/** @typedef {import('./start.js').StartParts} StartParts */
/** @typedef {import('./store.js').Store} Store */

/** In these phases it is not known yet whether Spark runs. */
const UNKNOWN = ['no-kernel', 'unknown'];

/** @type {Partial<Record<KernelEventType, (it: AutoStart, event: KernelEvent) => void>>} */
const HANDLERS = {
    restarting: it => it.expectRestart(),
    restarted: it => it.startAtOnce(),
    died: it => it.leave(),
    ended: (it, {reason}) => {
        it.isEnded = reason !== 'connection-lost';
    },
    ready: it => it.meetProcess(),
};

export class AutoStart {
    /** @param {StartParts & {store: Store}} parts */
    constructor(parts) {
        this.parts = parts;
        /** Whether the kernel's process is new to this page, which has not decided for it. */
        this.isDue = true;
        /** Whether the kernel has ended, and another one may come. */
        this.isEnded = false;
        /** @type {?Held} what the next start needs, if it is at hand */
        this.held = null;
        /** What `held` is made from. */
        this.key = '';
        this.renewals = 0;
    }

    /** From now on. */
    follow() {
        this.parts.store.subscribe(() => this.settle());
        this.parts.host.kernel.subscribe(event => HANDLERS[event.type]?.(this, event));
    }

    expectRestart() {
        this.isDue = true;
        this.hold();  // the metadata may have changed, and nobody has said so
        this.renew();  // a restart takes long enough for what is in the config's file now
    }

    /** Whoever has waited for the restart, such as to run all cells, comes after this. */
    startAtOnce() {
        this.hold();
        if (this.mayStart && !this.parts.session.state.isLocked) {
            this.start();
        }
    }

    /** A kernel that has died may have done so because of Spark, and would do it again and again. */
    leave() {
        this.isDue = false;
    }

    meetProcess() {
        if (this.isEnded) {
            this.isEnded = false;
            this.isDue = true;
        }
    }

    /** Do what follows from a change of state or metadata. */
    settle() {
        this.hold();
        if (this.isDue && this.isKnown) {
            this.isDue = false;
            this.decide();
        }
        const {session: {phase}, settings} = this.parts;
        this.update({isOn: settings.starts, asks: this.state.asks && settings.starts && phase !== 'running'});
    }

    /** @returns {boolean} whether it is known what the kernel runs, and what could be started there */
    get isKnown() {
        const {catalog, session: {phase, state: {facts, isLocked}}} = this.parts;
        const isOutdated = phase === 'running' && !facts.running;  // that is another kernel's phase
        return !isLocked && !isOutdated && !UNKNOWN.includes(phase) && catalog.chosen !== null;
    }

    /** The notebook was opened, or has a new kernel, and the kernel has said what runs. */
    decide() {
        const {session, settings} = this.parts;
        if (session.phase !== 'ready' || !settings.starts) {
            return;
        }
        if (this.mayStart) {
            this.start();
        } else if (settings.startConsent !== 'no') {
            this.update({asks: true});
        }
    }

    /** @returns {boolean} whether Spark may start with this notebook without a question */
    get mayStart() {
        const {settings} = this.parts;
        return settings.starts && this.isWanted && !settings.isStrange;
    }

    /** @returns {boolean} whether that is the user's wish, and not only the notebook's */
    get isWanted() {
        const {host, settings} = this.parts;
        return settings.isAllowed || (settings.startConsent === 'yes' && host.notebook.isTrusted());
    }

    /** Start Spark without showing it, unless the start fails. */
    start() {
        const {held} = this;
        this.isDue = false;
        this.held = null;
        this.key = '';
        return new Start(this.parts, {replace: false, customize: false, isQuiet: true, held}).run();
    }

    /**
     * The user switches it on or off for this notebook.
     *
     * @param {boolean} isOn
     */
    set(isOn) {
        this.parts.settings.setStarts(isOn);
        this.parts.settings.allow(isOn);
        this.settle();
    }

    /**
     * The user has answered whether Spark is to start with this notebook.
     *
     * @param {boolean} isWanted
     */
    answer(isWanted) {
        this.parts.settings.consent(isWanted);
        this.parts.settings.allow(isWanted);
        this.update({asks: false});
    }

    /** Have at hand what a start needs: after a restart, cells may come at once. */
    hold() {
        const {catalog: {chosen}, host, settings} = this.parts;
        const key = this.mayStart && chosen ?
            JSON.stringify([chosen.name, chosen.version, settings.fingerprint, host.notebook.path()]) : '';
        if (key !== this.key) {
            this.key = key;
            this.held = null;
            this.renew();
        }
    }

    async renew() {
        const {key} = this;
        if (!key) {
            return;
        }
        this.renewals += 1;
        const {renewals} = this;
        const held = await this.fetch();
        if (key === this.key && renewals === this.renewals) {
            this.held = held;
        }
    }

    /** @returns {Promise<?Held>} null where the start itself is to say why there is none */
    async fetch() {
        const {catalog, kernel} = this.parts;
        const config = /** @type {import('./start.js').Config} */ (catalog.chosen);
        try {
            const [rendered] = await Promise.all([renderQuietly(this.parts, config), kernel.load()]);
            return {config, rendered};
        } catch (error) {
            console.info('Start Spark has no code at hand for the next restart:', error);
            return null;
        }
    }

    get state() {
        return this.parts.store.state.autoStart;
    }

    /** @param {Partial<import('./store.js').AutoStartState>} patch */
    update(patch) {
        const {state} = this;
        const isNew = Object.entries(patch).some(([name, value]) => Object(state)[name] !== value);
        if (isNew) {
            this.parts.store.update('autoStart', patch);
        }
    }
}
