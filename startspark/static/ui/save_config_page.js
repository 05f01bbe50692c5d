/**
 * The dialog's page that makes a config of the user's own of another one, with what a notebook changes in it.
 *
 * @module
 */

import {failureOf} from '../session/errors.js';
import {BUTTONS, SAVE_CONFIG_PAGE as TEXT} from '../strings.js';
import {controlClass, element, setText} from './element.js';
import {apart, button, closeButton, field, fileLink, submitButton} from './widgets.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Created} Created */
/** @typedef {import('../services/startspark_api.js').Wanted} Wanted */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */

/**
 * @typedef {Object} Props
 * @property {Config} config - the other one
 * @property {Wanted} wanted - parameters and properties of the new one
 * @property {(name: string) => Promise<void>} onCreated - gets its name
 */

const FORM_ID = 'startspark-draft';

/**
 * @param {Context} context
 * @param {Props} props
 * @returns {Page}
 */
export function saveConfigPage(context, props) {
    return new NewConfig(context, props).page();
}

class NewConfig {
    /**
     * @param {Context} context
     * @param {Props} props
     */
    constructor(context, props) {
        this.context = context;
        this.props = props;
        const {look} = context.host.layout;
        const {name, title} = props.config;
        this.name = input(look.input, 'startspark-draft-name', {
            maxlength: 64, placeholder: TEXT.namePlaceholder(name),
            oninput: () => this.offerReplace(false),  // another name may be free
        });
        this.title = input(look.input, 'startspark-draft-title', {
            maxlength: 100, value: TEXT.titleSuggestion(title),
        });
        this.message = element('p', {class: 'startspark-refusal', role: 'alert'});
        // Apart from the button that has the focus: Enter twice is no decision.
        this.replace = apart(button(look, TEXT.replace, () => this.create(true)));
        this.offerReplace(false);
    }

    /** @returns {Page} */
    page() {
        const {context, name, title} = this;
        const form = element('form', {id: FORM_ID, onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.create(false);
        }},
        field(TEXT.name, name, name, element('span', {class: 'startspark-help'}, TEXT.nameHelp)),
        field(TEXT.title, title, title), this.message);
        return {
            icon: 'file',
            sentence: TEXT.sentence(this.props.config.title),
            content: [form],
            buttons: [
                this.replace, closeButton(context, BUTTONS.cancel),
                submitButton(context.host.layout.look, TEXT.create, FORM_ID),
            ],
            focus: name,
        };
    }

    /** @param {boolean} isOffered - whether the user can have it replace the config of this name */
    offerReplace(isOffered) {
        this.replace.hidden = !isOffered;
    }

    /** @param {boolean} overwrite */
    async create(overwrite) {
        const {context, props: {config, wanted, onCreated}} = this;
        const name = this.name.value.trim();
        context.enableButtons(false);
        try {
            const created = await context.api.create(name, {
                extends: config.name, title: this.title.value.trim(), ...wanted, overwrite,
            });
            await onCreated(name);
            context.turnTo(this.createdPage(created));
        } catch (error) {
            this.refuse(error);
        }
    }

    /** @param {any} error */
    refuse(error) {
        setText(this.message, failureOf(error).sentence);
        this.context.enableButtons(true);
        this.offerReplace(error.body?.exists === true);
        this.name.focus();
    }

    /**
     * @param {Created} created
     * @returns {Page}
     */
    createdPage(created) {
        const close = closeButton(this.context);
        return {
            icon: 'check',
            sentence: TEXT.created,
            content: [fileLink(this.context.host, created)],
            buttons: [close],
            focus: close,
        };
    }
}

/**
 * @param {string} look
 * @param {string} id
 * @param {Object<string, any>} attributes
 */
function input(look, id, attributes) {
    return element('input', {
        id, type: 'text', class: controlClass(look, 'startspark-input'), required: true, ...attributes,
    });
}
