/**
 * A document for tests: import this before what makes elements. What jsdom lacks and our pages use
 * is added: dialogs, and what watches sizes.
 *
 * @module
 */

import {JSDOM} from 'jsdom';

const NAMES = [
    'CustomEvent', 'DocumentFragment', 'Element', 'Event', 'FocusEvent', 'HTMLElement', 'HTMLButtonElement',
    'HTMLDialogElement', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement', 'InputEvent', 'KeyboardEvent',
    'MouseEvent', 'MutationObserver', 'Node', 'SVGElement', 'Text', 'document', 'getComputedStyle', 'localStorage',
    'location', 'window',
];

/** What the Tab key goes through, as far as tests care. */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

export const dom = new JSDOM('<!doctype html><html lang="en"><head></head><body></body></html>', {
    url: 'http://localhost/a@b/notebooks/stars.ipynb',
    pretendToBeVisual: true,
});

for (const name of NAMES) {
    define(globalThis, name, dom.window[name]);
}

/** Sizes do not change here. */
class ResizeObserver {
    observe() {}

    unobserve() {}

    disconnect() {}
}

for (const target of [globalThis, dom.window]) {
    define(target, 'ResizeObserver', ResizeObserver);
    define(target, 'requestAnimationFrame', callback => setTimeout(callback));
    define(target, 'cancelAnimationFrame', handle => clearTimeout(handle));
    define(target, 'matchMedia', () => ({matches: false, addEventListener: () => {}}));
}

dom.window.Element.prototype.scrollIntoView ??= () => {};

Object.assign(dom.window.HTMLDialogElement.prototype, {
    show() {
        this.setAttribute('open', '');
    },

    showModal() {
        if (this.hasAttribute('open') || !this.isConnected) {
            throw new dom.window.DOMException('It is open, or not in the document', 'InvalidStateError');
        }
        this.opener = document.activeElement;
        this.setAttribute('open', '');
        (this.querySelector('[autofocus]') || this.querySelector(FOCUSABLE) || this).focus();
    },

    close(returnValue) {
        if (this.hasAttribute('open')) {
            this.removeAttribute('open');
            this.returnValue = returnValue ?? this.returnValue;
            this.opener?.focus();
            queueMicrotask(() => this.dispatchEvent(new dom.window.Event('close')));
        }
    },
});

/** Press a key on what has the focus; returns whether nobody prevented what the browser does then. */
export function press(key, more = {}) {
    const target = document.activeElement || document.body;
    const event = new dom.window.KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more});
    const isFree = target.dispatchEvent(event);
    const dialog = [...document.querySelectorAll('dialog[open]')].pop();
    if (isFree && key === 'Escape' && dialog) {
        cancel(dialog);
    }
    return isFree;
}

/** What Escape does to a modal dialog. */
function cancel(dialog) {
    if (dialog.dispatchEvent(new dom.window.Event('cancel', {cancelable: true}))) {
        dialog.close();
    }
}

function define(target, name, value) {
    Object.defineProperty(target, name, {configurable: true, writable: true, value});
}
