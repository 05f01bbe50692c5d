/**
 * The state of one notebook's page, and who is told of its changes.
 *
 * @module
 */

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').DefaultConfig} DefaultConfig */
/** @typedef {import('./errors.js').Failure} Failure */

/**
 * @typedef {'no-kernel'|'unknown'|'ready'|'starting'|'running'|'stopping'|'failed'|'lost'} SessionPhase
 */

/**
 * @typedef {Object} Holder Another session of the user's.
 * @property {string} name
 * @property {?number} [executors]
 * @property {?number} [cores]
 */

/**
 * @typedef {Object} Reason Why Spark waits, and what to do about it.
 * @property {string} sentence
 * @property {string} advice
 * @property {Holder[]} [sessions] - that hold what is missing
 */

/**
 * @typedef {Object} Facts What the kernel says of its Spark; described in docs/reference/messages.md.
 * @property {boolean} running
 * @property {string} [config] - the name of the config that has started it
 * @property {string} [config_version]
 * @property {string} [code] - that has started it
 * @property {string} [master]
 * @property {string} [application_id]
 * @property {?number} [started_at] - in milliseconds since 1970
 * @property {number} [ui_port]
 * @property {number} [executors]
 * @property {?number} [wanted] - executors
 * @property {number} [lost] - executors that were lost
 * @property {?Reason} [waiting] - why executors do not come
 * @property {?boolean} [can_cancel] - whether the web UI may cancel a job
 * @property {?number} [idle] - seconds for which it has had nothing to do, once that is long
 * @property {Object<string, any>} [archive_build] - the class archive in the making
 * @property {any} [ended] - why the last session has ended that nobody stopped
 * @property {{ready?: boolean, memory?: number}} [prewarmed] - the prewarmed JVM
 */

/**
 * @typedef {Object} StartState A start or a switch that this page does.
 * @property {'reading'|'executing'} step - `reading` until the kernel is asked for it
 * @property {string} title - the config's
 * @property {?number} begun - when the kernel began with it
 * @property {?Object<string, any>} phase - how far it is, as the kernel says it
 * @property {string} log - what Spark has printed
 * @property {boolean} hasCodeAfter - whether the configuration's code goes on once there is a session
 * @property {string} note - what of the notebook's metadata is ignored; empty for nothing
 * @property {() => void} cancel
 */

/**
 * @typedef {Object} SessionState
 * @property {SessionPhase} phase
 * @property {Facts} facts
 * @property {any} progress - what the kernel has answered last of Spark's jobs and executors, all of it;
 *     null where it has not
 * @property {any} ended - why the last session has ended that nobody stopped
 * @property {?Failure} failure - of the last start or stop, until the user has closed the dialog with it;
 *     it is shown before all but a start, also where a Spark runs on
 * @property {?StartState} start - null where this page starts nothing
 * @property {?Object<string, any>} otherStart - how far another page's start is
 * @property {boolean} isLocked - this page starts or stops Spark just now
 * @property {boolean} isKernelBusy - the kernel was asked something and does not answer
 * @property {?string} obstacle - why the kernel cannot start Spark, if so
 * @property {string} trouble - why the kernel cannot say what runs; empty where it can
 * @property {{ready?: boolean, memory?: number}} jvm - the prewarmed one
 */

/**
 * @typedef {Object} CatalogState
 * @property {Config[]} configs
 * @property {string} chosen - the name of the chosen one; empty where there is none
 * @property {?string} problem - why there is nothing to start
 * @property {?DefaultConfig} default - what new notebooks start with; null: the first of the list
 */

/**
 * @typedef {Object} NotebookState What the notebook's metadata says, as far as it is valid.
 * @property {number} overrides - how many properties it changes
 * @property {string} note - what of it is ignored, and why; empty where nothing is
 */

/**
 * @typedef {Object} AutoStartState Starts without a click on the button.
 * @property {boolean} isOn - whether the notebook says that Spark starts with it
 * @property {boolean} asks - whether the user is asked for that
 * @property {string[]} offers - the ids of cells that have failed because no Spark runs
 */

/**
 * @typedef {Object} WebUIState
 * @property {?string} link - null where it cannot be shown
 * @property {?number} port
 * @property {string} reason - why it cannot; empty where it can
 * @property {boolean} isPending - whether the reason may change
 */

/**
 * @typedef {Object} Question A page of the dialog that waits for the user.
 * @property {'parameters'|'review'|'save-config'|'edit-config'|'doctor'|'message'} kind
 * @property {any} props
 * @property {(answer: any) => void} answer - null where the user closes the dialog
 */

/**
 * @typedef {Object} DialogState
 * @property {boolean} isOpen
 * @property {?Question} question - null: the dialog shows the session
 */

/**
 * @typedef {Object} State
 * @property {SessionState} session - only session/ writes it
 * @property {CatalogState} catalog
 * @property {NotebookState} notebook
 * @property {AutoStartState} autoStart
 * @property {WebUIState} webUI
 * @property {DialogState} dialog
 */

/** @type {State} */
const INITIAL = {
    session: {
        phase: 'no-kernel',
        facts: {running: false},
        progress: null,
        ended: null,
        failure: null,
        start: null,
        otherStart: null,
        isLocked: false,
        isKernelBusy: false,
        obstacle: null,
        trouble: '',
        jvm: {},
    },
    catalog: {configs: [], chosen: '', problem: null, default: null},
    notebook: {overrides: 0, note: ''},
    autoStart: {isOn: false, asks: false, offers: []},
    webUI: {link: null, port: null, reason: '', isPending: false},
    dialog: {isOpen: false, question: null},
};

/** Holds the state. What happens within one task of the page is one change. */
export class Store {
    constructor() {
        /** @type {State} */
        this.state = structuredClone(INITIAL);
        /** @type {Array<(state: State) => void>} */
        this.listeners = [];
        this.isDue = false;
    }

    /**
     * @template {keyof State} Name
     * @param {Name} name - of a part of the state
     * @param {Partial<State[Name]>} patch - what has changed in it
     */
    update(name, patch) {
        this.state = {...this.state, [name]: {...this.state[name], ...patch}};
        if (!this.isDue) {
            this.isDue = true;
            queueMicrotask(() => this.notify());
        }
    }

    /** @param {(state: State) => void} listener - hears once of all changes that come together */
    subscribe(listener) {
        this.listeners.push(listener);
    }

    /** Nobody is to hear of changes any more. */
    close() {
        this.listeners = [];
    }

    notify() {
        this.isDue = false;
        for (const listener of this.listeners) {
            try {
                listener(this.state);
            } catch (error) {
                console.error('Start Spark could not show a change:', error);
            }
        }
    }
}
