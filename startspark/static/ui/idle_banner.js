/**
 * A line below the toolbar: Spark has had nothing to do for long.
 *
 * @module
 */

import {count} from '../session/startup_phase.js';
import {BANNER, CLOCK} from '../strings.js';
import {element, setText} from './element.js';
import {keepKeys} from './keys.js';
import {button} from './widgets.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('../session/store.js').Facts} Facts */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('../session/store.js').Store} Store */

export class IdleBanner {
    /** @param {{store: Store, actions: Actions, look: Look}} options */
    constructor({store, actions, look}) {
        this.text = element('span');
        this.element = keepKeys(element('div', {class: 'startspark-notice', role: 'status', hidden: true},
            this.text,
            button(look, BANNER.stop, () => actions.stop(), 'smallButton'),
            button(look, BANNER.keep, () => actions.keepIdleSession(), 'smallButton')));
        store.subscribe(state => this.show(state));
        this.show(store.state);
    }

    /** @param {State} state */
    show({session: {phase, facts}}) {
        const isIdle = phase === 'running' && Boolean(facts.idle);
        this.element.hidden = !isIdle;
        setText(this.text, isIdle ? sentence(facts) : '');
    }
}

/** @param {Facts} facts - of an idle session */
function sentence({executors, idle}) {
    const seconds = Math.floor(Number(idle));
    const minutes = Math.floor(seconds / 60);
    return BANNER.idle(executors ? count({executors}) : BANNER.spark,
        minutes ? BANNER.minutes(minutes) : CLOCK.seconds(seconds));
}
