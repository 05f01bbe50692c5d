/**
 * Says why Spark waits, what to do about it, and which of the user's sessions hold what is missing.
 *
 * @module
 */

import {WAITING} from '../strings.js';
import {element, fill} from './element.js';
import {inlineCode, paragraph} from './inline_code.js';

/** @typedef {import('../session/store.js').Holder} Holder */
/** @typedef {import('../session/store.js').Reason} Reason */

export class WaitingReason {
    constructor() {
        this.element = element('div', {class: 'startspark-waiting', role: 'status'});
        this.element.hidden = true;
        this.shown = '';
    }

    /** @param {?Reason} [reason] */
    show(reason) {
        const shown = reason ? JSON.stringify(reason) : '';
        if (this.shown !== shown) {
            this.shown = shown;
            this.element.hidden = !reason;
            fill(this.element, ...reason ? paragraphs(reason) : []);
        }
    }
}

/** @param {Reason} reason */
function paragraphs({sentence, advice, sessions = []}) {
    return [
        element('p', {}, ...inlineCode(sentence), ' ', ...inlineCode(advice)),
        holdersRemark(sessions),
    ];
}

/**
 * @param {Holder[]} [sessions]
 * @returns {?HTMLParagraphElement} which of the user's sessions share what is missing
 */
export function holdersRemark(sessions = []) {
    return sessions.length === 0 ? null :
        paragraph(WAITING.sessions(sessions.map(it => WAITING.session(it.name, held(it))).join(', ')));
}

/** @param {Holder} session */
function held({executors, cores}) {
    const told = [executors ? WAITING.executors(executors) : '', cores ? WAITING.cores(cores) : ''];
    return told.filter(Boolean).join(', ');
}
