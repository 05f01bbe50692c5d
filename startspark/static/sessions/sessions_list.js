/**
 * The user's Spark sessions on the server's machine, with links to their notebooks and web UIs, and
 * a button that stops each.
 *
 * @module
 */

import {duration} from '../progress/format.js';
import {SESSIONS} from '../strings.js';
import {element, fill, setAttributes, setText} from '../ui/element.js';

/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../services/startspark_api.js').SparkSession} SparkSession */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */

/** Milliseconds between two looks, while somebody sees the list. */
const PAUSE = 3000;

export class SessionsList {
    /**
     * @param {Object} parts
     * @param {Pick<StartSparkApi, 'sessions'|'stopSession'>} parts.api
     * @param {SparkRestApi} parts.rest
     * @param {(path: string) => string} parts.notebookUrl
     * @param {string} parts.buttonClass - of a small button
     */
    constructor({api, rest, notebookUrl, buttonClass}) {
        this.api = api;
        this.rest = rest;
        this.notebookUrl = notebookUrl;
        this.buttonClass = buttonClass;
        /** @type {Map<number, SessionRow>} by process */
        this.rows = new Map();
        this.body = element('tbody', {});
        const head = element('tr', {},
            ...SESSIONS.columns.map(text => element('th', {scope: 'col'}, text)), element('td', {}));
        this.table = element('table', {class: 'startspark-sessions-table'}, element('thead', {}, head), this.body);
        this.note = element('p', {class: 'startspark-sessions-note', role: 'status'});
        this.element = element('div', {class: 'startspark-sessions'}, this.note, this.table);
        this.isAsking = false;
    }

    /** Look now and then, from now on, while somebody sees the list. */
    follow() {
        setInterval(() => {
            if (!document.hidden && this.element.getClientRects().length) {
                this.refresh();
            }
        }, PAUSE);
    }

    /** Look once. */
    async refresh() {
        if (this.isAsking) {
            return;
        }
        this.isAsking = true;
        try {
            this.show(await this.api.sessions());
        } catch (error) {
            setText(this.note, error instanceof Error ? error.message : String(error));
        } finally {
            this.isAsking = false;
        }
    }

    /** @param {SparkSession[]} sessions */
    show(sessions) {
        setText(this.note, sessions.length ? '' : SESSIONS.none);
        this.table.hidden = !sessions.length;
        const rows = sessions.map(session => {
            const row = this.rows.get(session.process_id) ?? new SessionRow(this);
            row.show(session);
            return row;
        });
        this.rows = new Map(rows.map(row => [row.process, row]));
        // Only where it is another: what is moved loses the focus.
        if (rows.some((row, index) => this.body.children[index] !== row.element) ||
            this.body.children.length !== rows.length) {
            fill(this.body, ...rows.map(row => row.element));
        }
    }
}

class SessionRow {
    /** @param {SessionsList} list */
    constructor(list) {
        this.list = list;
        this.process = 0;
        /** @type {?string} */
        this.kernel = null;
        /** Whether the user knows that the kernel runs code. */
        this.interrupts = false;
        this.name = element('a', {});
        this.reason = element('div', {class: 'startspark-reason', role: 'status'});
        this.facts = SESSIONS.columns.slice(1).map(() => element('td', {}));
        this.webUI = element('a', {class: list.buttonClass, target: '_blank', rel: 'noopener'}, SESSIONS.webUI);
        this.button = element('button', {type: 'button', class: list.buttonClass, onclick: () => this.stop()});
        this.element = element('tr', {},
            element('td', {}, this.name, this.reason), ...this.facts,
            element('td', {class: 'startspark-sessions-buttons'}, this.webUI, ' ', this.button));
    }

    /** @param {SparkSession} session */
    show(session) {
        this.process = session.process_id;
        this.kernel = session.busy === null ? null : session.kernel_id;
        const name = session.notebook || SESSIONS.process(session.process_id);
        setText(this.name, name);
        // All rows have the same buttons: for screen readers, this tells them apart.
        [this.webUI, this.button].forEach(it => setAttributes(it, {'aria-description': name}));
        if (this.kernel && session.notebook) {
            this.name.setAttribute('href', this.list.notebookUrl(session.notebook));
        }
        factsOf(session).forEach((text, index) => setText(this.facts[index], text));
        this.webUI.hidden = session.ui_port === null;
        this.webUI.href = this.list.rest.webUIUrl(Number(session.ui_port));
        this.button.title = this.kernel ? '' : SESSIONS.notHere;
        this.interrupts = this.interrupts && Boolean(session.busy);
        this.showButton();
    }

    showButton() {
        if (!this.button.dataset.stops) {
            this.button.disabled = !this.kernel;
            setText(this.button, this.interrupts ? SESSIONS.interrupt : SESSIONS.stop);
        }
        if (!this.interrupts && this.reason.dataset.busy) {
            delete this.reason.dataset.busy;
            setText(this.reason, '');
        }
    }

    async stop() {
        this.button.dataset.stops = 'true';
        this.button.disabled = true;
        setText(this.button, SESSIONS.stopping);
        setText(this.reason, '');
        try {
            await this.list.api.stopSession(String(this.kernel), this.interrupts);
        } catch (error) {
            this.refuse(/** @type {any} */ (error));
        }
        delete this.button.dataset.stops;
        this.showButton();
        this.list.refresh();
    }

    /** @param {{message: string, body?: {busy?: boolean}}} error */
    refuse({message, body}) {
        this.interrupts = Boolean(body?.busy);
        if (this.interrupts) {
            this.reason.dataset.busy = 'true';
        }
        setText(this.reason, message);
    }
}

/**
 * @param {SparkSession} session
 * @returns {string[]} what stands behind its name
 */
function factsOf({config, master, cores, since, idle_since: idleSince}) {
    const age = (/** @type {?number} */ time) => time === null ? '' : duration(Date.now() - time);
    return [config ?? SESSIONS.byHand, master ?? '', cores === null ? '' : String(cores), age(since), age(idleSince)];
}
