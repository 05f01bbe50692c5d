/**
 * The cells of a notebook in JupyterLab, and which of them the kernel runs.
 *
 * @module
 */

import {Emitter} from '../emitter.js';
import {placeBeside} from '../place.js';

/** @typedef {import('../host.js').Cell} Cell */
/** @typedef {import('../host.js').CellEvent} CellEvent */
/** @typedef {import('../host.js').Cells} Cells */
/** @typedef {import('../lab.js').NotebookPanel} NotebookPanel */
/** @typedef {import('./kernel.js').KernelConnection} KernelConnection */
/** @typedef {import('./kernel.js').Message} Message */

/** @typedef {any} CellModel JupyterLab's. */

/**
 * @extends {Emitter<CellEvent>}
 * @implements {Cells}
 */
export class LabCells extends Emitter {
    /**
     * @param {NotebookPanel} panel
     * @param {any} actions - JupyterLab's `NotebookActions`
     */
    constructor({content, context, sessionContext}, actions) {
        super('cells');
        this.actions = actions;
        this.content = content;
        this.sessionContext = sessionContext;
        this.model = context.model;
        this.onMessage = this.onMessage.bind(this);
        sessionContext.kernelChanged.connect((/** @type {unknown} */ _, /** @type {any} */ {oldValue, newValue}) => {
            oldValue?.anyMessage.disconnect(this.onMessage);
            this.follow(newValue);
        });
        this.follow(sessionContext.session?.kernel);
        this.watchCells();
    }

    /** @param {(event: CellEvent) => void} listener */
    subscribe(listener) {
        if (!this.listeners.length) {
            queueMicrotask(() => this.meet());
        }
        super.subscribe(listener);
    }

    /** Follow the cells that were run before anybody listened. */
    meet() {
        const running = this.content.widgets.filter(isRunning);
        running.forEach((/** @type {any} */ cell) => {
            this.emit({type: 'queued', cell: cell.model.id, request: requestOf(cell)});
        });
        if (running.length) {
            this.emit({type: 'begun', request: requestOf(running[0])});
        }
    }

    /** @param {?KernelConnection} kernel */
    follow(kernel) {
        kernel?.anyMessage.connect(this.onMessage);
    }

    /**
     * @param {KernelConnection} kernel
     * @param {{msg: Message, direction: 'send'|'recv'}} event
     */
    onMessage(kernel, {msg: {content, header, metadata, parent_header: parent}, direction}) {
        if (direction === 'send') {
            if (header.msg_type === 'execute_request' && metadata.cellId) {
                this.emit({type: 'queued', cell: metadata.cellId, request: header.msg_id});
            }
        } else if (header.msg_type === 'status' && parent?.msg_type === 'execute_request') {
            this.hearStatus(parent.msg_id, content.execution_state, Date.parse(header.date));
        } else if (header.msg_type === 'error' && parent?.msg_id) {
            const {ename, evalue} = content;
            this.emit({type: 'failed', request: parent.msg_id, error: {ename, evalue}});
        }
    }

    /**
     * @param {string} request
     * @param {string} state
     * @param {number} time
     */
    hearStatus(request, state, time) {
        if (state === 'busy') {
            this.emit({type: 'begun', request, time});
        } else if (state === 'idle') {
            this.emit({type: 'ended', request, time});
        }
    }

    /** Hear of cells that go, and of outputs that are cleared. */
    watchCells() {
        const {cells} = this.model;
        [...cells].forEach((/** @type {CellModel} */ model) => this.watchOutput(model));
        cells.changed.connect((/** @type {unknown} */ _, /** @type {any} */ {type, oldValues, newValues}) => {
            if (type === 'add' || type === 'set') {
                newValues.forEach((/** @type {CellModel} */ model) => this.watchOutput(model));
            }
            if (type === 'remove') {
                oldValues.forEach((/** @type {CellModel} */ {id}) => this.emit({type: 'removed', cell: id}));
            }
        });
    }

    /** @param {CellModel} model */
    watchOutput({id, outputs}) {
        let isEmpty = outputs?.length === 0;
        outputs?.changed.connect(() => {
            const wasEmpty = isEmpty;
            isEmpty = outputs.length === 0;
            if (isEmpty && !wasEmpty) {
                this.emit({type: 'cleared', cell: id});
            }
        });
    }

    /** @returns {Cell[]} */
    list() {
        return [...this.model.cells].map((/** @type {CellModel} */ model) => ({
            id: model.id,
            isCode: model.type === 'code',
            get text() {
                return model.sharedModel.getSource();
            },
        }));
    }

    /** @param {string} id */
    run(id) {
        const {content} = this;
        const index = content.widgets.findIndex((/** @type {any} */ it) => it.model.id === id);
        if (index >= 0) {
            content.deselectAll();
            content.activeCellIndex = index;
            this.actions.run(content, this.sessionContext);
        }
    }

    /**
     * @param {string} id
     * @param {HTMLElement} element
     */
    mountBelow(id, element) {
        const cell = this.content.widgets.find((/** @type {any} */ it) => it.model.id === id);
        // A cell that was not yet scrolled into view has no input to begin with.
        const place = placeBeside(element, makePrompt());
        cell?.ready.then(() => {
            if (place.contains(element)) {  // else it was taken away meanwhile
                cell.node.querySelector(':scope > .jp-Cell-inputWrapper')?.after(place);
            }
        });
    }
}

/** @param {any} cell - JupyterLab's widget */
function isRunning({outputArea}) {
    return Boolean(outputArea?.future) && !outputArea.future.isDisposed;
}

/**
 * @param {any} cell - one that runs
 * @returns {string}
 */
function requestOf({outputArea: {future}}) {
    return future.msg.header.msg_id;
}

/** @returns {HTMLElement} a column as wide as that of the prompts */
function makePrompt() {
    const prompt = document.createElement('div');
    prompt.style.flex = '0 0 calc(var(--jp-cell-prompt-width) + var(--jp-cell-collapser-width))';
    return prompt;
}
