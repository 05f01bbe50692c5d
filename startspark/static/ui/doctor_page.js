/**
 * The dialog's page of what is wrong with server, configuration and kernel, and how to correct it.
 *
 * @module
 */

import {DOCTOR_PAGE as TEXT} from '../strings.js';
import {copy} from './clipboard.js';
import {reportText} from './doctor_report.js';
import {element} from './element.js';
import {icon} from './icons.js';
import {paragraph} from './inline_code.js';
import {apart, button, closeButton, Fold} from './widgets.js';

/** @typedef {import('../services/startspark_api.js').Finding} Finding */
/** @typedef {import('../session/doctor.js').Examination} Examination */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/** @typedef {{examine: () => Examination}} Props */

/**
 * @param {Context} context
 * @param {Props} props
 * @returns {Page}
 */
export function doctorPage(context, props) {
    show(context, props);
    return waitingPage(context, TEXT.askingServer, []);
}

/**
 * @param {Context} context
 * @param {Props} props
 */
async function show(context, props) {
    const {server, kernel} = props.examine();
    const found = await server;
    context.turnTo(waitingPage(context, TEXT.askingKernel, found));
    context.turnTo(resultPage(context, props, [...found, ...await kernel]));
}

/**
 * @param {Context} context
 * @param {string} sentence - what is waited for
 * @param {Finding[]} found - so far
 * @returns {Page}
 */
function waitingPage(context, sentence, found) {
    const close = closeButton(context);
    return {icon: 'spinner', sentence, content: problemsList(found), buttons: [close], focus: close};
}

/**
 * @param {Context} context
 * @param {Props} props
 * @param {Finding[]} found
 * @returns {Page}
 */
function resultPage(context, props, found) {
    const {look} = context.host.layout;
    const problems = summary(found);
    const report = new Fold(TEXT.report, 'startspark-report');
    report.show(reportText(found));
    const said = element('p', {class: 'startspark-note', role: 'status'});
    const copying = button(look, TEXT.copy, () => copyReport(report, said), 'primaryButton');
    const again = button(look, TEXT.again, () => context.turnTo(doctorPage(context, props)));
    return {
        icon: problems ? 'warning' : 'check',
        sentence: problems ? TEXT.found(problems) : TEXT.fine,
        content: [...problemsList(found), report.element, said],
        buttons: [...backButton(context), closeButton(context), again, copying],
        focus: copying,
    };
}

/**
 * @param {Finding[]} found
 * @returns {string} how much is wrong; empty where nothing is
 */
function summary(found) {
    const [errors, warnings] = ['error', 'warning'].map(it => found.filter(({status}) => status === it).length);
    return [errors && TEXT.errors(errors), warnings && TEXT.warnings(warnings)].filter(Boolean).join(', ');
}

/**
 * @param {Context} context
 * @returns {HTMLButtonElement[]} back to the failure that it is about
 */
function backButton({answer, host, store}) {
    const {failure, phase} = store.state.session;
    return failure || phase === 'lost' ? [apart(button(host.layout.look, TEXT.back, () => answer('back')))] : [];
}

/**
 * @param {Fold} report
 * @param {HTMLElement} said - where it is told what has come of it
 */
async function copyReport(report, said) {
    report.element.open = true;
    said.textContent = await copy(report.pre) ? TEXT.copied : TEXT.notCopied;
}

/**
 * @param {Finding[]} found
 * @returns {HTMLElement[]} a list of what is wrong, errors first; nothing where nothing is
 */
function problemsList(found) {
    const problems = ['error', 'warning'].flatMap(it => found.filter(({status}) => status === it));
    return problems.length === 0 ? [] : [
        element('ul', {class: 'startspark-findings', 'aria-label': TEXT.problems}, ...problems.map(item)),
    ];
}

/** @param {Finding} finding */
function item({area, check, status, text, fix}) {
    return element('li', {class: 'startspark-finding', 'data-status': status},
        element('div', {class: 'startspark-finding-head'},
            icon('warning'), element('strong', {}, `${TEXT.statuses[status]}: ${check}`),
            element('span', {class: 'startspark-note'}, area)),
        paragraph(text), paragraph(fix, 'startspark-fix'));
}
