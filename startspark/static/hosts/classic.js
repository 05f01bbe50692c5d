/**
 * The classic Notebook: notebook 6.5 and nbclassic. Only here and in the folder beside it is known
 * what `Jupyter` has and how its page is made.
 *
 * @module
 */

import {ClassicCells} from './classic/cells.js';
import {ClassicKernel} from './classic/kernel.js';
import {ClassicLayout} from './classic/layout.js';
import {pageUrl, serverOf} from './classic/server.js';

/** @typedef {import('./host.js').Command} Command */
/** @typedef {import('./host.js').Host} Host */
/** @typedef {import('./host.js').HostSettings} HostSettings */
/** @typedef {import('./host.js').Notebook} Notebook */

/** @typedef {any} JupyterNotebook The `Jupyter.notebook` of the page. */

/**
 * @typedef {Object} JupyterEvents The module `base/js/events`: jQuery around Jupyter's events.
 * @property {(names: string, handler: (event: {type: string}, data: any) => void) => void} on
 * @property {(name: string, data?: any) => void} trigger
 */

/** The key in the notebook's metadata, and of what the nbextensions configurator saves. */
const KEY = 'startspark';

/**
 * @param {{Jupyter: {notebook: JupyterNotebook}, events: JupyterEvents}} modules - Jupyter's
 * @returns {Host}
 */
export function createHost({Jupyter: {notebook}, events}) {
    return {
        ...serverOf(notebook.base_url),
        editorUrl: path => pageUrl('notebooks/', 'edit', path),
        settings: () => settings(notebook.config),
        notebook: notebookOf(notebook),
        kernel: new ClassicKernel(notebook, events),
        cells: new ClassicCells(notebook, events),
        layout: new ClassicLayout(events),
        closed: new AbortController().signal,  // it goes with its page
        addCommands: (commands, hotkey) => addCommands(notebook.keyboard_manager, commands, hotkey),
    };
}

/**
 * @param {{loaded: Promise<void>, data: Object<string, any>}} config - of the notebook's section
 * @returns {Promise<HostSettings>}
 */
async function settings(config) {
    await config.loaded;
    const {hotkey, progress, notify, hints} = config.data[KEY] || {};
    return {
        hotkey: hotkey || '', showsProgress: progress !== false,
        notifies: notify === true, hints: hints !== false,
    };
}

/**
 * @param {JupyterNotebook} notebook
 * @returns {Notebook}
 */
function notebookOf(notebook) {
    return {
        path: () => notebook.notebook_path,
        metadata: () => notebook.metadata[KEY],
        setMetadata: value => {
            notebook.metadata[KEY] = value;
            notebook.set_dirty(true);
        },
        isTrusted: () => notebook.trusted === true,
        insertCode: code => {
            const cell = notebook.insert_cell_above('code');
            cell.set_text(code.trimEnd());
            notebook.scroll_to_cell(notebook.find_cell_index(cell));
        },
    };
}

/**
 * @param {any} keyboardManager - Jupyter's
 * @param {Command[]} commands
 * @param {string} hotkey - for the first of them
 */
function addCommands({actions, command_shortcuts: shortcuts}, commands, hotkey) {
    const [first] = commands.map(({name, label, help, icon, run}) => {
        const id = actions.register({icon, help, handler: run}, name, KEY);
        actions.get(id).cmd = label;  // `register` drops it, and the palette shows it
        return id;
    });
    if (!hotkey) {
        return;
    }
    try {
        shortcuts.add_shortcut(hotkey, first);
    } catch (error) {
        console.warn(`Start Spark cannot use the keyboard shortcut ${hotkey}:`, error);
    }
}
