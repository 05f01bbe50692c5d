/**
 * The lines below the cells, one for each cell that has had jobs.
 *
 * @module
 */

import {CellLine} from './cell_line.js';
import {addSample} from './task_chart.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./task_chart.js').Sample} Sample */

/** @typedef {Run & {cell: string}} CellRun */

/** @typedef {{run: Run, line: CellLine, samples: Sample[]}} Line */

export class CellLines {
    /**
     * @param {Object} parts
     * @param {Host} parts.host
     * @param {() => Links} parts.links - for a new line
     * @param {() => void} parts.onFold - the user has folded or unfolded a line
     */
    constructor({host, links, onFold}) {
        this.host = host;
        this.links = links;
        this.onFold = onFold;
        /** @type {Map<string, Line>} by cell */
        this.byCell = new Map();
        host.layout.onThemeChange(() => this.byCell.forEach(({line}) => this.setTheme(line)));
    }

    /** @param {CellLine} line */
    setTheme(line) {
        line.element.dataset.startsparkTheme = this.host.layout.theme();
    }

    /**
     * @param {CellRun} run
     * @param {Content} content
     * @param {?Sample} [sample] - one more of its chart
     */
    show(run, content, sample) {
        const shown = this.lineOf(run);
        if (sample) {
            shown.samples = addSample(shown.samples, sample);
        }
        shown.line.show(content, shown.samples);
    }

    /**
     * @param {CellRun} run
     * @returns {Line} that of the run, which takes the place of its cell's run before
     */
    lineOf(run) {
        const known = this.byCell.get(run.cell);
        if (known && known.run === run) {
            return known;
        }
        known?.line.remove();
        const made = {run, line: new CellLine(this.links(), this.onFold), samples: []};
        this.setTheme(made.line);
        this.byCell.set(run.cell, made);
        this.host.cells.mountBelow(run.cell, made.line.element);
        return made;
    }

    /**
     * @param {?string} cell
     * @returns {boolean} whether the user looks at the jobs and stages of a cell
     */
    isOpen(cell) {
        return Boolean(cell && this.byCell.get(cell)?.line.isOpen);
    }

    /**
     * Take away what belongs to no run any more, and keep the place for what may come.
     *
     * @param {Run[]} runs
     * @param {(run: Run) => boolean} hasJobs
     * @param {boolean} isSettled - no job comes to light any more of a run that has ended
     */
    tidy(runs, hasJobs, isSettled) {
        const byCell = new Map(runs.map(run => [run.cell, run]));
        for (const [cell, {run: shown, line}] of this.byCell) {
            const run = byCell.get(cell);
            if (!run || (run !== shown && run.end !== null && isSettled)) {
                line.remove();
                this.byCell.delete(cell);
            } else if (run !== shown && !hasJobs(run)) {
                line.blank();
            }
        }
    }

    /** The Spark that they tell of is no more. */
    freeze() {
        this.byCell.forEach(({line}) => line.freeze());
    }
}
