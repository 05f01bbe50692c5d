// Asks Spark's REST API what runs, one question at a time, and only as long as somebody looks.
define(['./ledger', './model', './pace'], function (ledger, model, pace) {
    'use strict';

    /** More jobs than these that have ended are asked for all at once. */
    const FEW = 3;

    /** So many stages are asked for in one round, and of one run in all. */
    const STAGES_AT_ONCE = 4;
    const STAGES_OF_RUN = 100;

    /** Milliseconds between two looks at the batches of streams. */
    const STREAM_PAUSE = 5000;

    /** Milliseconds between two looks at the executors. */
    const EXECUTORS_PAUSE = 1000;

    class Monitor {
        /**
         * @param {Object} options
         * @param {Api} options.api
         * @param {function(): ?number} options.since - for how many milliseconds the kernel has been
         *     running what may have jobs, null where it does not
         * @param {function()} options.onChange - something new is known
         */
        constructor(options) {
            Object.assign(this, options);
            this.forget({}, -1);
            document.addEventListener('visibilitychange', () => this.wake());
        }

        /** Begin with another application. */
        forget({ui_port: port, application_id: application}, settled) {
            Object.assign(this, {port, application});
            this.ledger = new ledger.Ledger(settled);
            /** @type {Map<number, Stage>} the last attempt of each */
            this.stages = new Map();
            /** @type {Executor[]} those that live */
            this.executors = [];
            /** @type {Executor[]} those that were lost */
            this.lost = [];
            /** @type {?number} how many executors the kernel told of when they were asked for last */
            this.known = null;
            /** @type {Map<string, number>} when each stream was started, by its jobs' group */
            this.streams = new Map();
            /** @type {Job[][]} the jobs of each run of which the stages are wanted, too */
            this.detailed = [];
            this.isFirst = true;
            Object.assign(this, {failures: 0, took: 0, tookAll: 0, askedAllAt: 0, askedExecutorsAt: 0});
        }

        /**
         * The kernel has said something of its session.
         *
         * @param {Object} facts
         * @param {boolean} isFresh - none of its jobs can be of a run that is known
         */
        hear(facts, isFresh) {
            if (facts.application_id !== this.application || facts.ui_port !== this.port) {
                this.forget(facts, isFresh ? (facts.submitted || 0) - 1 : -1);
            }
            this.hasJobs = Boolean(facts.jobs);
            this.told = facts.executors || 0;
            this.activeStreams = Object.keys(facts.streams || {});
            this.activeStreams.forEach(id => this.streams.set(id, facts.streams[id]));
            this.ledger.expect(facts.submitted);
            this.wake();
        }

        /** Ask soon, if there is something to ask. */
        wake() {
            const pause = this.isAsking ? null : this.pause();
            if (pause === null) {
                return;  // or it goes on from there
            }
            const due = Date.now() + pause;
            // The first question waits for a free moment, which a cell may take just now.
            const isPutOff = this.isFirst && pause > pace.QUICK;
            if (!this.timer || due < this.due || isPutOff) {
                clearTimeout(this.timer);
                this.due = due;
                this.timer = setTimeout(() => this.round(), pause);
            }
        }

        pause() {
            const since = this.since();
            return pace.pause({
                isAsked: this.isAsked,
                isFirst: this.isFirst,
                hasJobs: this.ledger.active.length > 0,
                isSettled: this.isSettled,
                since: since === null ? Infinity : since,
                failures: this.failures,
                took: this.took,
            });
        }

        get isAsked() {
            const isPossible = Boolean(this.port) && !this.isPaused && !document.hidden;
            return isPossible && (this.since() !== null || !this.isQuiet);
        }

        /** @returns {boolean} whether nothing runs, and all is known of what ran */
        get isQuiet() {
            return !this.hasJobs && !this.activeStreams.length && this.isSettled &&
                this.known === this.told && !this.usesExecutors;
        }

        /** @returns {boolean} whether all is known of the jobs that have ended */
        get isSettled() {
            const {active, ended, hasGap} = this.ledger;
            return !active.length && !ended.length && !hasGap && !this.missingStages.length;
        }

        get usesExecutors() {
            return this.executors.some(executor => executor.tasks > 0);
        }

        async round() {
            const {application} = this;
            const begun = Date.now();
            this.timer = null;
            if (!this.isAsked) {
                return;
            }
            this.isAsking = true;
            try {
                await this.ask();
                this.failures = 0;
                this.isFirst = false;
            } catch (error) {
                this.failures += this.isPaused || application !== this.application ? 0 : 1;
            } finally {
                this.isAsking = false;
                this.took = Date.now() - begun;
                this.onChange();
                this.wake();
            }
        }

        async ask() {
            this.ledger.noteRunning((await this.get('jobs?status=running')).map(model.job));
            await this.askEnded();
            if (this.wantsActiveStages) {
                (await this.get('stages?status=active&details=false')).forEach(it => this.noteStage(it));
            }
            for (const id of this.missingStages.slice(0, STAGES_AT_ONCE)) {
                (await this.get(`stages/${id}?details=false`)).forEach(it => this.noteStage(it));
            }
            await this.askReason();
            await this.askExecutors();
        }

        async get(path) {
            const {application} = this;
            const answer = this.isPaused ? null : await this.api.spark(this.port, application, path);
            if (this.isPaused || application !== this.application) {
                throw new Error('This Spark is not to be asked any more.');
            }
            return answer;
        }

        /** Ask for jobs that have ended, and for those that nobody has seen run. */
        async askEnded() {
            const {ended, hasGap} = this.ledger;
            if (ended.length <= FEW && !hasGap) {
                for (const id of ended) {
                    this.ledger.note(model.job(await this.get(`jobs/${id}`)));
                }
            }
            const isBusy = this.hasJobs || this.since() !== null;
            const usual = hasGap || ended.length ? 0 : STREAM_PAUSE;
            const rest = Math.max(pace.rest(this.tookAll, isBusy, this.ledger.searches), usual);
            const isWanted = hasGap || ended.length > FEW || this.activeStreams.length;
            if (isWanted && Date.now() - this.askedAllAt > rest) {
                await this.askAll();
            }
        }

        async askAll() {
            const begun = Date.now();
            const fresh = (await this.get('jobs')).filter(said => !this.ledger.hasEnded(said.jobId));
            this.ledger.noteAll(fresh.map(model.job));
            this.askedAllAt = Date.now();
            this.tookAll = this.askedAllAt - begun;
        }

        noteStage(said) {
            const stage = model.stage(said);
            const known = this.stages.get(stage.id);
            if (!known || known.attempt <= stage.attempt) {
                const reason = stage.reason || (known || {}).reason;
                this.stages.set(stage.id, {...stage, reason});
            }
        }

        /**
         * @param {Job[]} jobs - that are shown
         * @param {Job[][]} detailed - of each run of which the stages are wanted, too
         * @param {number} since - older jobs that are not shown are forgotten; the run of a younger
         *     one may be told later than the job
         */
        show(jobs, detailed, since) {
            this.detailed = detailed;
            const ids = new Set(jobs.map(job => job.id));
            this.ledger.keep(job => ids.has(job.id) || job.begin > since);
            this.keepStages();
            this.wake();
        }

        /** Forget the stages of jobs that are forgotten. */
        keepStages() {
            const wanted = new Set([...this.ledger.jobs.values()].flatMap(job => job.stages));
            for (const id of this.stages.keys()) {
                if (!wanted.has(id)) {
                    this.stages.delete(id);
                }
            }
        }

        /** @returns {boolean} whether it is wanted, or worth a look, how far stages are */
        get wantsActiveStages() {
            const detailed = new Set(this.detailed.flat().map(job => job.id));
            return this.ledger.active.some(job => job.failed || detailed.has(job.id));
        }

        /** @returns {number[]} stages that have ended, and of which that is not known yet */
        get missingStages() {
            return this.detailed.flatMap(jobs => {
                const ids = jobs.filter(job => job.status !== 'RUNNING' && !job.stream)
                    .flatMap(job => job.stages);
                return ids.slice(-STAGES_OF_RUN).filter(id => !isOver(this.stages.get(id)));
            });
        }

        /** Ask why the tasks of a stage fail. */
        async askReason() {
            const stage = [...this.stages.values()].find(it => it.failed && !it.reason);
            if (stage) {
                const path = `stages/${stage.id}/${stage.attempt}/taskList?status=failed&length=1`;
                const [task = {}] = await this.get(path);
                stage.reason = model.reason(task.errorMessage || 'Spark does not say why.');
            }
        }

        async askExecutors() {
            const {told} = this;
            const isWanted = this.ledger.active.length || this.usesExecutors || this.known !== told;
            if (!isWanted || Date.now() - this.askedExecutorsAt < EXECUTORS_PAUSE) {
                return;
            }
            this.askedExecutorsAt = Date.now();
            const before = this.executors;
            this.executors = (await this.get('executors')).map(model.executor);
            this.known = told;
            const living = new Set(this.executors.map(executor => executor.id));
            if (before.some(executor => !living.has(executor.id))) {
                this.lost = (await this.get('allexecutors')).map(model.executor)
                    .filter(executor => executor.wasLost);
            }
        }
    }

    function isOver(stage) {
        return stage && stage.status !== 'ACTIVE' && stage.status !== 'PENDING';
    }

    return {Monitor};
});
