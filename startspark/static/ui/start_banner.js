/**
 * A line below the toolbar: this notebook wants to start Spark, and its user has not been asked yet.
 *
 * @module
 */

import {START_BANNER} from '../strings.js';
import {element, setText} from './element.js';
import {keepKeys} from './keys.js';
import {button} from './widgets.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('../session/store.js').Store} Store */

export class StartBanner {
    /** @param {{store: Store, actions: Actions, look: Look}} options */
    constructor({store, actions, look}) {
        this.text = element('span');
        this.element = keepKeys(element('div', {class: 'startspark-notice', role: 'status', hidden: true},
            this.text,
            button(look, START_BANNER.yes, () => actions.answerAutoStart(true), 'smallButton'),
            button(look, START_BANNER.no, () => actions.answerAutoStart(false), 'smallButton')));
        store.subscribe(state => this.show(state));
        this.show(store.state);
    }

    /** @param {State} state */
    show({autoStart: {asks}}) {
        this.element.hidden = !asks;
        setText(this.text, asks ? START_BANNER.question : '');
    }
}
