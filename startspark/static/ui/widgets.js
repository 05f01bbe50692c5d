/**
 * The small parts of which views are made: buttons, text that can be folded away, links to files.
 *
 * @module
 */

import {BUTTONS, DIALOG} from '../strings.js';
import {controlClass, element} from './element.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').Look} Look */

/** More of a text than its last characters is not shown. */
const LENGTH = 200000;

/**
 * @param {Look} look
 * @param {string} text
 * @param {() => void} onClick
 * @param {'button'|'primaryButton'|'smallButton'} [kind]
 * @returns {HTMLButtonElement}
 */
export function button(look, text, onClick, kind = 'button') {
    return element('button', {type: 'button', class: buttonClass(look, kind), onclick: () => onClick()}, text);
}

/**
 * @param {Look} look
 * @param {string} text
 * @param {string} form - the id of the form that it submits
 * @returns {HTMLButtonElement}
 */
export function submitButton(look, text, form) {
    return element('button', {type: 'submit', form, class: buttonClass(look, 'primaryButton')}, text);
}

/**
 * @param {Look} look
 * @param {'button'|'primaryButton'|'smallButton'} kind
 * @returns {string} the host's classes, and ours for what it does not style
 */
export function buttonClass(look, kind) {
    const ours = {button: '', primaryButton: 'startspark-primary', smallButton: 'startspark-small'}[kind];
    return controlClass(look[kind], 'startspark-button', ours);
}

/**
 * @param {{host: Host, actions: {closeDialog: () => void}}} context
 * @param {string} [text]
 * @returns {HTMLButtonElement}
 */
export function closeButton({host, actions}, text = BUTTONS.close) {
    return button(host.layout.look, text, () => actions.closeDialog());
}

/**
 * Make a button stand apart from the others, where nobody hits it by mistake.
 *
 * @param {HTMLButtonElement} made
 * @returns {HTMLButtonElement} the same
 */
export function apart(made) {
    made.classList.add('startspark-apart');
    return made;
}

/** A long text below a line that folds it away; hidden while there is none. */
export class Fold {
    /**
     * @param {string} title
     * @param {string} className
     */
    constructor(title, className) {
        this.text = '';
        this.pre = element('pre', {tabindex: 0, role: 'group', 'aria-label': title});
        this.element = element('details', {class: `startspark-fold ${className}`, hidden: true},
            element('summary', {}, title), this.pre);
    }

    /** @param {string} text - that it has from now on; where it has grown, it shows the end */
    show(text) {
        if (text === this.text) {
            return;
        }
        const wasAtEnd = this.pre.scrollHeight - this.pre.scrollTop - this.pre.clientHeight < 8;
        if (text.startsWith(this.text) && text.length <= LENGTH) {
            this.pre.append(text.slice(this.text.length));
        } else {
            this.pre.textContent = text.slice(-LENGTH);
        }
        this.text = text;
        this.element.hidden = text === '';
        if (wasAtEnd) {
            this.scrollToEnd();
        }
    }

    open() {
        this.element.open = true;
        this.scrollToEnd();
    }

    scrollToEnd() {
        this.pre.scrollTop = this.pre.scrollHeight;
    }
}

/**
 * @param {Host} host
 * @param {{path: string, contents_path: ?string}} file - as the server says it
 * @returns {HTMLElement} the path, with a link where the application has an editor for it
 */
export function fileLink(host, {path, contents_path: contents}) {
    const made = element('p', {class: 'startspark-file'}, element('code', {}, path));
    if (contents !== null) {
        made.append(' ', element('a', {
            class: 'startspark-edit',
            href: host.editorUrl(contents),
            target: '_blank',
            rel: 'noopener',
        }, DIALOG.edit));
    }
    return made;
}

/**
 * A label with its control and what else belongs to it, one below the other.
 *
 * @param {string} label
 * @param {HTMLElement & {id: string}} control
 * @param {HTMLElement} shown - the control, or what it stands in
 * @param {...HTMLElement} below
 * @returns {HTMLElement}
 */
export function field(label, control, shown, ...below) {
    return element('div', {class: 'startspark-field'},
        element('label', {for: control.id, class: 'startspark-field-label'}, label), shown, ...below);
}
