/**
 * The lines below the cells, one for each cell that has had jobs.
 *
 * @module
 */

import {CellLine} from './cell_line.js';
import {addSample} from './task_chart.js';
import {TimeLeft} from './time_left.js';
import {WhyWaiting} from './why_waiting.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('./cell_runs.js').Run} Run */
/** @typedef {import('./job_row.js').Links} Links */
/** @typedef {import('./job_table.js').Details} Details */
/** @typedef {import('./line_content.js').Content} Content */
/** @typedef {import('./task_chart.js').Sample} Sample */

/** @typedef {Run & {cell: string}} CellRun */

/** @typedef {{run: CellRun, line: CellLine, samples: Sample[], timeLeft: TimeLeft, whyWaiting: WhyWaiting}} Line */

/** Milliseconds after a run's end in which the kernel may still tell of its jobs. */
const PATIENCE = 2000;

export class CellLines {
    /**
     * @param {Object} parts
     * @param {Host} parts.host
     * @param {() => {links: Links, details: () => Details}} parts.sources - for a new line
     * @param {() => void} parts.onFold - the user has folded or unfolded a line
     */
    constructor({host, sources, onFold}) {
        this.host = host;
        this.sources = sources;
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
        const shown = this.of(run);
        if (sample) {
            shown.samples = addSample(shown.samples, sample);
        }
        shown.line.show(content, shown.samples);
    }

    /**
     * @param {CellRun} run
     * @returns {Line} that of the run, which takes the place of its cell's run before
     */
    of(run) {
        const known = this.byCell.get(run.cell);
        if (known && known.run === run) {
            return known;
        }
        known?.line.remove();
        const line = new CellLine({...this.sources(), onFold: this.onFold});
        const made = {run, line, samples: [], timeLeft: new TimeLeft(), whyWaiting: new WhyWaiting()};
        this.setTheme(line);
        this.byCell.set(run.cell, made);
        this.host.cells.mountBelow(run.cell, line.element);
        return made;
    }

    /** @returns {CellLine[]} those whose jobs and stages the user looks at */
    get open() {
        return [...this.byCell.values()].map(({line}) => line).filter(line => line.isOpen);
    }

    /** @returns {boolean} whether a line changes with time */
    get isTicking() {
        return [...this.byCell.values()].some(({line}) => line.state === 'running' || line.isBlank);
    }

    /**
     * Take away what belongs to no run any more, and keep the place for what may come.
     *
     * @param {Run[]} runs
     * @param {(run: Run) => boolean} hasJobs
     * @param {number} time
     */
    tidy(runs, hasJobs, time) {
        const byCell = new Map(runs.map(run => [run.cell, run]));
        for (const [cell, {run: shown, line}] of this.byCell) {
            const run = byCell.get(cell);
            if (!run || (run !== shown && run.end !== null && run.end + PATIENCE < time)) {
                line.remove();
                this.byCell.delete(cell);
            } else if (run !== shown && !hasJobs(run)) {
                line.blank();
            }
        }
    }
}
