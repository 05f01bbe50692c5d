/**
 * JupyterLab and Notebook 7, which have the same notebooks. Only here and in the folder beside it
 * is known what JupyterLab has.
 *
 * @module
 */

import {LabCells} from './lab/cells.js';
import {addCommands} from './lab/commands.js';
import {LabKernel} from './lab/kernel.js';
import {LabLayout} from './lab/layout.js';
import {serverOf} from './lab/server.js';

/** @typedef {import('./host.js').Host} Host */
/** @typedef {import('./host.js').HostSettings} HostSettings */
/** @typedef {import('./host.js').Notebook} Notebook */

/** @typedef {any} NotebookPanel JupyterLab's, one for each notebook on the page. */

/**
 * @typedef {Object} Application What remoteEntry.js gets from JupyterLab.
 * @property {any} app - its `JupyterFrontEnd`
 * @property {Object<string, any>} modules - those it shares
 * @property {any} palette - its `ICommandPalette`, if there is one
 * @property {any} settings - its `ISettingRegistry`, if there is one
 * @property {any} tracker - its `INotebookTracker`
 */

/** The key in the notebook's metadata. */
const KEY = 'startspark';

/** The name of the settings' schema, schemas/startspark/plugin.json. */
const PLUGIN = 'startspark:plugin';

/**
 * @param {NotebookPanel} panel
 * @param {Application} application
 * @returns {Promise<Host>} when the notebook's file has been read
 */
export async function createHost(panel, application) {
    const {modules} = application;
    const {NotebookActions: actions} = modules.notebook;
    await panel.context.ready;
    return {
        ...serverOf(application),
        editorUrl: path => editorUrl(path, application),
        settings: () => readSettings(application),
        notebook: notebookOf(panel, actions),
        kernel: makeKernel(panel, actions),
        cells: new LabCells(panel, actions),
        layout: new LabLayout(panel, modules.widgets.Widget),
        closed: closing(panel),
        addCommands: commands => addCommands(panel, application, commands),
    };
}

/**
 * @param {NotebookPanel} panel
 * @param {any} actions - JupyterLab's `NotebookActions`
 */
function makeKernel({content, disposed, sessionContext}, {executionScheduled}) {
    const kernel = new LabKernel(sessionContext);
    const onScheduled = (/** @type {unknown} */ _, /** @type {{notebook: any}} */ {notebook}) => {
        if (notebook === content) {
            kernel.tellRestarted();
        }
    };
    executionScheduled.connect(onScheduled);
    disposed.connect(() => executionScheduled.disconnect(onScheduled));
    return kernel;
}

/**
 * @param {string} path
 * @param {Application} application
 */
function editorUrl(path, {app, modules: {coreutils: {PageConfig, URLExt}}}) {
    return app.name === 'JupyterLab' ? PageConfig.getUrl({treePath: path}) :
        URLExt.join(PageConfig.getBaseUrl(), 'edit', URLExt.encodeParts(path));
}

/**
 * @param {Application} application
 * @returns {Promise<HostSettings>}
 */
async function readSettings({settings}) {
    const {composite = {}} = settings ? await settings.load(PLUGIN).catch(warn) : {};
    const {progress = true, notify = false, hints = true} = composite;
    return {hotkey: '', showsProgress: progress, notifies: notify, hints};
}

/** @param {unknown} error */
function warn(error) {
    console.warn('Start Spark cannot read its settings:', error);
    return {};
}

/**
 * @param {NotebookPanel} panel
 * @param {any} actions - JupyterLab's `NotebookActions`
 * @returns {Notebook}
 */
function notebookOf({context, content}, actions) {
    return {
        path: () => context.localPath,
        metadata: () => context.model.getMetadata(KEY),
        setMetadata: value => context.model.setMetadata(KEY, value),
        isTrusted: () => [...context.model.cells].every(it => it.type !== 'code' || it.trusted),
        insertCode: code => {
            actions.insertAbove(content);
            content.activeCell.model.sharedModel.setSource(code.trimEnd());
            content.scrollToItem(content.activeCellIndex);
        },
    };
}

/**
 * @param {NotebookPanel} panel
 * @returns {AbortSignal} aborts when the panel is closed
 */
function closing(panel) {
    const controller = new AbortController();
    panel.disposed.connect(() => controller.abort());
    return controller.signal;
}
