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
        const node = document.createElement('div');
        node.append(element);
        const widget = new this.Widget({node});
        this.panel.contentHeader.addWidget(widget);
        // Lumino gives a widget the height that its style demands, once it is told of it.
        new ResizeObserver(() => requestAnimationFrame(() => {
            node.style.minHeight = `${element.offsetHeight}px`;
            widget.parent?.fit();
        })).observe(element);
    }

    theme() {
        return document.body.dataset.jpThemeLight === 'false' ? 'dark' : 'light';
    }

    /** @param {() => void} listener */
    onThemeChange(listener) {
        const attributeFilter = ['data-jp-theme-light', 'data-jp-theme-name'];
        const observer = new MutationObserver(listener);
        observer.observe(document.body, {attributeFilter});
        this.panel.disposed.connect(() => observer.disconnect());
    }
}
