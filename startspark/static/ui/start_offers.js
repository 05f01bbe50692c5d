/**
 * The lines below cells that have failed because no Spark runs: each offers to start it.
 *
 * @module
 */

import {START_OFFER} from '../strings.js';
import {element} from './element.js';
import {keepKeys} from './keys.js';
import {button} from './widgets.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('../session/store.js').Store} Store */

export class StartOffers {
    /** @param {{store: Store, actions: Actions, host: Pick<Host, 'cells'|'layout'>}} options */
    constructor({store, actions, host}) {
        this.actions = actions;
        this.host = host;
        /** @type {Map<string, HTMLElement>} by the cell's id */
        this.lines = new Map();
        store.subscribe(state => this.show(state));
        host.layout.onThemeChange(() => this.lines.forEach(line => this.setTheme(line)));
    }

    /** @param {State} state */
    show({autoStart: {offers}}) {
        for (const [cell, line] of this.lines) {
            if (!offers.includes(cell)) {
                line.remove();
                this.lines.delete(cell);
            }
        }
        offers.filter(cell => !this.lines.has(cell)).forEach(cell => this.add(cell));
    }

    /** @param {HTMLElement} line */
    setTheme(line) {
        line.dataset.startsparkTheme = this.host.layout.theme();
    }

    /** @param {string} cell - its id */
    add(cell) {
        const {layout} = this.host;
        const line = keepKeys(element('div', {class: 'startspark-offer', role: 'status'},
            element('span', {}, START_OFFER.noSpark),
            button(layout.look, START_OFFER.start, () => this.actions.startAndRun(cell), 'smallButton')));
        this.lines.set(cell, line);
        this.setTheme(line);
        this.host.cells.mountBelow(cell, line);
    }
}
