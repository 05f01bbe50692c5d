/**
 * What the menu beside the drop-down offers: a pure function of the state.
 *
 * @module
 */

import {OPTIONS_MENU} from '../strings.js';
import {chosenConfig} from './catalog.js';

/** @typedef {import('./actions.js').Actions} Actions */
/** @typedef {import('./session_menu_items.js').MenuItem} MenuItem */
/** @typedef {import('./store.js').State} State */

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {MenuItem[]}
 */
export function optionsMenuItems(state, actions) {
    const {isOn} = state.autoStart;
    return [defaultItem(state, actions), {
        text: OPTIONS_MENU.startWithNotebook,
        title: OPTIONS_MENU.startWithNotebookTitle,
        isChecked: isOn,
        action: () => actions.setAutoStart(!isOn),
    }];
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @returns {MenuItem}
 */
function defaultItem(state, actions) {
    const isChecked = isDefault(state);
    const why = whyFixed(state);
    return {
        text: OPTIONS_MENU.useForNew(chosenConfig(state)?.title ?? ''),
        title: why ?? OPTIONS_MENU.useForNewTitle,
        isChecked,
        action: why ? null : () => actions.setDefault(!isChecked),
    };
}

/** @param {State} state */
function isDefault({catalog: {chosen, default: current}}) {
    return chosen !== '' && chosen === current?.name;
}

/**
 * @param {State} state
 * @returns {?string} why the user cannot make the chosen config the default, or take that back, if so
 */
function whyFixed(state) {
    if (!chosenConfig(state)?.origin) {
        return OPTIONS_MENU.noConfig;
    }
    const isAdministrators = state.catalog.default?.set_by === 'administrator';
    return isDefault(state) && isAdministrators ? OPTIONS_MENU.administrators : null;
}
