// The jobs of one application that are known, and those that were missed.
define([], function () {
    'use strict';

    /** After so many fruitless searches, a job is taken for one that Spark has forgotten. */
    const SEARCHES = 6;

    /** Spark numbers its jobs from 0 on: one that was never seen leaves a gap. */
    class Ledger {
        /** @param {number} settled - up to this number, no job is of interest */
        constructor(settled) {
            /** @type {Map<number|string, Job>} */
            this.jobs = new Map();
            /** Up to this number, all are known or of no interest. */
            this.settled = settled;
            this.highest = settled;
            this.searches = 0;
            /** @type {number[]} the ids of those that were seen to run, and do no more */
            this.ended = [];
        }

        /** @param {?number} submitted - so many jobs there have been, if that is known */
        expect(submitted) {
            this.highest = Math.max(this.highest, (submitted || 0) - 1);
        }

        /** @param {Job} job */
        note(job) {
            this.jobs.set(job.id, job);
            this.ended = this.ended.filter(id => id !== job.id);
            if (Number.isInteger(job.id)) {  // an operation of Spark Connect has no number
                this.highest = Math.max(this.highest, job.id);
            }
        }

        /** @param {Job[]} jobs - all that run now */
        noteRunning(jobs) {
            const running = new Set(jobs.map(job => job.id));
            this.ended = this.active.map(job => job.id).filter(id => !running.has(id));
            jobs.forEach(job => this.note(job));
            this.settle();
        }

        /** @param {Job[]} jobs - all of which something new can be said */
        noteAll(jobs) {
            jobs.forEach(job => this.note(job));
            this.ended.forEach(id => this.jobs.delete(id));
            this.ended = [];
            const newest = Math.max(this.settled, ...jobs.map(job => job.id));
            this.searches = newest > this.settled ? 0 : this.searches + 1;
            this.settled = this.searches < SEARCHES ? newest : this.highest;
            this.settle();
        }

        /** @returns {boolean} whether nothing new can be said of a job */
        hasEnded(id) {
            const job = this.jobs.get(id);
            return job ? job.status !== 'RUNNING' : id <= this.settled;
        }

        settle() {
            while (this.jobs.has(this.settled + 1)) {
                this.settled += 1;
            }
            this.searches = this.hasGap ? this.searches : 0;
        }

        /** @param {function(Job): boolean} isWanted - the others are forgotten, once they have ended */
        keep(isWanted) {
            for (const job of this.jobs.values()) {
                const isFound = !Number.isInteger(job.id) || job.id <= this.settled;
                if (job.status !== 'RUNNING' && isFound && !isWanted(job)) {
                    this.jobs.delete(job.id);
                }
            }
        }

        /** @returns {Job[]} */
        get active() {
            return [...this.jobs.values()].filter(job => job.status === 'RUNNING');
        }

        /** @returns {boolean} whether there are jobs that nobody has seen */
        get hasGap() {
            return this.settled < this.highest;
        }
    }

    return {Ledger};
});
