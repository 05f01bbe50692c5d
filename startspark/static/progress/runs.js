// What the kernel runs for which cell, and when, by the kernel's clock.
define(['base/js/events', './memory'], function (events, memory) {
    'use strict';

    /** What ends all that the kernel was asked to run. */
    const ENDINGS = [
        'kernel_restarting.Kernel',
        'kernel_autorestarting.Kernel',
        'kernel_dead.Kernel',
        'kernel_killed.Kernel',
        'kernel_killed.Session',
    ].join(' ');

    /**
     * @typedef {Object} Run One execution of a cell. Times are in milliseconds since 1970.
     * @property {string} id - of the request
     * @property {?CodeCell} cell - null where this page does not have it
     * @property {Object} [place] - where the cell is, if it was run by a page of this browser
     * @property {?number} begin - null while it waits for its turn
     * @property {?number} end - null while it runs
     */

    class Runs {
        /**
         * @param {Notebook} notebook
         * @param {function()} onChange - a run has begun or ended, or is no more
         */
        constructor(notebook, onChange) {
            Object.assign(this, {notebook, onChange});
            /** @type {Run[]} in the order in which they were asked for */
            this.list = [];
            /** How far the kernel's clock is ahead of the page's, in milliseconds, once that is known. */
            this.ahead = -Infinity;
        }

        /** Follow the notebook from now on. */
        listen() {
            this.recall();
            events.on('execute.CodeCell', (event, {cell}) => this.add(cell));
            events.on('clear_output.CodeCell delete.Cell', (event, {cell}) => this.forget(cell));
            events.on('finished_iopub.Kernel', (event, message) => this.end(message.msg_id));
            events.on('received_unsolicited_message.Kernel', (event, message) => {
                if (message.msg_type === 'execute_input') {
                    this.addOthers(message);
                }
            });
            events.on(ENDINGS, () => this.endAll());
        }

        /** @returns {Run|undefined} what the kernel runs now */
        get current() {
            return this.list.find(run => run.begin !== null && run.end === null);
        }

        /** @returns {number} the time by the kernel's clock */
        now() {
            return Date.now() + (Number.isFinite(this.ahead) ? this.ahead : 0);
        }

        /** What was asked for before this page was loaded, and may still run. */
        recall() {
            const {kernel} = this.notebook;
            if (kernel && !this.list.length) {
                this.list = memory.recall(kernel.id, this.notebook);
            }
        }

        /** A cell of this page is to be run. */
        add(cell) {
            const {kernel} = cell;
            const place = memory.place(cell, this.notebook);
            const run = {id: cell.last_msg_id, cell, place, begin: null, end: null};
            this.push(run);
            const {iopub} = kernel.get_callbacks_for_msg(run.id);
            const {status} = iopub;
            iopub.status = message => {
                const {execution_state: state} = message.content;
                if (state === 'busy') {
                    this.begin(run, message.header.date);
                } else if (state === 'idle') {
                    this.end(run.id, Date.parse(message.header.date));
                }
                return status && status(message);
            };
        }

        /** A cell of this page was to be run before anybody followed. */
        meet(cell) {
            if (!cell.element.hasClass('running')) {
                return;
            }
            const isFirst = this.list.every(run => run.end !== null);
            this.add(cell);
            if (isFirst) {
                this.begin(this.list[this.list.length - 1], new Date().toISOString());
            }
        }

        /** Another page, or this one before it was loaded anew, has the kernel run something. */
        addOthers({header, parent_header: {msg_id: id}}) {
            const known = this.list.find(run => run.id === id);
            const cell = memory.cellOf(this.notebook.kernel.id, id, this.notebook);
            const run = known || {id, cell, begin: null, end: null};
            if (!known) {
                this.push(run);
            }
            this.begin(run, header.date);
        }

        push(run) {
            this.list = this.list.filter(({cell}) => !cell || cell !== run.cell);
            this.list.push(run);
            this.remember();
        }

        begin(run, date) {
            run.begin = Date.parse(date);
            // A kernel runs one after the other: of one that a closed page had, nobody hears the end.
            this.list.filter(it => it !== run && it.begin !== null && it.end === null).forEach(it => {
                it.end = run.begin;
            });
            // The later a message comes, the less far ahead the kernel's clock seems.
            this.ahead = Math.max(this.ahead, run.begin - Date.now());
            this.remember();
            this.onChange();
        }

        end(id, time = this.now()) {
            const run = this.list.find(it => it.id === id);
            if (run && run.end === null) {
                run.begin = run.begin === null ? time : run.begin;
                run.end = time;
                this.remember();
                this.onChange();
            }
        }

        endAll() {
            this.list.forEach(run => this.end(run.id));
        }

        /** A cell's output was cleared, or it was deleted. */
        forget(cell) {
            this.list = this.list.filter(run => run.cell !== cell || run.end === null);
            this.onChange();
        }

        /** Do so once for all cells that are run together. */
        remember() {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => {
                const {kernel} = this.notebook;
                if (kernel) {
                    memory.remember(kernel.id, this.list);
                }
            });
        }
    }

    return {Runs};
});
