/**
 * A text field that offers what could be typed: a combobox as ARIA's authoring practices describe it.
 * The focus stays in the field; the arrow keys go through the list.
 *
 * @module
 */

import {element, fill, setAttributes, setText} from './element.js';

/**
 * @typedef {Object} Suggestion
 * @property {string} value - that the field gets
 * @property {() => Node[]} draw - what the list shows of it
 */

/**
 * @typedef {Object} Suggestions
 * @property {Suggestion[]} items
 * @property {string} note - below the list; empty for none
 */

/**
 * @typedef {Object} Options
 * @property {string} label - of the list
 * @property {number} [width] - of the list, in pixels, where the field is narrower
 * @property {(text: string, isTyped: boolean) => Suggestions} suggest - what fits a text, that the user has
 *     typed just now or that was there
 * @property {(value: string) => void} onTake - the field has got a suggestion
 * @property {(isOpen: boolean) => void} [onToggle]
 * @property {(text: string) => void} announce - have a screen reader say it
 * @property {(count: number, note: string) => string} describe - what is said of a list
 * @property {boolean} [takesFirst] - whether Enter takes the first one of what fits what is typed
 */

/** Pixels between field, list and window. */
const GAP = 3;

/** Pixels: the most of a list. */
const HEIGHT = 300;

let made = 0;

export class Combobox {
    /**
     * @param {HTMLInputElement} input - in the document or not yet; the list becomes its neighbour
     * @param {Options} options
     */
    constructor(input, options) {
        this.input = input;
        this.options = options;
        /** @type {Suggestion[]} */
        this.items = [];
        this.active = -1;
        this.isOpen = false;
        /** Whether the user has asked for suggestions, which may still have to come. */
        this.isWanted = false;
        /** Whether the user goes through the list, so that Home and End are the list's. */
        this.isBrowsing = false;
        this.isTyped = false;
        made += 1;
        this.id = `startspark-suggestions-${made}`;
        this.list = element('div', {id: this.id, role: 'listbox', 'aria-label': options.label});
        this.note = element('p', {class: 'startspark-suggestions-note'});
        this.popup = element('div', {
            class: 'startspark-suggestions', hidden: true, popover: 'manual',  // above the dialog that scrolls
            onmousedown: (/** @type {Event} */ event) => event.preventDefault(),  // the field keeps the focus
        }, this.list, this.note);
        this.place = this.place.bind(this);
        this.listen();
    }

    listen() {
        const {input} = this;
        setAttributes(input, {
            role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
            'aria-controls': this.id,
        });
        input.after(this.popup);
        input.addEventListener('input', () => this.ask(true));
        input.addEventListener('keydown', event => this.press(event));
        input.addEventListener('blur', () => this.close());
    }

    /** @param {boolean} isTyped - whether the user has typed the text just now */
    ask(isTyped) {
        this.isWanted = true;
        this.isBrowsing = false;
        this.isTyped = isTyped;
        this.show();
    }

    /** There may be other suggestions than before. */
    refresh() {
        if (this.isWanted && this.input.isConnected) {
            this.show();
        }
    }

    show() {
        const {input, options} = this;
        const chosen = this.isBrowsing ? this.items[this.active]?.value : undefined;
        const {items, note} = options.suggest(input.value, this.isTyped);
        this.items = items;
        if (!items.length) {
            this.hide();
            return;
        }
        fill(this.list, ...items.map((item, index) => this.option(item, index)));
        setText(this.note, note);
        this.open();
        this.place();
        const kept = items.findIndex(it => it.value === chosen);
        this.isBrowsing = kept >= 0;
        this.activate(kept >= 0 ? kept : options.takesFirst && this.isTyped ? 0 : -1);
        options.announce(options.describe(items.length, note));
    }

    /**
     * @param {Suggestion} item
     * @param {number} index
     */
    option(item, index) {
        return element('div', {
            id: `${this.id}-${index}`, role: 'option', class: 'startspark-suggestion', 'aria-selected': 'false',
            onclick: () => this.take(item),
        }, ...item.draw());
    }

    open() {
        if (this.isOpen) {
            return;
        }
        this.isOpen = true;
        this.popup.hidden = false;
        this.popup.showPopover?.();
        setAttributes(this.input, {'aria-expanded': 'true'});
        window.addEventListener('scroll', this.place, true);
        window.addEventListener('resize', this.place);
        this.options.onToggle?.(true);
    }

    /** The user wants no suggestions any more. */
    close() {
        this.isWanted = false;
        this.hide();
    }

    hide() {
        if (!this.isOpen) {
            return;
        }
        this.isOpen = false;
        this.isBrowsing = false;
        this.activate(-1);
        if (this.popup.isConnected) {
            this.popup.hidePopover?.();
        }
        this.popup.hidden = true;
        setAttributes(this.input, {'aria-expanded': 'false'});
        window.removeEventListener('scroll', this.place, true);
        window.removeEventListener('resize', this.place);
        this.options.announce('');
        this.options.onToggle?.(false);
    }

    /**
     * Below the field, or above it where there is more room.
     *
     * @param {Event} [event] - what has moved it
     */
    place(event) {
        const {input, options, popup} = this;
        if (!input.isConnected) {
            this.close();
            return;
        }
        if (event?.target instanceof Node && popup.contains(event.target)) {
            return;  // the list itself scrolls
        }
        const {left, right, top, bottom, width} = input.getBoundingClientRect();
        const {clientWidth, clientHeight} = document.documentElement;
        const below = clientHeight - bottom - 2 * GAP;
        const isBelow = below >= Math.min(HEIGHT, top - 2 * GAP);
        const wide = Math.min(Math.max(width, options.width ?? 0), clientWidth - 2 * GAP);
        const wanted = getComputedStyle(input).direction === 'rtl' ? right - wide : left;
        Object.assign(popup.style, {
            width: `${wide}px`,
            left: `${Math.max(GAP, Math.min(wanted, clientWidth - wide - GAP))}px`,
            top: isBelow ? `${bottom + GAP}px` : 'auto',
            bottom: isBelow ? 'auto' : `${clientHeight - top + GAP}px`,
            maxHeight: `${Math.min(HEIGHT, isBelow ? below : top - 2 * GAP)}px`,
        });
    }

    /** @param {number} index - of the suggestion that Enter takes; -1 for none */
    activate(index) {
        this.list.children[this.active]?.setAttribute('aria-selected', 'false');
        this.active = index;
        const option = this.list.children[index];
        setAttributes(this.input, {'aria-activedescendant': option?.id});
        option?.setAttribute('aria-selected', 'true');
        option?.scrollIntoView?.({block: 'nearest'});
    }

    /** @param {Suggestion} item */
    take({value}) {
        this.input.value = value;
        this.close();
        this.options.onTake(value);
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        if (event.isComposing || event.ctrlKey || event.metaKey) {
            return;
        }
        const act = this.isOpen ? this.actionInList(event.key) : this.actionInField(event.key);
        if (act) {
            event.preventDefault();
            event.stopPropagation();
            act();
        } else if (event.key === 'Tab') {
            this.close();
        }
    }

    /**
     * @param {string} key
     * @returns {?(() => void)} what it does while the list is closed
     */
    actionInField(key) {
        return {
            ArrowDown: () => this.browse(0),
            ArrowUp: () => this.browse(-1),
        }[key] ?? null;
    }

    /**
     * @param {string} key
     * @returns {?(() => void)} what it does while the list is open
     */
    actionInList(key) {
        const {active, isBrowsing, items} = this;
        const next = isBrowsing || active < 0 ? active + 1 : 1;
        return {
            ArrowDown: () => this.move(next),
            ArrowUp: () => this.move(active < 0 ? -1 : active - 1),
            Home: isBrowsing ? () => this.move(0) : null,
            End: isBrowsing ? () => this.move(-1) : null,
            Enter: items[active] ? () => this.take(items[active]) : null,
            Escape: () => this.close(),
        }[key] ?? null;
    }

    /** @param {number} index - of the suggestion to begin with */
    browse(index) {
        this.ask(false);
        if (this.isOpen) {
            this.move(index);
        }
    }

    /** @param {number} index - of a suggestion; those before the first are the last ones */
    move(index) {
        const {length} = this.items;
        this.isBrowsing = true;
        this.activate((index + length) % length);
    }
}
