// Tries again by itself what the server did not do, because it was away.
define([], function () {
    'use strict';

    /** Milliseconds before the first further try; each pause is twice the last. */
    const FIRST = 1000;
    const LONGEST = 60_000;

    class Retry {
        /** @param {function()} step - tries; whoever sees it fail calls `later` */
        constructor(step) {
            Object.assign(this, {step, pause: FIRST, timer: null});
            window.addEventListener('online', () => this.now());
            document.addEventListener('visibilitychange', () => document.hidden || this.now());
        }

        /** Try again after a pause. */
        later() {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.now(), this.pause);
            this.pause = Math.min(2 * this.pause, LONGEST);
        }

        /** Try again at once, if a pause goes on. */
        now() {
            if (this.timer) {
                clearTimeout(this.timer);
                this.timer = null;
                this.step();
            }
        }

        /** It has been done. */
        stop() {
            clearTimeout(this.timer);
            Object.assign(this, {pause: FIRST, timer: null});
        }
    }

    return {Retry};
});
