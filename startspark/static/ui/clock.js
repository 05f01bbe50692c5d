/**
 * The time that a start takes, and a clock for views that show it.
 *
 * @module
 */

import {CLOCK} from '../strings.js';

/**
 * @param {?import('../session/store.js').StartState} start
 * @returns {string} how long it takes so far; empty where it has not begun
 */
export function elapsed(start) {
    return start?.begun ? CLOCK.seconds(Math.max(0, Math.floor((Date.now() - start.begun) / 1000))) : '';
}

/** Ticks each second while it is on. */
export class Clock {
    /** @param {() => void} onTick */
    constructor(onTick) {
        this.onTick = onTick;
        /** @type {?ReturnType<typeof setInterval>} */
        this.timer = null;
    }

    /** @param {boolean} isOn */
    set(isOn) {
        if (isOn && this.timer === null) {
            this.timer = setInterval(this.onTick, 1000);
        } else if (!isOn && this.timer !== null) {
            clearInterval(this.timer);
            this.timer = null;
        }
    }
}
