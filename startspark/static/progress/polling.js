/**
 * Asks Spark's REST API what runs, one question at a time, and only as long as somebody looks.
 *
 * @module
 */

import {pause, QUICK} from './polling_pace.js';
import {SparkQuestions} from './spark_questions.js';

/** @typedef {import('../services/spark_rest_api.js').SparkRestApi} SparkRestApi */
/** @typedef {import('../session/store.js').Facts} Facts */
/** @typedef {import('./spark_model.js').Job} Job */

export class Polling {
    /** Whether Spark is not to be asked just now. */
    isPaused = false;
    isAsking = false;

    /** This application has not answered yet. */
    isFirst = true;
    /** So many rounds in a row have failed, and so many milliseconds the last one took. */
    failures = 0;
    took = 0;

    /** When it is asked next. */
    due = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    timer = undefined;

    /**
     * @param {Object} parts
     * @param {SparkRestApi} parts.rest
     * @param {() => ?number} parts.since - for how many milliseconds the kernel has been running what may have
     *     jobs, null where it does not
     * @param {() => void} parts.onChange - something new is known
     */
    constructor({rest, since, onChange}) {
        this.api = rest;
        this.since = since;
        this.onChange = onChange;
        this.questions = this.questionsTo(undefined, null, -1);
        document.addEventListener('visibilitychange', () => this.wake());
    }

    /**
     * @param {string|undefined} application
     * @param {?number} port
     * @param {number} settled
     * @returns {SparkQuestions}
     */
    questionsTo(application, port, settled) {
        /** @type {SparkQuestions} */
        const made = new SparkQuestions({
            api: this.api, application, port, settled, mayAsk: () => !this.isPaused && this.questions === made,
        });
        return made;
    }

    /** @returns {string|undefined} the id of the application that is asked */
    get application() {
        return this.questions.application;
    }

    /** @returns {?number} where its web UI listens; null where it cannot be asked */
    get port() {
        return this.questions.port;
    }

    /** @returns {import('./job_store.js').JobStore} what it has answered; another application has another store */
    get known() {
        return this.questions.known;
    }

    /** @returns {boolean} whether all is known of the jobs that have ended */
    get isSettled() {
        return this.questions.isSettled;
    }

    /**
     * The kernel has said something of its session.
     *
     * @param {Partial<Facts>} facts
     * @param {?number} port - where its web UI listens; null where it cannot be asked
     * @param {boolean} isFresh - none of its jobs can be of a run that is known
     */
    follow(facts, port, isFresh) {
        if (!facts.running || facts.application_id !== this.application || port !== this.port) {
            const settled = isFresh ? (facts.submitted || 0) - 1 : -1;
            this.questions = this.questionsTo(facts.application_id, port, settled);
            Object.assign(this, {isFirst: true, failures: 0, took: 0});
        }
        this.questions.hear(facts);
        this.wake();
    }

    /**
     * Ask for what is drawn, and forget what is not.
     *
     * @param {Job[]} jobs - that are shown
     * @param {Job[][]} detailed - of each run of which the stages are wanted, too
     * @param {number} since - older jobs that are not shown are forgotten
     */
    want(jobs, detailed, since) {
        this.questions.want(jobs, detailed, since);
        this.wake();
    }

    /** Ask soon, if there is something to ask. */
    wake() {
        const wait = this.isAsking ? null : this.pause();
        if (wait === null) {
            return;  // or it goes on from there
        }
        const due = Date.now() + wait;
        // The first question waits for a free moment, which a cell may take just now.
        const isPutOff = this.isFirst && wait > QUICK;
        if (this.timer === undefined || due < this.due || isPutOff) {
            clearTimeout(this.timer);
            this.due = due;
            this.timer = setTimeout(() => this.round(), wait);
        }
    }

    pause() {
        return pause({
            isAsked: this.isAsked,
            isFirst: this.isFirst,
            hasJobs: this.questions.known.active.length > 0,
            isSettled: this.questions.isSettled,
            since: this.since() ?? Infinity,
            failures: this.failures,
            took: this.took,
        });
    }

    get isAsked() {
        const isPossible = Boolean(this.questions.port) && !this.isPaused && !document.hidden;
        return isPossible && (this.since() !== null || !this.questions.isQuiet);
    }

    async round() {
        const {questions} = this;
        const begun = Date.now();
        this.timer = undefined;
        if (!this.isAsked) {
            return;
        }
        this.isAsking = true;
        try {
            await questions.ask(this.since() !== null);
            this.failures = 0;
            this.isFirst = false;
        } catch {
            // It is said once it happens again and again, and asked for again in any case.
            this.failures += this.isPaused || questions !== this.questions ? 0 : 1;
        } finally {
            this.isAsking = false;
            this.took = Date.now() - begun;
            this.onChange();
            this.wake();
        }
    }
}
