/**
 * The dialog: what a start asks and shows, and what came of it. Its pages are in modules of their own.
 *
 * @module
 */

import {pageOf} from '../session/dialog.js';
import {Clock} from './clock.js';
import {DialogFrame} from './dialog_frame.js';
import {doctorPage} from './doctor_page.js';
import {editConfigPage} from './edit_config_page.js';
import {failurePage, lossPage} from './failure_page.js';
import {messagePage} from './message_page.js';
import {parametersPage} from './parameters_page.js';
import {reviewPage} from './review_page.js';
import {saveConfigPage} from './save_config_page.js';
import {sessionPage} from './session_page.js';
import {followedPage, readingPage, startingPage, stoppingPage} from './start_page.js';
import {followTheme} from './theme.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('../session/store.js').Question} Question */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('../session/store.js').Store} Store */
/** @typedef {import('./icons.js').IconName} IconName */

/**
 * @typedef {Object} Page
 * @property {IconName} icon
 * @property {string} sentence
 * @property {HTMLElement} [time] - beside the sentence
 * @property {Node[]} content
 * @property {HTMLElement[]} buttons
 * @property {HTMLElement} focus - what has the focus first
 * @property {boolean} [ticks] - whether it is updated each second, too
 * @property {(state: State) => void} [update] - the state has changed
 * @property {(props: any, answer: (value: any) => void) => void} [askAgain] - the same
 *     question, with what is wrong with the answer; the dialog shows the page again afterwards
 */

/**
 * @typedef {Object} Context What the pages are made with.
 * @property {Store} store
 * @property {Actions} actions
 * @property {StartSparkApi} api
 * @property {Host} host
 * @property {string} log - what the start has printed that this dialog has shown
 * @property {(value: any) => void} answer - the question of which it is the page
 * @property {(page: Page) => void} turnTo - another page about the same
 * @property {(isEnabled: boolean) => void} enableButtons
 */

/** @typedef {(context: Context, props: any) => Page} MakePage */

/** @type {Object<string, MakePage>} */
const PAGES = {
    reading: readingPage,
    starting: startingPage,
    followed: followedPage,
    stopping: stoppingPage,
    session: sessionPage,
    failure: failurePage,
    loss: lossPage,
    parameters: parametersPage,
    review: reviewPage,
    'save-config': saveConfigPage,
    'edit-config': editConfigPage,
    doctor: doctorPage,
    message: messagePage,
};

/**
 * @param {string} kind - of a page
 * @param {State} state
 * @returns {any} what the page is about: with another, it is another page
 */
function subjectOf(kind, {dialog: {question}, session: {failure, ended}}) {
    return question ?? {failure, loss: ended}[kind] ?? kind;
}

export class SparkDialog {
    /** @param {{store: Store, actions: Actions, api: StartSparkApi, host: Host}} options */
    constructor({store, actions, api, host}) {
        this.options = {store, actions, api, host};
        this.frame = new DialogFrame(() => actions.closeDialog());
        /** @type {?Page} */
        this.page = null;
        /** What the page is about. */
        this.subject = null;
        /** @type {?Page} that can ask again, with what the user has typed */
        this.form = null;
        /** What the start has printed, which stays until the dialog is closed. */
        this.log = '';
        /** What of the notebook's metadata it ignores, which stays as long. */
        this.note = '';
        this.clock = new Clock(() => this.page?.update?.(store.state));
        followTheme(host.layout, this.frame.element);
        store.subscribe(state => this.show(state));
    }

    /** @param {State} state */
    show(state) {
        const kind = pageOf(state);
        if (!kind) {
            this.close();
            return;
        }
        this.keep(state);
        if (this.page && subjectOf(kind, state) === this.subject) {
            this.page.update?.(state);
        } else {
            this.turn(kind, state);
        }
        if (!this.frame.isOpen) {
            this.frame.open();
        }
    }

    /** @param {State} state */
    keep({session: {start}}) {
        if (start) {
            this.log = start.log;
            this.note = start.note;
        }
        this.frame.showNote(this.note);
    }

    /**
     * @param {string} kind - of the page to show from now on
     * @param {State} state
     */
    turn(kind, state) {
        this.subject = subjectOf(kind, state);
        const {question} = state.dialog;
        const context = this.context(kind, question);
        if (question?.props.isAgain && this.form?.askAgain) {
            this.form.askAgain(question.props, context.answer);
            this.showPage(this.form, kind);
            return;
        }
        const page = PAGES[kind](context, question?.props ?? {});
        this.form = page.askAgain ? page : this.form;
        this.showPage(page, kind);
    }

    /**
     * @param {string} kind
     * @param {?Question} question
     * @returns {Context} of a page that can change the dialog only while it is shown
     */
    context(kind, question) {
        const {frame, log, options, subject} = this;
        return {
            ...options,
            log,
            answer: value => {
                frame.enableButtons(false);
                question?.answer(value);
            },
            turnTo: page => {
                if (this.subject === subject) {
                    this.showPage(page, kind);
                }
            },
            enableButtons: isEnabled => {
                if (this.subject === subject) {
                    frame.enableButtons(isEnabled);
                }
            },
        };
    }

    /**
     * @param {Page} page
     * @param {string} kind
     */
    showPage(page, kind) {
        this.page = page;
        this.frame.show(page, kind);
        this.clock.set(Boolean(page.ticks));
    }

    /** The notebook is closed. */
    remove() {
        this.close();
        this.frame.element.remove();
    }

    close() {
        if (this.page) {
            Object.assign(this, {page: null, subject: null, log: '', note: ''});
            this.clock.set(false);
            this.frame.close();
        }
    }
}
