/**
 * The class archive, with which Spark starts in two thirds of the time: offered, being built, built.
 *
 * @module
 */

import {ARCHIVE, BUTTONS} from '../strings.js';
import {element, fill} from './element.js';
import {icon} from './icons.js';
import {inlineCode} from './inline_code.js';
import {button} from './widgets.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('./icons.js').IconName} IconName */

/** @typedef {{size?: number, missing?: boolean, reason?: string}} Archive What came of it at the start. */
/** @typedef {{phase?: string, error?: string, size?: number}} Build */
/** @typedef {{icon: IconName, sentence: string, action?: 'build'|'again'|'cancel'}} Offer */

/** @type {Map<string|undefined, string>} what the building process is doing */
const PHASES = new Map([
    ['session', ARCHIVE.session],
    ['archive', ARCHIVE.archive],
    ['check', ARCHIVE.check],
]);

export class ArchiveOffer {
    /**
     * @param {Look} look
     * @param {Actions} actions
     */
    constructor(look, actions) {
        this.look = look;
        /** @type {Object<string, [string, () => void]>} */
        this.actions = {
            build: [ARCHIVE.build, () => actions.buildArchive()],
            again: [ARCHIVE.again, () => actions.buildArchive()],
            cancel: [BUTTONS.cancel, () => actions.cancelArchive()],
        };
        this.element = element('div', {class: 'startspark-archive', hidden: true});
        this.shown = '';
    }

    /** @param {{archive?: ?Archive, archive_build?: ?Build}} facts - of the session */
    show({archive, archive_build: build}) {
        const offer = offerOf(archive ?? {}, build ?? {});
        const sentence = offer ? offer.sentence : '';
        if (this.shown !== sentence) {  // else the focus would leave the button
            this.shown = sentence;
            this.element.hidden = !offer;
            this.fill(offer);
        }
    }

    /** @param {?Offer} offer */
    fill(offer) {
        const hadFocus = this.element.contains(document.activeElement);
        const made = offer?.action ? button(this.look, ...this.actions[offer.action]) : null;
        const said = offer && element('p', {role: 'status'}, icon(offer.icon),
            element('span', {}, ...inlineCode(offer.sentence)));
        fill(this.element, said, made);
        if (hadFocus) {
            made?.focus();
        }
    }
}

/**
 * @param {Archive} archive
 * @param {Build} build
 * @returns {?Offer} what there is to say, and to do, if anything
 */
export function offerOf(archive, {phase, error, size}) {
    if (phase) {
        return {icon: 'spinner', sentence: PHASES.get(phase) ?? ARCHIVE.session, action: 'cancel'};
    }
    if (error) {
        return {icon: 'warning', sentence: ARCHIVE.failed(error), action: 'again'};
    }
    if (size && !archive.size) {
        return {icon: 'check', sentence: ARCHIVE.built(megabytes(size))};
    }
    return archive.missing ? {icon: 'gauge', sentence: ARCHIVE.offer, action: 'build'} : null;
}

/**
 * @param {?Archive|undefined} archive
 * @returns {string} in a few words; empty where the offer says it, or it does not matter
 */
export function archiveSummary(archive) {
    return !archive || archive.missing ? '' : archive.size ? ARCHIVE.inUse(megabytes(archive.size)) :
        ARCHIVE.none(String(archive.reason));
}

/** @param {number} bytes */
function megabytes(bytes) {
    return Math.round(bytes / 1e6);
}
