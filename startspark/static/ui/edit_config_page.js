/**
 * The dialog's page that edits the file of a config of the user's own: Jupyter's editor shows no hidden folders.
 *
 * @module
 */

import {failureOf} from '../session/errors.js';
import {EDIT_CONFIG_PAGE as TEXT, START_PAGE} from '../strings.js';
import {controlClass, element, fill, setAttributes} from './element.js';
import {inlineCode, paragraph} from './inline_code.js';
import {warningsList} from './session_details.js';
import {button, closeButton} from './widgets.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').ConfigText} ConfigText */
/** @typedef {import('../services/startspark_api.js').Edited} Edited */
/** @typedef {import('./dialog.js').Context} Context */
/** @typedef {import('./dialog.js').Page} Page */
/** @typedef {import('./icons.js').IconName} IconName */

/**
 * @typedef {Object} Props
 * @property {Config} config - which may be broken
 * @property {() => Promise<void>} onSaved
 * @property {() => {label: string, action: () => void}} next - gives what may be done once it is saved
 */

/** @typedef {ConfigText & {text: string, version: string}} EditableText */

/** @type {Map<string, {text: string, version: string}>} what is not saved, by config: a dialog is closed easily */
const unsaved = new Map();

/** Lines above an error that are shown, too. */
const LINES_ABOVE = 3;

/**
 * @param {Context} context
 * @param {Props} props
 * @returns {Page}
 */
export function editConfigPage(context, props) {
    load(context, props);
    return notice(context, 'spinner', START_PAGE.reading);
}

/**
 * @param {Context} context
 * @param {Props} props
 */
async function load(context, props) {
    try {
        const file = await context.api.text(props.config.name);
        context.turnTo(file.text === null ? elsewhere(context, props.config, file) :
            new ConfigEditor(context, props, /** @type {EditableText} */ (file)).page());
    } catch (error) {
        context.turnTo(notice(context, 'warning', failureOf(error).sentence));
    }
}

/**
 * @param {Context} context
 * @param {IconName} icon
 * @param {string} sentence
 * @param {...Node} content
 * @returns {Page}
 */
function notice(context, icon, sentence, ...content) {
    const close = closeButton(context);
    return {icon, sentence, content, buttons: [close], focus: close};
}

/**
 * @param {Context} context
 * @param {Config} config
 * @param {ConfigText} file - that is somebody else's to change, or cannot be read as text
 * @returns {Page}
 */
function elsewhere(context, config, {path, error}) {
    return notice(context, 'warning', error || TEXT.fine(config.title), paragraph(TEXT.elsewhere(path)));
}

class ConfigEditor {
    /**
     * @param {Context} context
     * @param {Props} props
     * @param {EditableText} file
     */
    constructor(context, props, {path, text, version, error}) {
        this.context = context;
        this.props = props;
        this.path = path;
        this.version = version;
        const kept = unsaved.get(props.config.name);
        this.area = element('textarea', {
            id: 'startspark-config-text', rows: 16,
            class: controlClass(context.host.layout.look.input, 'startspark-input'),
            spellcheck: 'false', wrap: 'off', autocapitalize: 'off', autocomplete: 'off',
            'aria-describedby': 'startspark-config-message', oninput: () => this.keep(),
        });
        this.area.value = kept?.text ?? text;
        this.message = element('p', {id: 'startspark-config-message', class: 'startspark-refusal', role: 'alert'});
        this.note = element('div', {class: 'startspark-config-note', role: 'status'});
        /** What is wrong with what is shown. */
        this.error = kept ? null : error;
        fill(this.note, ...kept ? this.keptNote(kept.version, {text, error}) : []);
    }

    /** @returns {Page} */
    page() {
        const {context, area} = this;
        const {look} = context.host.layout;
        if (this.error) {
            requestAnimationFrame(() => this.select(this.error ?? ''));  // once it has a size
        }
        this.showError(this.error);
        return {
            icon: 'pencil',
            sentence: TEXT.sentence(this.props.config.title),
            content: [
                element('label', {for: area.id, class: 'startspark-file'}, element('code', {}, this.path)),
                area, this.message, this.note,
            ],
            buttons: [
                closeButton(context),
                button(look, TEXT.check, () => this.send(false)),
                button(look, TEXT.save, () => this.send(true), 'primaryButton'),
            ],
            focus: area,
        };
    }

    /**
     * @param {string} version - of the file that the kept text is made from
     * @param {Pick<EditableText, 'text'|'error'>} file - as it is now
     * @returns {Node[]}
     */
    keptNote(version, {text, error}) {
        const kept = element('p', {}, TEXT.kept);
        if (version === this.version) {
            return [kept];
        }
        return [kept, element('p', {}, TEXT.keptOfOlder), button(this.context.host.layout.look, TEXT.loadFile, () => {
            this.area.value = text;
            unsaved.delete(this.props.config.name);
            this.refuse(error);
            this.area.focus();
        }, 'smallButton')];
    }

    keep() {
        unsaved.set(this.props.config.name, {text: this.area.value, version: this.version});
    }

    /**
     * Have the server check the text.
     *
     * @param {boolean} write - whether it is saved if it is right
     */
    async send(write) {
        const {context, props: {config}, version} = this;
        const text = this.area.value;
        context.enableButtons(false);
        this.area.focus();
        try {
            await this.meet(await context.api.edit(config.name, {text, version, write}), text);
        } catch (error) {
            this.refuse(failureOf(error).sentence);
        } finally {
            context.enableButtons(true);
        }
    }

    /**
     * @param {Edited} found
     * @param {string} text - that was sent
     */
    async meet(found, text) {
        this.refuse(found.error, found.warnings);
        if (found.written) {
            await this.saved(found.version, text);
        } else if (!found.error) {
            this.note.prepend(element('p', {}, TEXT.noError));
        }
    }

    /**
     * @param {string} version - of the file from now on
     * @param {string} text
     */
    async saved(version, text) {
        const {context, props} = this;
        this.version = version;
        if (this.area.value === text) {
            unsaved.delete(props.config.name);
        } else {
            this.keep();
        }
        await props.onSaved();
        const {label, action} = props.next();
        const next = button(context.host.layout.look, label, action, 'primaryButton');
        context.turnTo({
            icon: 'check',
            sentence: TEXT.saved,
            content: [this.note],
            buttons: [closeButton(context), next],
            focus: next,
        });
    }

    /**
     * @param {?string} error - what is wrong, with file and line
     * @param {string[]} [warnings]
     */
    refuse(error, warnings = []) {
        fill(this.note, warningsList(warnings));
        this.showError(error);
        if (error) {
            this.area.focus();
            this.select(error);
        }
    }

    /** @param {?string} error */
    showError(error) {
        fill(this.message, ...error ? inlineCode(error) : []);
        setAttributes(this.area, {'aria-invalid': String(Boolean(error))});
    }

    /**
     * Select the line of an error, and scroll there: a browser does that only where one types.
     *
     * @param {string} error
     */
    select(error) {
        const {area} = this;
        const [start, end] = lineRange(area.value, lineOf(error, this.path));
        area.setSelectionRange(start, end);
        const lines = area.value.split('\n').length;
        const above = area.value.slice(0, start).split('\n').length - 1;
        area.scrollTop = (above - LINES_ABOVE) * area.scrollHeight / lines;
    }
}

/**
 * @param {string} error
 * @param {string} path - of the file
 * @returns {number} the line that the error is in, counted from 1; 0 for none of the file's
 */
export function lineOf(error, path) {
    return error.startsWith(`${path}:`) ? parseInt(error.slice(path.length + 1), 10) || 0 : 0;
}

/**
 * @param {string} text
 * @param {number} line - counted from 1
 * @returns {[start: number, end: number]} where the line is; the text's beginning where there is none
 */
export function lineRange(text, line) {
    const lines = text.split('\n');
    if (line < 1 || line > lines.length) {
        return [0, 0];
    }
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    return [start, start + lines[line - 1].length];
}
