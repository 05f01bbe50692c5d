// What unfolds below the line: a picture over time, and a table of jobs and stages.
define(['jquery', './bar', './chart', './units'], function ($, bar, chart, units) {
    'use strict';

    /** So many rows are shown at most: those of the latest jobs. */
    const ROWS = 40;

    const COLUMNS = ['Job and its stages', 'Tasks', 'Input', 'Shuffle read', 'Shuffle write', 'Spill'];

    const STATUS = {
        RUNNING: 'running',
        ACTIVE: 'running',
        SUCCEEDED: 'done',
        COMPLETE: 'done',
        FAILED: 'failed',
        PENDING: 'waits',
        SKIPPED: 'skipped',
        UNKNOWN: 'unknown',
    };

    class Details {
        /**
         * @param {Object} links
         * @param {function(string): ?string} links.page - the address of a page of the web UI
         * @param {function(Job): boolean} links.canCancel
         * @param {function(Job): Promise} links.cancel
         * @param {function(number): ?Stage} links.stage - what is known of a stage
         */
        constructor(links) {
            this.links = links;
            /** @type {Map<string, Row>} */
            this.rows = new Map();
            this.chart = new chart.Chart();
            this.body = $('<tbody>');
            this.more = $('<p>', {class: 'startspark-more'});
            const head = $('<tr>').append(COLUMNS.map(text => $('<th>', {scope: 'col', text})), $('<td>'));
            this.element = $('<div>', {class: 'startspark-details'}).append(
                this.chart.element,
                $('<table>', {class: 'startspark-table'}).append($('<thead>').append(head), this.body),
                this.more
            );
        }

        /** @param {{jobs: Job[], samples: Sample[]}} work */
        show({jobs, samples}) {
            this.chart.show(samples);
            const entries = this.entries(jobs);
            const shown = entries.slice(-ROWS);
            const keys = new Set(shown.map(({key}) => key));
            for (const [key, row] of this.rows) {
                if (!keys.has(key)) {
                    row.element.remove();
                    this.rows.delete(key);
                }
            }
            shown.forEach(entry => this.row(entry).show(entry));
            this.more.text(`The ${units.grouped(entries.length - ROWS)} lines before these are in the web UI.`)
                .toggle(entries.length > ROWS);
        }

        /** Lead nowhere any more. */
        freeze() {
            this.body.find('a').removeAttr('href');
            this.body.find('button').hide();
        }

        /** What the table shows, line by line. */
        entries(jobs) {
            return jobs.flatMap(job => {
                const stages = job.stages.map(id => this.links.stage(id)).filter(Boolean)
                    .sort((one, other) => one.id - other.id);
                return [
                    {key: `job ${job.id}`, job, ...sizes(stages), ...job},
                    ...stages.map(stage => ({key: `stage ${job.id} ${stage.id}`, ...stage})),
                ];
            });
        }

        row(entry) {
            const known = this.rows.get(entry.key);
            const row = known || new Row(entry, this.links);
            if (!known) {
                this.rows.set(entry.key, row);
            }
            if (row.element.index() < 0) {
                this.body.append(row.element);
            }
            return row;
        }
    }

    class Row {
        constructor(entry, links) {
            this.links = links;
            this.bar = new bar.Bar();
            this.name = $('<a>', {target: '_blank', rel: 'noopener'});
            this.status = $('<span>', {class: 'startspark-row-status'});
            this.reason = $('<div>', {class: 'startspark-reason'});
            this.count = $('<span>', {class: 'startspark-count'});
            this.sizes = ['input', 'shuffleRead', 'shuffleWrite', 'spill'].map(key => [key, $('<td>')]);
            this.cancel = $('<button>', {type: 'button', class: 'btn btn-default btn-xs', text: 'Cancel'})
                .on('click', () => this.askCancel());
            this.element = $('<tr>', {class: entry.job ? 'startspark-job' : 'startspark-stage'}).append(
                $('<td>').append(this.name, ' ', this.status, this.reason),
                $('<td>').append(this.bar.element, this.count),
                this.sizes.map(([, cell]) => cell),
                $('<td>').append(this.cancel)
            );
        }

        show(entry) {
            this.entry = entry;
            const {job, id, attempt, tasks, done, failed} = entry;
            const page = job ? `jobs/job/?id=${id}` : `stages/stage/?id=${id}&attempt=${attempt}`;
            set(this.name, `${job ? 'Job' : 'Stage'} ${id}: ${entry.name}`);
            this.name.attr('href', this.links.page(page));
            set(this.status, STATUS[entry.status] + (attempt ? `, attempt ${attempt + 1}` : ''));
            set(this.reason, entry.reason || '');
            set(this.count, `${units.grouped(done)}/${units.grouped(tasks)}` + (failed ? `, ${failed} failed` : ''));
            this.sizes.forEach(([key, cell]) => set(cell, entry[key] ? units.size(entry[key]) : ''));
            this.bar.show(entry);
            this.element.attr('data-status', STATUS[entry.status]);
            this.cancel.toggle(Boolean(job) && this.links.canCancel(job));
        }

        async askCancel() {
            this.cancel.prop('disabled', true).text('Cancelling');
            try {
                await this.links.cancel(this.entry.job);
            } catch (error) {
                this.cancel.prop('disabled', false).text('Cancel');
                set(this.reason, `Spark did not cancel it: ${error.message}`);
            }
        }
    }

    /** A job's sizes are those of its stages. */
    function sizes(stages) {
        const sum = key => stages.reduce((total, stage) => total + stage[key], 0);
        return {
            input: sum('input'),
            shuffleRead: sum('shuffleRead'),
            shuffleWrite: sum('shuffleWrite'),
            spill: sum('spill'),
        };
    }

    function set(element, text) {
        if (element.text() !== text) {
            element.text(text);
        }
    }

    return {Details};
});
