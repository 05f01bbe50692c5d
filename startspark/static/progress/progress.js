// Shows under each cell what Spark does for it, and beside the button what the session has.
define([
    'jquery',
    'require',
    './attribution',
    './chart',
    './line',
    './meter',
    './monitor',
    './operation',
    './tally',
], function ($, require, attribution, chart, line, meter, monitor, operation, tally) {
    'use strict';

    /** So many of the latest batches of streams are kept. */
    const BATCHES = 20;

    /** Milliseconds for which a job is kept whose run is not known. */
    const PATIENCE = 60000;

    const MUTE = 'Spark works for this cell. How far it is cannot be shown';

    const NO_WEB_UI = `${MUTE}, because this session has no web UI (spark.ui.enabled).`;

    class Progress {
        /**
         * @param {Object} options
         * @param {Api} options.api
         * @param {Session} options.session
         * @param {Runs} options.runs
         * @param {WebUI} options.ui - of the session
         * @param {jQuery} options.place - where the meter goes
         */
        constructor(options) {
            Object.assign(this, options);
            /** @type {Map<CodeCell, {line: Line, run: Run, samples: Sample[]}>} */
            this.entries = new Map();
            this.meter = new meter.Meter();
            this.place.append(this.meter.element);
            this.monitor = new monitor.Monitor({
                api: this.api,
                since: () => this.runs.current ? this.runs.now() - this.runs.current.begin : null,
                onChange: () => this.sample(),
            });
            $('<link>', {rel: 'stylesheet', type: 'text/css', href: require.toUrl('./progress.css')})
                .appendTo('head');
        }

        /** The session, or what the kernel runs, has changed. */
        update() {
            const {facts, state} = this.session;
            this.monitor.isPaused = state !== 'running';  // its web UI may be about to go
            if (facts.running && !this.ui.isOpen) {
                this.monitor.hear({...facts, ui_port: this.ui.port}, !this.runs.list.some(run => run.cell));
            } else if (!facts.running && this.monitor.application) {
                this.monitor.hear({}, true);
                this.entries.forEach(({line: it}) => it.freeze());
            }
            this.draw();
        }

        /** @param {Object} said - of an operation of Spark Connect */
        hearOperation(said) {
            const {job, stages} = operation.model(said);
            this.monitor.ledger.note(job);
            stages.forEach(stage => this.monitor.stages.set(stage.id, stage));
            this.sample();
        }

        /** Something is known that was not. */
        sample() {
            this.isDue = true;
            this.draw();
        }

        /** Draw all, once for all that has just happened. */
        draw() {
            if (!this.isDrawing) {
                this.isDrawing = true;
                setTimeout(() => {
                    this.isDrawing = false;
                    this.drawLines();
                    this.drawMeter();
                    this.isDue = false;
                });
            }
        }

        drawLines() {
            const {ledger, streams} = this.monitor;
            const runs = this.runs.list.filter(run => run.begin !== null)
                .sort((one, other) => one.begin - other.begin);
            const found = attribution.byRun(ledger.jobs.values(), runs, streams);
            for (const [run, jobs] of found) {
                found.set(run, latest(jobs));
            }
            const shown = [...found].filter(([run]) => run.cell);
            const isDetailed = run => run.end !== null || this.isOpen(run);
            this.monitor.show(
                shown.flatMap(([, jobs]) => jobs),
                shown.filter(([run]) => isDetailed(run)).map(([, jobs]) => jobs),
                this.runs.now() - PATIENCE
            );
            shown.forEach(([run, jobs]) => this.drawRun(run, jobs));
            this.drawNote();
            this.tidy(found);
        }

        drawRun(run, jobs) {
            const entry = this.entryOf(run);
            const work = this.workOf(jobs);
            const time = this.runs.now();
            const {total} = work;
            if (total && total.end === null && this.isDue) {
                const executors = this.monitor.executors.filter(it => !it.isDriver).length;
                entry.samples = chart.add(entry.samples, {time, tasks: total.running, executors});
            }
            const isRunning = Boolean(total) && (total.end === null || run.end === null);
            const isStreaming = jobs.some(job => this.isActive(job));
            const text = [
                total ? tally[isRunning ? 'progress' : 'summary'](total, time) : '',
                streaming(jobs, job => this.isActive(job)),
                isRunning && this.monitor.failures > 2 ? 'Spark’s web UI does not answer; asking again' : '',
            ].filter(Boolean).join(' · ');
            const state = isRunning ? 'running' : isStreaming ? 'streaming' :
                total && total.jobsFailed ? 'failed' : 'done';
            entry.line.show(state, text, {...work, samples: entry.samples});
        }

        /** @returns {boolean} whether the user looks at the jobs and stages of a run */
        isOpen(run) {
            const {line: it} = this.entries.get(run.cell) || {};
            return Boolean(it) && it.isOpen;
        }

        /** What the line of a run, and the table below it, tells. */
        workOf(jobs) {
            const own = jobs.filter(job => !job.stream);
            const stageOf = id => this.monitor.stages.get(id);
            return {jobs, total: own.length ? tally.tally(own, stageOf) : null};
        }

        isActive({stream, group}) {
            return Boolean(stream) && this.monitor.activeStreams.includes(group);
        }

        entryOf(run) {
            const known = this.entries.get(run.cell);
            if (known && known.run === run) {
                return known;
            }
            if (known) {
                known.line.remove();
            }
            const entry = {run, line: new line.Line(run.cell, this.links(), () => this.draw()), samples: []};
            this.entries.set(run.cell, entry);
            return entry;
        }

        /** What leads from a line to the Spark that runs now. */
        links() {
            const {api} = this;
            const {application, port} = this.monitor;
            return {
                page: path => port ? api.webPage(port, path) : null,
                stage: id => this.monitor.stages.get(id),
                canCancel: job => job.status === 'RUNNING' && application === this.monitor.application &&
                    Boolean(port) && this.session.facts.can_cancel,
                cancel: job => api.cancel(port, job.id).then(() => this.monitor.wake()),
            };
        }

        /** Say once that this Spark cannot be asked. */
        drawNote() {
            const {facts} = this.session;
            const {current} = this.runs;
            const {port, reason, isOpen} = this.ui;
            const isMute = facts.running && facts.master && !port && !isOpen && facts.jobs;
            if (isMute && current && current.cell && this.noted !== facts.application_id) {
                this.noted = facts.application_id;
                this.entryOf(current).line.show('note', facts.ui_port ? `${MUTE}. ${reason}` : NO_WEB_UI, {});
            }
        }

        /** Take away what belongs to no run any more, and keep the place for what may come. */
        tidy(found) {
            for (const [cell, entry] of this.entries) {
                const run = this.runs.list.find(it => it.cell === cell);
                if (!run || (run !== entry.run && run.end !== null && this.monitor.isSettled)) {
                    entry.line.remove();
                    this.entries.delete(cell);
                } else if (run !== entry.run && !found.has(run)) {
                    entry.line.blank();
                }
            }
        }

        drawMeter() {
            const {executors, lost} = this.monitor;
            const begin = Math.max(...this.runs.list.map(run => run.begin || 0), 0);
            this.meter.show(executors, lost.filter(executor => executor.lostAt >= begin));
        }
    }

    /** All but the old batches of streams. */
    function latest(jobs) {
        const sorted = jobs.sort((one, other) => one.begin - other.begin);
        const batches = sorted.filter(job => job.stream).slice(-BATCHES);
        return sorted.filter(job => !job.stream || batches.includes(job));
    }

    /** @returns {string} the streams of a run: 'Stream “ticks”: batch 12' */
    function streaming(jobs, isActive) {
        const last = new Map(jobs.filter(job => job.stream).map(job => [job.group, job]));
        return [...last.values()].map(job => {
            const name = job.stream.name ? `Stream “${job.stream.name}”` : 'Stream';
            return `${name}${isActive(job) ? '' : ' has ended'}: batch ${job.stream.batch}`;
        }).join(' · ');
    }

    return {Progress};
});
