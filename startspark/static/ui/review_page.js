/**
 * The dialog's page of what a notebook of unknown origin changes, to be seen before Spark starts with it.
 *
 * @module
 */

import {BUTTONS, REVIEW_PAGE as TEXT} from '../strings.js';
import {element} from './element.js';
import {paragraph} from './inline_code.js';
import {visible} from './property_value.js';
import {apart, button, closeButton} from './widgets.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Override} Override */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @param {Context} context
 * @param {{overrides: Override[], config: Config, verb: string}} props - the verb for what comes next
 * @returns {Page}
 */
export function reviewPage(context, {overrides, config, verb}) {
    const {look} = context.host.layout;
    const without = button(look, TEXT.without(verb), () => context.answer('without'), 'primaryButton');
    const including = apart(button(look, TEXT.including(verb), () => context.answer('with')));
    // The list scrolls by itself: the buttons stay where they are.
    const list = element('ul', {class: 'startspark-review', tabindex: 0, 'aria-label': TEXT.label},
        ...overrides.map(override => item(override, config.title)));
    return {
        icon: 'warning',
        sentence: TEXT.sentence,
        content: [paragraph(summary(overrides, config.title)), list],
        buttons: [including, closeButton(context, BUTTONS.cancel), without],
        focus: without,
    };
}

/**
 * @param {Override[]} overrides
 * @param {string} title - the config's
 */
export function summary(overrides, title) {
    const isOne = overrides.length === 1;
    const risky = overrides.filter(override => override.runs_code).length;
    const sentence = isOne ? TEXT.one(title) : TEXT.several(overrides.length, title);
    const who = isOne ? TEXT.theOne : risky === 1 ? TEXT.oneOfThem : TEXT.severalOfThem(risky);
    return risky ? `${sentence} ${TEXT.risk(who)}` : sentence;
}

/**
 * @param {Override} override
 * @param {string} title
 */
function item(override, title) {
    const {name, value, runs_code: isRisky} = override;
    return element('li', {},
        element('code', {}, visible(name)),
        isRisky && element('span', {class: 'startspark-risk'}, TEXT.canRunCode),
        value !== null && element('div', {class: 'startspark-value'}, visible(value)),
        element('div', {class: 'startspark-note'}, note(override, title)));
}

/**
 * @param {Override} override
 * @param {string} title
 */
export function note({value, replaces}, title) {
    const before = replaces === undefined ? TEXT.notSet(title) :
        replaces === null ? TEXT.insteadOfHidden : TEXT.insteadOf(visible(replaces));
    return value === null ? TEXT.leftOut(before) : before;
}
