/**
 * The cells of the classic Notebook, and which of them the kernel runs.
 *
 * @module
 */

import {Emitter} from '../emitter.js';
import {placeBeside} from '../place.js';

/** @typedef {import('../host.js').Cell} Cell */
/** @typedef {import('../host.js').CellEvent} CellEvent */
/** @typedef {import('../host.js').Cells} Cells */
/** @typedef {import('../classic.js').JupyterEvents} JupyterEvents */
/** @typedef {import('../classic.js').JupyterNotebook} JupyterNotebook */

/** @typedef {any} JupyterCell */

/**
 * @extends {Emitter<CellEvent>}
 * @implements {Cells}
 */
export class ClassicCells extends Emitter {
    /**
     * @param {JupyterNotebook} notebook
     * @param {JupyterEvents} events
     */
    constructor(notebook, events) {
        super('cells');
        this.notebook = notebook;
        events.on('execute.CodeCell', (event, {cell}) => this.follow(cell));
        events.on('clear_output.CodeCell', (event, {cell}) => this.emit({type: 'cleared', cell: cell.id}));
        events.on('delete.Cell', (event, {cell}) => this.emit({type: 'removed', cell: cell.id}));
        // Also of what is not a cell's, and of one of which the kernel does not say it.
        events.on('finished_iopub.Kernel', (event, {msg_id: request}) => this.emit({type: 'ended', request}));
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
        const running = this.notebook.get_cells().filter(isRunning);
        running.forEach((/** @type {JupyterCell} */ cell) => this.follow(cell));
        if (running.length) {
            this.emit({type: 'begun', request: running[0].last_msg_id});
        }
    }

    /** @returns {Cell[]} */
    list() {
        return this.notebook.get_cells().map((/** @type {JupyterCell} */ cell) => ({
            id: cell.id,
            isCode: cell.cell_type === 'code',
            get text() {
                return cell.get_text();
            },
        }));
    }

    /**
     * A cell is to be run: follow what the kernel says of it, beside who listens there already.
     *
     * @param {JupyterCell} cell
     */
    follow(cell) {
        const {id, kernel, last_msg_id: request} = cell;
        this.emit({type: 'queued', cell: id, request});
        const {iopub} = kernel?.get_callbacks_for_msg(request) || {};
        if (!iopub) {
            return;
        }
        const {output, status} = iopub;
        iopub.output = (/** @type {any} */ message) => {
            this.hearOutput(request, message);
            return output?.(message);
        };
        iopub.status = (/** @type {any} */ message) => {
            this.hearStatus(request, message);
            return status?.(message);
        };
    }

    /**
     * @param {string} request
     * @param {{content: any, header: {msg_type: string}}} message
     */
    hearOutput(request, {content: {ename, evalue}, header}) {
        if (header.msg_type === 'error') {
            this.emit({type: 'failed', request, error: {ename, evalue}});
        }
    }

    /**
     * @param {string} request
     * @param {{content: {execution_state: string}, header: {date: string}}} message
     */
    hearStatus(request, {content: {execution_state: state}, header}) {
        const time = Date.parse(header.date);
        if (state === 'busy') {
            this.emit({type: 'begun', request, time});
        } else if (state === 'idle') {
            this.emit({type: 'ended', request, time});
        }
    }

    /** @param {string} id */
    run(id) {
        this.find(id)?.execute();
    }

    /**
     * @param {string} id
     * @returns {JupyterCell|undefined}
     */
    find(id) {
        return this.notebook.get_cells().find((/** @type {JupyterCell} */ it) => it.id === id);
    }

    /**
     * @param {string} id
     * @param {HTMLElement} element
     */
    mountBelow(id, element) {
        this.find(id)?.element[0].querySelector(':scope > .input')?.after(placeBeside(element, makePrompt()));
    }
}

/** @param {JupyterCell} cell */
function isRunning(cell) {
    return cell.cell_type === 'code' && cell.last_msg_id && cell.element[0].classList.contains('running');
}

/** @returns {HTMLElement} a column as wide as that of the prompts */
function makePrompt() {
    const prompt = document.createElement('div');
    prompt.className = 'prompt';
    return prompt;
}
