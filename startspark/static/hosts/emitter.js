/**
 * Tells listeners of events, each for itself: what fails in one keeps no other from hearing.
 *
 * @module
 */

/** @template {{type: string}} Event */
export class Emitter {
    /** @param {string} subject - what the events are about */
    constructor(subject) {
        this.subject = subject;
        /** @type {Array<(event: Event) => void>} */
        this.listeners = [];
    }

    /** @param {(event: Event) => void} listener */
    subscribe(listener) {
        this.listeners.push(listener);
    }

    /** @param {Event} event */
    emit(event) {
        for (const listener of this.listeners) {
            try {
                listener(event);
            } catch (error) {
                console.error(`Start Spark could not follow the ${this.subject} (${event.type}):`, error);
            }
        }
    }
}
