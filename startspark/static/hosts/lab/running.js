/**
 * The user's Spark sessions in JupyterLab's list of what runs, which Notebook 7 has, too.
 *
 * @module
 */

import {SESSIONS} from '../../strings.js';

export {serverOf} from './server.js';

/**
 * @typedef {Object} Application What remoteEntry.js gets from JupyterLab.
 * @property {any} app - its `JupyterFrontEnd`
 * @property {Object<string, any>} modules - those it shares
 * @property {Element} place - the list of what runs
 */

/** @typedef {import('../../services/startspark_api.js').SparkSession} Session */
/** @typedef {Pick<import('../../services/startspark_api.js').StartSparkApi, 'sessions'|'stopSession'>} Api */

const BOLT = '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">' +
    '<path class="jp-icon3" fill="#616161" d="M9 1 3 9h4l-1 6 7-9H8z"/></svg>';

/** Milliseconds between two looks, while somebody sees the list. */
const PAUSE = 3000;

/** JupyterLab's `IRunningSessions.IManager`. */
export class RunningSessions {
    name = 'Spark';
    shutdownLabel = SESSIONS.stop;
    shutdownAllLabel = SESSIONS.stopAll;
    shutdownAllConfirmationText = SESSIONS.stopAllQuestion;

    /**
     * @param {Application} application
     * @param {Api} api
     */
    constructor(application, api) {
        const {modules: {signaling, icons}, place} = application;
        this.application = application;
        this.api = api;
        this.runningChanged = new signaling.Signal(this);
        this.bolt = new icons.LabIcon({name: 'startspark:bolt', svgstr: BOLT});
        /** @type {Session[]} */
        this.sessions = [];
        this.isAsking = false;
        setInterval(() => {
            if (!document.hidden && place.getClientRects().length) {
                this.refreshRunning();
            }
        }, PAUSE);
        this.refreshRunning();
    }

    running() {
        return this.sessions.map(session => ({
            icon: () => this.bolt,
            label: () => session.notebook || SESSIONS.process(session.process_id),
            labelTitle: () => [session.config ?? SESSIONS.byHand, session.master].filter(Boolean).join(', '),
            detail: () => session.config ?? '',
            open: () => this.open(session),
            shutdown: () => this.stop(session),
        }));
    }

    async refreshRunning() {
        if (this.isAsking) {
            return;  // a late answer would be older than the next one
        }
        this.isAsking = true;
        try {
            const sessions = await this.api.sessions();
            if (JSON.stringify(sessions) !== JSON.stringify(this.sessions)) {
                this.sessions = sessions;
                this.runningChanged.emit(undefined);
            }
        } catch (error) {
            console.warn('Start Spark cannot list your Spark sessions:', error);
        } finally {
            this.isAsking = false;
        }
    }

    /** @param {Session} session */
    open({kernel_id: kernel, notebook, busy}) {
        if (kernel && notebook && busy !== null) {
            const opened = this.application.app.commands.execute('docmanager:open', {path: notebook});
            // JupyterLab itself tells the user.
            opened.catch((/** @type {Error} */ error) => console.warn('Start Spark cannot open a notebook:', error));
        }
    }

    /** @param {Session} session */
    async stop({kernel_id: kernel, busy}) {
        if (!kernel || busy === null) {
            await this.say(SESSIONS.notHere);
            return;
        }
        try {
            await this.api.stopSession(kernel, false);
        } catch (error) {
            await this.refuse(kernel, /** @type {any} */ (error));
        }
        await this.refreshRunning();
    }

    /**
     * @param {string} kernel
     * @param {{message: string, body?: {busy?: boolean}}} error
     */
    async refuse(kernel, {message, body}) {
        if (body?.busy && await this.ask(message)) {
            await this.api.stopSession(kernel, true).catch(error => this.say(error.message));
        } else if (!body?.busy) {
            await this.say(message);
        }
    }

    /**
     * @param {string} message
     * @returns {Promise<boolean>} whether the user wants to interrupt the kernel
     */
    async ask(message) {
        const {Dialog, showDialog} = this.application.modules.apputils;
        const buttons = [Dialog.cancelButton(), Dialog.warnButton({label: SESSIONS.interrupt})];
        const {button} = await showDialog({title: SESSIONS.stopQuestion, body: message, buttons});
        return button.accept;
    }

    /** @param {string} message */
    async say(message) {
        const {Dialog, showDialog} = this.application.modules.apputils;
        await showDialog({title: SESSIONS.notStopped, body: message, buttons: [Dialog.okButton()]});
    }

    shutdownAll() {
        this.sessions.forEach(session => this.stop(session));
    }
}
