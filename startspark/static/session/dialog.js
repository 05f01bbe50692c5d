/**
 * Whether the dialog is open, what it asks the user, and which page it shows.
 *
 * @module
 */

/** @typedef {import('./store.js').Question} Question */
/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Store} Store */

/** @type {Object<string, string>} */
const PAGE_OF_PHASE = {
    starting: 'followed',
    stopping: 'stopping',
    running: 'session',
    lost: 'loss',
};

/**
 * @param {State} state
 * @returns {?string} the kind of the page that the dialog shows; null where it is closed
 */
export function pageOf({dialog: {isOpen, question}, session: {phase, start, failure}}) {
    if (!isOpen) {
        return null;
    }
    if (question) {
        return question.kind;
    }
    if (start) {
        return start.step === 'reading' ? 'reading' : 'starting';
    }
    // A switch may fail before it has stopped anything: then Spark runs on.
    return failure ? 'failure' : PAGE_OF_PHASE[phase] ?? null;
}

/** Opens and closes the dialog, which a view shows. */
export class Dialog {
    /** @param {Store} store */
    constructor(store) {
        this.store = store;
    }

    /** Close the dialog from now on where there is nothing left to show. */
    follow() {
        this.store.subscribe(state => this.settle(state));
    }

    /** @param {State} state */
    settle(state) {
        const {dialog: {isOpen}, session: {failure, phase}} = state;
        if (isOpen && !pageOf(state)) {
            this.hide();
        } else if (!isOpen && failure && phase !== 'failed') {
            this.store.update('session', {failure: null});  // the user has seen it
        }
    }

    /** Show what goes on, and ask nothing any more. */
    show() {
        this.store.state.dialog.question?.answer(null);
        this.store.update('dialog', {isOpen: true, question: null});
    }

    /** Show the dialog again as it is. */
    reveal() {
        this.store.update('dialog', {isOpen: true});
    }

    hide() {
        this.store.update('dialog', {isOpen: false, question: null});
    }

    /** The user closes the dialog. What waits for an answer gets none; what goes on goes on. */
    close() {
        this.store.state.dialog.question?.answer(null);
        this.hide();
    }

    /**
     * Ask the user something. The question stays until `drop`, or until another one takes its place:
     * its page waits with the user for what becomes of the answer.
     *
     * @param {Question['kind']} kind
     * @param {any} props
     * @returns {Promise<any>} the answer; null where the user closes the dialog
     */
    ask(kind, props) {
        this.store.state.dialog.question?.answer(null);
        return new Promise(resolve => {
            let isAnswered = false;
            const question = {kind, props, answer: (/** @type {any} */ answer) => {
                if (!isAnswered && answer === null) {
                    this.hide();
                }
                isAnswered = true;
                resolve(answer);
            }};
            this.store.update('dialog', {isOpen: true, question});
        });
    }

    /** The answer was enough: show what goes on. */
    drop() {
        this.store.update('dialog', {question: null});
    }
}
