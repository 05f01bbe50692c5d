/**
 * The dialog's page of a running Spark.
 *
 * @module
 */

import {startedBy} from '../session/catalog.js';
import {DIALOG, SESSION_PAGE} from '../strings.js';
import {ArchiveOffer} from './class_archive.js';
import {element, fill} from './element.js';
import {inlineCode} from './inline_code.js';
import {SessionDetails} from './session_details.js';
import {buttonClass, closeButton, Fold} from './widgets.js';

/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @param {Context} context
 * @returns {Page}
 */
export function sessionPage(context) {
    const {host: {layout: {look}}, actions, store} = context;
    const close = closeButton(context);
    const details = new SessionDetails();
    const offer = new ArchiveOffer(look, actions);
    const webUI = new WebUILink(buttonClass(look, 'primaryButton'));
    const log = new Fold(DIALOG.log, 'startspark-log');
    log.show(context.log);
    /** @param {State} state */
    const show = state => {
        const {session: {facts, progress}} = state;
        details.show(facts, startedBy(state), progress);
        offer.show(facts);
        webUI.show(state);
    };
    show(store.state);
    const {link} = webUI;
    return {
        icon: 'check',
        sentence: SESSION_PAGE.running,
        content: [details.list, details.remarks, webUI.reason, offer.element, log.element],
        buttons: webUI.isShown ? [close, link] : [close],
        focus: webUI.isShown ? link : close,
        update: state => {
            show(state);
            showLink(webUI, close);
        },
    };
}

/**
 * The link comes once it is known. Unless the user has moved the focus, it has that, too.
 *
 * @param {WebUILink} webUI
 * @param {HTMLElement} before - the button before it
 */
function showLink({link, isShown}, before) {
    if (isShown && !link.isConnected) {
        const isUnused = [before, before.closest('dialog'), document.body].includes(
            /** @type {HTMLElement} */ (document.activeElement));
        before.after(link);
        if (isUnused) {
            link.focus();
        }
    } else if (!isShown) {
        link.remove();
    }
}

/** The link to Spark's web UI, or why there is none. */
class WebUILink {
    /** @param {string} className */
    constructor(className) {
        this.link = element('a', {
            class: `startspark-ui-link ${className}`, target: '_blank', rel: 'noopener',
        }, SESSION_PAGE.openWebUI);
        this.reason = element('p', {class: 'startspark-no-web-ui', hidden: true});
        this.isShown = false;
        this.why = '';
    }

    /** @param {State} state */
    show({session: {facts}, webUI: {link, reason, isPending}}) {
        this.isShown = Boolean(link);
        if (link) {
            this.link.href = link;
        }
        const why = link || isPending || !facts.master ? '' : reason;  // a Spark Connect server's is not ours
        if (this.why !== why) {
            this.why = why;
            fill(this.reason, ...inlineCode(why));
            this.reason.hidden = why === '';
        }
    }
}
