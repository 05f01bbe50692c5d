/**
 * The dialog's page that asks for a config's parameters, and for the properties that the notebook changes.
 *
 * @module
 */

import {BUTTONS, PARAMETERS_PAGE as TEXT, START_LABELS} from '../strings.js';
import {setText} from './element.js';
import {FORM_ID, ParametersForm} from './parameters_form.js';
import {PropertiesEditor} from './properties_editor.js';
import {warningsList} from './session_details.js';
import {apart, button, closeButton, fileLink, submitButton} from './widgets.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Details} Details */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */
/** @typedef {import('./parameters_form.js').Refusals} Refusals */

/**
 * @typedef {Object} Props
 * @property {Config} config
 * @property {?Details} [details] - with them, the properties are shown
 * @property {Object<string, any>} [overrides] - the notebook's, by property
 * @property {Refusals} [refusals]
 */

/**
 * @param {Context} context
 * @param {Props} props
 * @returns {Page}
 */
export function parametersPage(context, props) {
    const asked = new Asked(context, props);
    return asked.page;
}

/** The question, which keeps what the user has typed when it is asked again. */
class Asked {
    /**
     * @param {Context} context
     * @param {Props} props
     */
    constructor(context, props) {
        this.context = context;
        this.answer = context.answer;
        const {look} = context.host.layout;
        this.form = new ParametersForm(props.config.parameters, look,
            values => this.answer({...values, saveAs: false}));
        /** @type {Page} */
        this.page = {...this.parts(props), askAgain: (again, answer) => this.askAgain(again, answer)};
    }

    /**
     * @param {Props} props
     * @param {(value: any) => void} answer
     */
    askAgain(props, answer) {
        this.answer = answer;
        Object.assign(this.page, this.parts(props));
    }

    /**
     * @param {Props} props
     * @returns {Page}
     */
    parts(props) {
        const {config, details, refusals} = props;
        const {context, form} = this;
        const {look} = context.host.layout;
        if (details && !form.properties) {
            const file = fileLink(context.host, details);
            const editor = new PropertiesEditor(details, props.overrides ?? {}, look, file);
            form.addProperties(editor);
            editor.offerHelp({
                list: onList => context.actions.listProperties(onList),
                check: conf => context.api.check(config.name, conf),
            });
        }
        form.addMissing(config.parameters, look);
        const refused = form.refuse(refusals ?? {});
        const warnings = warningsList(config.warnings);
        const submit = submitButton(look, labelIn(context.store.state), FORM_ID);
        return {
            icon: 'sliders',
            sentence: form.properties ? TEXT.change(config.title) : TEXT.choose(config.title),
            content: [form.element, ...warnings ? [warnings] : []],
            buttons: [
                ...form.properties ? [apart(button(look, TEXT.saveAs, () => this.saveAs()))] : [],
                closeButton(context, BUTTONS.cancel), submit,
            ],
            focus: refused ?? form.first,
            update: state => setText(submit, labelIn(state)),
        };
    }

    saveAs() {
        this.form.submit(values => this.answer({...values, saveAs: true}));
    }
}

/**
 * @param {State} state - in which it may turn out that Spark runs
 * @returns {string} what the button does that goes on
 */
function labelIn({session: {phase}}) {
    return phase === 'running' ? START_LABELS.restart : START_LABELS.start;
}
