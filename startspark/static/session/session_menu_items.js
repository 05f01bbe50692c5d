/**
 * What the menu of the running Spark offers: a pure function of the state.
 *
 * @module
 */

import {COMMANDS, SESSION_MENU} from '../strings.js';
import {brokenConfig, chosenConfig, startedBy} from './catalog.js';

/** @typedef {import('./actions.js').Actions} Actions */
/** @typedef {import('./store.js').State} State */

/**
 * @typedef {Object} MenuItem One with neither link nor action cannot be chosen; its title says why.
 * @property {string} text
 * @property {?string} [title]
 * @property {?string} [link]
 * @property {?(() => void)} [action]
 * @property {boolean} [isApart] - whether a divider comes before it
 * @property {boolean} [isChecked] - of what can be switched on and off
 */

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {MenuItem[]}
 */
export function menuItems(state, actions) {
    const {session: {facts}, webUI} = state;
    return [
        {text: SESSION_MENU.details, action: () => actions.showSession()},
        {text: SESSION_MENU.webUI, link: webUI.link, title: webUI.reason || null},
        {
            text: SESSION_MENU.insertCode,
            title: facts.code ? SESSION_MENU.insertCodeTitle : COMMANDS.codeIsThere,
            action: facts.code ? () => actions.insertCode() : null,
        },
        switchItem(state, actions),
        ...editItems(state, actions),
        {text: SESSION_MENU.stop, action: () => actions.stop(), isApart: true},
    ];
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {MenuItem}
 */
function switchItem(state, actions) {
    const chosen = chosenConfig(state);
    const title = chosen?.title ?? '';
    const isSame = chosen !== null && chosen.name === state.session.facts.config;
    return {
        text: isSame ? SESSION_MENU.restart(title) : SESSION_MENU.switch(title),
        title: isSame ? null : SESSION_MENU.now(startedBy(state)),
        action: chosen ? () => actions.switch() : null,
    };
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {MenuItem[]} for a config whose file is broken
 */
function editItems(state, actions) {
    const broken = brokenConfig(state);
    return broken ? [
        {text: SESSION_MENU.edit(broken.title), title: broken.error, action: () => actions.editConfig(broken)},
    ] : [];
}
