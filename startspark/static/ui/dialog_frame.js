/**
 * The `<dialog>` element and what every page of it has: title, sentence, content and buttons.
 *
 * @module
 */

import {DIALOG} from '../strings.js';
import {element, fill} from './element.js';
import {icon} from './icons.js';
import {inlineCode} from './inline_code.js';
import {KeyGuard} from './keys.js';

/** @typedef {import('./dialog.js').Page} Page */

export class DialogFrame {
    /** @param {() => void} onClose - the user wants to close it, or the browser has closed it */
    constructor(onClose) {
        this.onClose = onClose;
        this.status = element('p', {class: 'startspark-status', role: 'status'});
        this.head = element('div', {class: 'startspark-head'}, this.status);
        this.note = element('p', {class: 'startspark-ignored', hidden: true});
        this.content = element('div', {class: 'startspark-content'});
        this.footer = element('div', {class: 'startspark-footer'});
        this.element = element('dialog', {
            class: 'startspark-dialog', 'aria-label': DIALOG.title, tabindex: -1,
            oncancel: (/** @type {Event} */ event) => this.cancel(event),
            onclose: () => this.meetClose(),
        }, this.header(), element('div', {class: 'startspark-body'}, this.head, this.note, this.content), this.footer);
        this.guard = new KeyGuard(this.element);
        /** What the focus is to begin with. */
        this.focus = /** @type {HTMLElement} */ (this.element);
        /** @type {?Element} */
        this.returnTo = null;
    }

    header() {
        const close = element('button', {
            type: 'button', class: 'startspark-close', 'aria-label': DIALOG.close, onclick: () => this.onClose(),
        }, icon('cross'));
        return element('div', {class: 'startspark-header'},
            element('h4', {class: 'startspark-title'}, DIALOG.title), close);
    }

    get isOpen() {
        return this.element.open;
    }

    /**
     * @param {Page} page
     * @param {string} kind
     */
    show(page, kind) {
        fill(this.status, icon(page.icon), element('span', {}, ...inlineCode(page.sentence)));
        fill(this.head, this.status, page.time);
        fill(this.content, ...page.content);
        fill(this.footer, ...page.buttons);
        this.enableButtons(true);
        this.element.dataset.page = kind;
        this.element.classList.toggle('startspark-why', kind === 'message');
        this.focus = page.focus;
        page.focus.focus();
    }

    /** @param {string} note - above the content, whatever that is; empty for none */
    showNote(note) {
        if (this.note.textContent !== note.replaceAll('`', '')) {
            fill(this.note, ...inlineCode(note));
        }
        this.note.hidden = note === '';
    }

    /** @param {boolean} isEnabled */
    enableButtons(isEnabled) {
        if (!isEnabled && this.footer.contains(document.activeElement)) {
            this.element.focus();  // a disabled button loses the focus, to nobody
        }
        for (const made of this.footer.querySelectorAll('button')) {
            made.disabled = !isEnabled;
        }
    }

    open() {
        if (!this.element.isConnected) {
            document.body.append(this.element);
        }
        this.returnTo = document.activeElement;
        this.guard.set(true);
        this.element.showModal();
        this.focus.focus();
    }

    close() {
        this.guard.set(false);
        fill(this.content);
        fill(this.footer);
        this.element.close();
        this.giveFocusBack();
    }

    /**
     * Escape was pressed.
     *
     * @param {Event} event
     */
    cancel(event) {
        if (event.target === this.element) {
            event.preventDefault();
            this.onClose();
        }
    }

    /** The browser may have closed it by itself. */
    meetClose() {
        if (this.guard.isOn && !this.isOpen) {
            this.onClose();
        }
    }

    /** The browser does it, but for a button that cannot be used any more: its neighbour takes it. */
    giveFocusBack() {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        const group = this.returnTo?.closest('.startspark-toolbar');
        if (isLost && group) {
            /** @type {?HTMLElement} */ (group.querySelector('button:enabled'))?.focus();
        }
    }
}
