/**
 * A running Spark in a list of terms, and what is to be said about it.
 *
 * @module
 */

import {executorsRemark} from '../session/startup_phase.js';
import {SESSION_PAGE as TEXT} from '../strings.js';
import {archiveSummary} from './class_archive.js';
import {element, fill, setText} from './element.js';
import {inlineCode, paragraph} from './inline_code.js';
import {WaitingReason} from './waiting_reason.js';

/** @typedef {Object<string, any>} Facts As the kernel describes a session. */
/** @typedef {{key: string, asked?: any, got?: any, reason?: string}} Missed */

export class SessionDetails {
    constructor() {
        this.list = element('dl', {class: 'startspark-facts'});
        this.waiting = new WaitingReason();
        this.others = element('div', {class: 'startspark-remarks'});
        this.remarks = element('div', {class: 'startspark-remarks'}, this.waiting.element, this.others);
        /** The terms, and what is remarked, that are shown. */
        this.terms = '';
        this.remarked = '';
    }

    /**
     * @param {Facts} facts
     * @param {string} config - what has started the session
     * @param {any} [progress] - what the kernel says of its executors
     */
    show(facts, config, progress) {
        const rows = rowsOf(facts, config, progress);
        const terms = rows.map(([term]) => term).join('\n');
        if (this.terms !== terms) {
            this.terms = terms;
            fill(this.list, ...rows.flatMap(([term]) =>
                [element('dt', {}, term), element('dd', {'data-term': term})]));
        }
        // What one has selected stays, unless it changes.
        const values = this.list.querySelectorAll('dd');
        rows.forEach(([, text], index) => setText(values[index], text));
        this.showRemarks(facts);
    }

    /** @param {Facts} facts */
    showRemarks(facts) {
        const {missed, replaced, warnings} = facts;
        this.waiting.show(waitingOf(facts));
        const remarked = JSON.stringify([missed, replaced, warnings]);
        if (this.remarked !== remarked) {
            this.remarked = remarked;
            fill(this.others, missedList(missed),
                ...replacedRemarks(facts).map(it => paragraph(it)), warningsList(warnings));
        }
    }
}

/**
 * @param {Facts} facts
 * @param {string} config
 * @param {any} [progress]
 * @returns {Array<[term: string, text: string]>} what is not known is left out
 */
export function rowsOf(facts, config, progress) {
    /** @type {Array<[string, any]>} */
    const rows = [
        [TEXT.configuration, config],
        [TEXT.spark, facts.version],
        [TEXT.master, facts.master],
        [TEXT.application, facts.application_id],
        [TEXT.executors, executors(facts)],
        [TEXT.cores, facts.cores],
        [TEXT.memory, memory(progress)],
        [TEXT.uptime, uptime(facts)],
        [TEXT.python, pythonOfTasks(facts)],
        [TEXT.archive, archiveSummary(facts.archive)],
        [TEXT.parameters, parameters(facts)],
        [TEXT.changed, Object.keys(facts.changes ?? {}).join(', ')],
    ];
    return rows.filter(([, value]) => value).map(([term, value]) => [term, String(value)]);
}

/**
 * @param {Facts} facts
 * @returns {?import('../session/store.js').Reason} why executors are missing, as far as that is known
 */
function waitingOf(facts) {
    const remark = executorsRemark(facts);
    if (!remark) {
        return null;
    }
    const {lost, waiting} = facts;
    return waiting ? {...waiting, sentence: lost ? `${remark} ${waiting.sentence}` : waiting.sentence} :
        {sentence: remark, advice: ''};
}

/** @param {Facts} facts */
function isLocal({master}) {
    return !master || String(master).startsWith('local');
}

/**
 * @param {Facts} facts
 * @returns {?string} what runs Python on a cluster; on this machine it is the kernel's
 */
export function pythonOfTasks(facts) {
    const {python} = facts;
    return !python || isLocal(facts) ? null : python.includes('/') ? python : TEXT.pythonOnPath(python);
}

/** @param {Facts} facts */
function executors(facts) {
    const {executors: some, wanted} = facts;
    return isLocal(facts) ? null : wanted ? TEXT.executorsOf(some, wanted) : String(some);
}

/** @param {Facts} facts */
function parameters(facts) {
    return Object.entries(facts.parameters ?? {}).map(([name, value]) => TEXT.parameter(name, value)).join(', ');
}

/** @param {any} progress */
function memory(progress) {
    const all = progress?.executors?.executors ?? [];
    const workers = all.filter((/** @type {any} */ it) => it.id !== 'driver');
    const executors = workers.length ? workers : all;
    const megabytes = (/** @type {'memory'|'memory_used'} */ key) => Math.round(
        executors.reduce((/** @type {number} */ sum, /** @type {any} */ it) => sum + it[key], 0) / 1e6);
    return megabytes('memory') ? TEXT.memoryUsed(megabytes('memory_used'), megabytes('memory')) : null;
}

/** @param {Facts} facts */
function uptime({started_at: begin}) {
    const minutes = Math.floor((Date.now() - begin) / 60000);
    return !begin || minutes < 1 ? null : minutes < 60 ? TEXT.minutes(minutes) :
        TEXT.hours(Math.floor(minutes / 60), minutes % 60);
}

/**
 * @param {Facts} facts
 * @returns {string[]} what is to be said of the user's own variables
 */
export function replacedRemarks({replaced}) {
    return (replaced ?? []).map((/** @type {{name: string, was: string}} */ {name, was}) => TEXT.replaced(name, was));
}

/**
 * What the config asked for and the session has not.
 *
 * @param {Missed[]} [properties]
 * @returns {?HTMLElement}
 */
function missedList(properties = []) {
    return properties.length === 0 ? null : element('div', {class: 'startspark-missed'},
        paragraph(TEXT.missed),
        element('ul', {}, ...properties.map(property => element('li', {},
            element('code', {}, property.key), difference(property)))),
        properties.every(({reason}) => reason) ? null : paragraph(TEXT.missedAdvice));
}

/** @param {Missed} property */
function difference({asked, got, reason}) {
    if (reason) {
        return TEXT.missedBecause(reason);
    }
    return asked === undefined ? '' : TEXT.missedValue(asked, got === null ? TEXT.nothing : got);
}

/**
 * @param {string[]} [sentences] - about properties
 * @returns {?HTMLElement}
 */
export function warningsList(sentences = []) {
    return sentences.length === 0 ? null : element('div', {class: 'startspark-warnings'},
        paragraph(TEXT.warnings),
        element('ul', {}, ...sentences.map(sentence => element('li', {}, ...inlineCode(sentence)))));
}
