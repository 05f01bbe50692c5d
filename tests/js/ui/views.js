/**
 * What views are made with in tests: a store, actions that are noted, a server that does nothing.
 *
 * @module
 */

import '../dom.js';

import {afterEach, beforeEach} from 'node:test';

import {Store} from '../../../startspark/static/session/store.js';
import {SparkDialog} from '../../../startspark/static/ui/dialog.js';

export const LOOK = {
    button: 'btn', primaryButton: 'btn', smallButton: 'btn', toolbarButton: 'btn', toolbarSelect: '', input: '',
};

export const CONFIG = {
    name: 'grid', title: 'Small grid', description: '', origin: 'user', version: '1', parameters: {}, error: null,
    warnings: [], prewarm: false,
};

/** Let the store tell its listeners, and promises go on. */
export function flush() {
    return new Promise(resolve => setImmediate(resolve));
}

export class Views {
    constructor() {
        document.body.replaceChildren();
        this.store = new Store();
        this.called = [];
        this.actions = new Proxy({
            closeDialog: () => this.closeDialog(),
            correction: () => null,
            menuItems: () => [],
            optionsMenuItems: () => [],
        }, {get: (known, name) => known[name] ?? ((...args) => this.called.push([name, ...args]))});
        this.api = {check: async () => ({})};
        this.host = {
            editorUrl: path => `/edit/${path}`,
            layout: {look: LOOK, theme: () => 'light', onThemeChange: () => {}},
        };
        this.closed = 0;
    }

    closeDialog() {
        this.closed += 1;
        this.store.state.dialog.question?.answer(null);
        this.store.update('dialog', {isOpen: false, question: null});
    }

    /** Show the dialog; returns its element once it asks or shows something. */
    makeDialog() {
        this.dialog = new SparkDialog(this);
        return this.dialog.frame.element;
    }

    /** Ask something, as the session does; returns where the answers are collected. */
    async ask(kind, props) {
        const answers = [];
        this.store.update('dialog', {isOpen: true, question: {kind, props, answer: value => answers.push(value)}});
        await flush();
        return answers;
    }

    async session(patch) {
        this.store.update('session', patch);
        await flush();
    }

    async show(patch = {}) {
        this.store.update('dialog', {isOpen: true});
        await this.session(patch);
    }
}

/** @type {Views} those of the test that runs, in a file that has called `withDialog` */
export let views;

/** @type {HTMLDialogElement} theirs */
export let dialog;

/** Make views and their dialog for each test of a file, and close it at the test's end. */
export function withDialog() {
    beforeEach(() => {
        views = new Views();
        dialog = views.makeDialog();
    });
    afterEach(async () => {
        views.store.update('dialog', {isOpen: false, question: null});
        await flush();
    });
}

/** A button by its text. */
export function buttonOf(element, text) {
    return [...element.querySelectorAll('button')].find(it => it.textContent === text);
}
