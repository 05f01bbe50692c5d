/**
 * Where Start Spark's parts go in a notebook's panel in JupyterLab, and how the page looks.
 *
 * @module
 */

/** @typedef {import('../host.js').Layout} Layout */
/** @typedef {import('../host.js').Look} Look */
/** @typedef {import('../lab.js').NotebookPanel} NotebookPanel */

/** @type {Look} */
const LOOK = {
    button: 'jp-Dialog-button jp-mod-styled jp-mod-reject',
    primaryButton: 'jp-Dialog-button jp-mod-styled jp-mod-accept',
    smallButton: 'jp-mod-styled jp-mod-minimal',
    toolbarButton: '',
    toolbarSelect: '',
    input: 'jp-mod-styled',
};

/** The toolbar's item behind which ours stands. */
const NEIGHBOUR = 'cellType';

/** @implements {Layout} */
export class LabLayout {
    /**
     * @param {NotebookPanel} panel
     * @param {any} Widget - Lumino's class
     */
    constructor(panel, Widget) {
        this.panel = panel;
        this.Widget = Widget;
        this.look = LOOK;
    }

    /** @param {HTMLElement} element */
    addToToolbar(element) {
        const {toolbar} = this.panel;
        const widget = new this.Widget({node: element});
        if (!toolbar.insertAfter(NEIGHBOUR, 'startspark', widget)) {
            toolbar.addItem('startspark', widget);
        }
    }

    /** @param {HTMLElement} element */
    addBanner(element) {
        this.panel.contentHeader.addWidget(new this.Widget({node: element}));
    }

    theme() {
        return document.body.dataset.jpThemeLight === 'false' ? 'dark' : 'light';
    }

    /** @param {() => void} listener */
    onThemeChange(listener) {
        const attributeFilter = ['data-jp-theme-light', 'data-jp-theme-name'];
        new MutationObserver(listener).observe(document.body, {attributeFilter});
    }
}
