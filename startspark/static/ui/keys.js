/**
 * Keeps keys away from the application: it would take them for its commands.
 *
 * @module
 */

const KEY_EVENTS = ['keydown', 'keypress', 'keyup'];

/**
 * Have no key leave an element, but those with Ctrl, Alt or Command: in an application, they open
 * the palette or save the notebook wherever the focus is.
 *
 * @template {HTMLElement} Kept
 * @param {Kept} element
 * @returns {Kept} the same
 */
export function keepKeys(element) {
    for (const type of KEY_EVENTS) {
        element.addEventListener(type, event => {
            const {ctrlKey, altKey, metaKey} = /** @type {KeyboardEvent} */ (event);
            if (!ctrlKey && !altKey && !metaKey) {
                event.stopPropagation();
            }
        });
    }
    return element;
}

/** @param {KeyboardEvent} event */
function isSave({key, ctrlKey, metaKey}) {
    return key === 's' && (ctrlKey || metaKey);
}

/**
 * While it is on, no key reaches the page but inside of one dialog: a click beside it leaves the
 * focus with the body, and another dialog that closes may take it anywhere.
 */
export class KeyGuard {
    /** @param {HTMLElement} dialog - that takes the focus back */
    constructor(dialog) {
        this.dialog = dialog;
        this.isOn = false;
        this.stop = this.stop.bind(this);
        for (const type of KEY_EVENTS) {
            dialog.addEventListener(type, event => this.keep(/** @type {KeyboardEvent} */ (event)));
        }
    }

    /** @param {boolean} isOn */
    set(isOn) {
        this.isOn = isOn;
        for (const type of KEY_EVENTS) {
            if (isOn) {
                // The window comes before any listener of the application's.
                window.addEventListener(type, this.stop, true);
            } else {
                window.removeEventListener(type, this.stop, true);
            }
        }
    }

    /**
     * A key in the dialog stays there.
     *
     * @param {KeyboardEvent} event
     */
    keep(event) {
        event.stopPropagation();
        if (isSave(event)) {
            event.preventDefault();  // the browser would save the page
        }
    }

    /**
     * A key elsewhere goes nowhere. Tab and Escape do in the dialog what the browser has them do.
     *
     * @param {Event} event
     */
    stop(event) {
        const {target} = event;
        if (target instanceof Element && target.closest('.startspark-dialog[open]')) {
            return;
        }
        event.stopImmediatePropagation();
        if (!['Tab', 'Escape'].includes(/** @type {KeyboardEvent} */ (event).key)) {
            event.preventDefault();
        }
        if (!this.dialog.contains(document.activeElement)) {
            this.dialog.focus();
        }
    }
}
