/**
 * The menu of a button: a popup as ARIA's authoring practices describe it.
 *
 * @module
 */

import {TOOLBAR} from '../strings.js';
import {element, setAttributes} from './element.js';

/** @typedef {import('../session/session_menu_items.js').MenuItem} MenuItem */

/** Pixels between button and menu, and between menu and window. */
const GAP = 2;

export class SessionMenu {
    /**
     * @param {HTMLButtonElement} button - that opens it
     * @param {() => MenuItem[]} items - gives what it offers now
     * @param {string} label - for screen readers
     * @param {(item: MenuItem) => void} onChoose
     */
    constructor(button, items, label = TOOLBAR.menu, onChoose = () => {}) {
        this.button = button;
        this.items = items;
        this.onChoose = onChoose;
        /** @type {MenuEntry[]} */
        this.entries = [];
        this.isOpen = false;
        this.element = element('ul', {
            class: 'startspark-menu-list', role: 'menu', 'aria-label': label, hidden: true,
            popover: 'manual',  // above whatever hides what leaves the toolbar
        });
        this.closeOutside = this.closeOutside.bind(this);
        this.close = this.close.bind(this);
        this.element.addEventListener('keydown', event => this.press(event));
        button.addEventListener('keydown', event => this.pressOnButton(event));
    }

    /** @param {boolean} isEnabled - whether the button opens it */
    enable(isEnabled) {
        if (!isEnabled) {
            this.close();
        }
        setAttributes(this.button, {
            'aria-haspopup': isEnabled && 'menu',
            'aria-expanded': isEnabled && String(this.isOpen),
        });
    }

    toggle() {
        if (this.isOpen) {
            this.close();
        } else {
            this.open();
        }
    }

    open() {
        this.fill();
        this.isOpen = true;
        this.element.hidden = false;
        this.element.showPopover?.();
        this.place();
        setAttributes(this.button, {'aria-expanded': 'true'});
        this.listen('addEventListener');
    }

    close() {
        if (!this.isOpen) {
            return;
        }
        if (this.element.contains(document.activeElement)) {
            this.button.focus();
        }
        this.isOpen = false;
        this.element.hidePopover?.();
        this.element.hidden = true;
        setAttributes(this.button, {'aria-expanded': 'false'});
        this.listen('removeEventListener');
    }

    /**
     * What the user does elsewhere closes it, but not the application: JupyterLab moves the focus into
     * the notebook a while after the page is loaded.
     *
     * @param {'addEventListener'|'removeEventListener'} method
     */
    listen(method) {
        document[method]('pointerdown', this.closeOutside, true);
        document[method]('keydown', this.closeOutside, true);
        window[method]('resize', this.close);
        window[method]('blur', this.close);
    }

    /** @param {Event} event */
    closeOutside({target}) {
        if (target instanceof Node && !this.element.contains(target) && !this.button.contains(target)) {
            this.close();
        }
    }

    /** Show what has changed; what is about to be clicked neither moves nor becomes something else. */
    update() {
        if (this.isOpen) {
            const items = this.items();
            this.entries.forEach((entry, index) => {
                if (items[index]?.text === entry.item.text) {
                    entry.show(items[index]);
                }
            });
        }
    }

    fill() {
        const items = this.items();
        this.entries = items.map(item => new MenuEntry(item, chosen => this.choose(chosen)));
        this.element.replaceChildren(...this.entries.flatMap(({anchor, item}) => [
            ...item.isApart ? [element('li', {role: 'separator', class: 'startspark-menu-divider'})] : [],
            element('li', {role: 'none'}, anchor),
        ]));
    }

    /** Below the button, and within the window. */
    place() {
        const {style, offsetWidth: width} = this.element;
        const {left, right, bottom} = this.button.getBoundingClientRect();
        const isFromRight = getComputedStyle(this.button).direction === 'rtl';
        const wanted = isFromRight ? right - width : left;
        const most = document.documentElement.clientWidth - width - GAP;
        style.left = `${Math.round(Math.max(GAP, Math.min(wanted, most)))}px`;
        style.top = `${Math.round(bottom + GAP)}px`;
    }

    /** @param {MenuItem} item */
    choose(item) {
        this.close();
        this.button.focus();  // where a dialog returns the focus to
        item.action?.();
        this.onChoose(item);
    }

    /** @param {KeyboardEvent} event */
    pressOnButton(event) {
        const isMenuButton = this.button.hasAttribute('aria-haspopup');
        if (isMenuButton && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
            event.preventDefault();
            if (!this.isOpen) {
                this.open();
            }
            this.focus(event.key === 'ArrowDown' ? 0 : -1);
        } else if (this.isOpen && ['Escape', 'Tab'].includes(event.key)) {
            this.close();
        }
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        const {key} = event;
        const current = this.entries.findIndex(({anchor}) => anchor === document.activeElement);
        /** @type {Object<string, () => void>} */
        const does = {
            ArrowDown: () => this.focus(current + 1),
            ArrowUp: () => this.focus(current - 1),
            Home: () => this.focus(0),
            End: () => this.focus(-1),
            Enter: () => this.entries[current]?.anchor.click(),
            ' ': () => this.entries[current]?.anchor.click(),
            Escape: () => this.close(),
        };
        if (Object.hasOwn(does, key)) {
            event.preventDefault();
            does[key]();
        } else if (key === 'Tab') {
            this.close();  // the focus goes on from the button
        } else if (/^\S$/.test(key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
            this.focusByLetter(key, current);
        }
    }

    /** @param {number} index - of an entry; those before the first are the last ones */
    focus(index) {
        const {length} = this.entries;
        this.entries[(index + length) % length].anchor.focus();
    }

    /**
     * @param {string} letter - with which the next entry begins
     * @param {number} current - the entry that has the focus
     */
    focusByLetter(letter, current) {
        const indices = this.entries.map((entry, index) => (current + 1 + index) % this.entries.length);
        const found = indices.find(index =>
            this.entries[index].item.text.toLowerCase().startsWith(letter.toLowerCase()));
        if (found !== undefined) {
            this.focus(found);
        }
    }
}

class MenuEntry {
    /**
     * @param {MenuItem} item
     * @param {(item: MenuItem) => void} onChoose
     */
    constructor(item, onChoose) {
        this.item = item;
        const role = item.isChecked === undefined ? 'menuitem' : 'menuitemcheckbox';
        this.anchor = element('a', {role, tabindex: -1, onclick: (/** @type {Event} */ event) => {
            if (!this.item.link && !this.item.action) {
                event.preventDefault();
                return;
            }
            onChoose(this.item);
        }}, item.text);
        this.show(item);
    }

    /** @param {MenuItem} item - which has the same text */
    show(item) {
        this.item = item;
        const {title, link, action, isChecked} = item;
        setAttributes(this.anchor, {
            href: link || null,
            target: link ? '_blank' : null,
            rel: link ? 'noopener' : null,
            'aria-disabled': link || action ? null : 'true',
            'aria-checked': isChecked === undefined ? null : String(isChecked),
            title: title || null,
        });
    }
}
