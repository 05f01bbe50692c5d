// The line under a cell: what Spark does for it, or has done.
define(['jquery', './bar', './details'], function ($, bar, details) {
    'use strict';

    /** What is shown in place of the bar. */
    const ICONS = {
        done: 'fa-check',
        failed: 'fa-exclamation-triangle',
        lost: 'fa-chain-broken',
        note: 'fa-info-circle',
        streaming: 'fa-repeat',
    };

    let lines = 0;

    class Line {
        /**
         * @param {CodeCell} cell
         * @param {Object} links - as for `Details`
         * @param {function()} onFold - the user has folded or unfolded it
         */
        constructor(cell, links, onFold) {
            lines += 1;
            const id = `startspark-details-${lines}`;
            this.bar = new bar.Bar();
            this.details = new details.Details(links);
            this.icon = $('<i>', {'aria-hidden': true});
            this.text = $('<span>', {class: 'startspark-progress-text'});
            this.caret = $('<i>', {class: 'fa fa-fw fa-caret-right', 'aria-hidden': true});
            this.toggle = $('<button>', {
                type: 'button',
                class: 'startspark-unfold',
                'aria-label': 'Jobs and stages',
                'aria-expanded': false,
                'aria-controls': id,
                title: 'Show the jobs and stages',
            }).append(this.caret).on('click', () => {
                this.fold(this.isOpen);
                onFold();
            });
            this.element = $('<div>', {class: 'startspark-progress'}).append(
                $('<div>', {class: 'prompt'}),
                $('<div>', {class: 'startspark-progress-body'}).append(
                    $('<div>', {class: 'startspark-progress-line'})
                        .append(this.toggle, this.bar.element, this.icon, this.text),
                    this.details.element.attr('id', id).hide()
                )
            // To the notebook, Enter on a button means: edit the selected cell.
            ).on('keydown', event => event.stopPropagation());
            cell.element.children('.input').after(this.element);
        }

        /**
         * @param {string} state - `running` or one of the icons'
         * @param {string} text
         * @param {Object} work
         * @param {Tally} [work.total]
         * @param {Job[]} [work.jobs]
         */
        show(state, text, work) {
            this.work = work;
            if (this.state === 'running' && state !== 'running') {
                this.fold(true);
            }
            this.state = state;
            this.element.attr('data-state', state).removeClass('startspark-blank');
            this.icon.attr('class', `fa fa-fw ${ICONS[state]}`).toggle(state !== 'running');
            this.toggle.toggle(Boolean(work.jobs));
            this.bar.element.toggle(state === 'running');
            if (state === 'running') {
                this.bar.show(work.total);
            }
            if (this.text.text() !== text) {
                this.text.text(text);
            }
            if (this.isOpen) {
                this.details.show(work);
            }
        }

        get isOpen() {
            return this.toggle.attr('aria-expanded') === 'true';
        }

        fold(isFolded) {
            this.toggle.attr('aria-expanded', !isFolded);
            this.caret.toggleClass('fa-caret-right', isFolded).toggleClass('fa-caret-down', !isFolded);
            this.details.element.toggle(!isFolded);
            if (!isFolded) {
                this.details.show(this.work);
            }
        }

        /** Keep the place, for the cell is run again. */
        blank() {
            this.fold(true);
            this.element.addClass('startspark-blank');
        }

        /** The Spark that it tells of is no more. */
        freeze() {
            if (this.state === 'running' || this.state === 'streaming') {
                this.show('lost', `${this.text.text()} · Spark has ended`, this.work);
            }
            this.details.freeze();
        }

        remove() {
            this.element.remove();
        }
    }

    return {Line};
});
