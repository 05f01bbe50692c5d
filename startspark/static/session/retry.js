/**
 * Tries again by itself what the server did not do, because it was away.
 *
 * @module
 */

/** Milliseconds before the first further try; each pause is twice the last. */
const FIRST = 1000;
const LONGEST = 60_000;

export class Retry {
    /**
     * @param {() => void} step - tries; whoever sees it fail calls `later`
     * @param {AbortSignal} signal - aborts when there is nobody to try for any more
     */
    constructor(step, signal) {
        this.step = step;
        this.pause = FIRST;
        /** @type {?ReturnType<typeof setTimeout>} */
        this.timer = null;
        window.addEventListener('online', () => this.now(), {signal});
        document.addEventListener('visibilitychange', () => document.hidden || this.now(), {signal});
        signal.addEventListener('abort', () => this.clear());
    }

    /** Try again after a pause. */
    later() {
        this.clear();
        this.timer = setTimeout(() => this.now(), this.pause);
        this.pause = Math.min(2 * this.pause, LONGEST);
    }

    /** Try again at once, if a pause goes on. */
    now() {
        if (this.timer !== null) {
            this.clear();
            this.step();
        }
    }

    /** It has been done. */
    stop() {
        this.clear();
        this.pause = FIRST;
    }

    clear() {
        clearTimeout(this.timer ?? undefined);
        this.timer = null;
    }
}
