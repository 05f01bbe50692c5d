// The notebook's Spark session: what the kernel says of it, and the state that follows.
define(['base/js/events', './kernel', './state'], function (events, kernel, state) {
    'use strict';

    /** The type of the messages with the kernel's news, as in startspark/kernel/monitor.py. */
    const NEWS = 'startspark';

    /** What may change whether there is a Python kernel. */
    const KERNEL_EVENTS = [
        'kernel_created.Kernel',
        'kernel_connected.Kernel',
        'kernel_ready.Kernel',
        'kernel_reconnecting.Kernel',
        'kernel_disconnected.Kernel',
        'kernel_restarting.Kernel',
        'kernel_killed.Kernel',
        'kernel_killed.Session',
        'kernel_dead.Kernel',
    ].join(' ');

    /** Milliseconds: a kernel that does not answer so soon is busy. */
    const PATIENCE = 500;

    /** Milliseconds to wait whether the kernel goes on with the next cell. */
    const PAUSE = 200;

    class Session {
        /**
         * @param {Notebook} notebook
         * @param {Server} server
         * @param {Object} listeners
         * @param {function()} listeners.onChange - the state or the facts have changed
         * @param {function(Object)} listeners.onOperation - Spark Connect tells of an operation
         */
        constructor(notebook, server, {onChange, onOperation}) {
            Object.assign(this, {notebook, server, onChange, onOperation});
            this.machine = new state.Machine(() => onChange());
            /** What the kernel has said of the session that runs. */
            this.facts = {running: false};
            /** Why the last one has ended that nobody stopped. */
            this.ended = null;
            /** The Java that waits for a start: whether it is `ready`, and its `memory`. */
            this.java = {};
            /** Hears what the JVM of a start has printed: `log`, and the `page` that starts it. */
            this.onLog = () => {};
            /** How far a start is, as the kernel tells it. */
            this.progress = null;
            /** Whether somebody changes the session just now: then nobody else asks for it. */
            this.locked = false;
            this.kernelIsBusy = false;
            this.asking = 0;
            /** Why the kernel cannot say what runs there, if so. */
            this.trouble = '';
        }

        get state() {
            return this.machine.state;
        }

        /** Follow the kernel from now on. */
        listen() {
            // An event can come before what it tells of, such as the end of the connection.
            events.on(KERNEL_EVENTS, () => setTimeout(() => this.meetKernel()));
            events.on('kernel_ready.Kernel', () => this.refresh());
            events.on('kernel_restarting.Kernel', () => this.machine.send('restart'));
            events.on('kernel_autorestarting.Kernel', () => {
                if (this.facts.running && !this.locked) {
                    this.apply({running: false, ended: {reason: 'kernel'}});
                }
            });
            // Jupyter takes one for dead, too, that was shut down from elsewhere: nothing is lost then.
            events.on('kernel_dead.Kernel kernel_killed.Kernel kernel_killed.Session', () => {
                this.facts = {running: false};
            });
            events.on('execution_request.Kernel', (event, {content}) => this.expectChange(!content.silent));
            events.on('received_unsolicited_message.Kernel', (event, message) => {
                this.expectChange(message.msg_type === 'execute_input');  // of another page
            });
            events.on('kernel_idle.Kernel', () => this.refreshSoon());
            this.meetKernel();
        }

        meetKernel() {
            this.obstacle = kernel.obstacle(this.notebook);
            this.trouble = '';
            const before = this.state;
            if (this.obstacle && !this.locked && this.state === 'starting') {
                this.machine.send('none');  // of another page
            }
            this.machine.send(this.obstacle ? 'no-kernel' : 'kernel');
            if (before === 'no-kernel' && this.state === 'unknown') {
                this.refresh();
            }
            if (this.notebook.kernel) {
                this.notebook.kernel.register_iopub_handler(NEWS, ({content}) => this.hear(Object(content)));
            }
            this.onChange();
        }

        /** A cell may start or stop a Spark of its own. */
        expectChange(isCell) {
            this.mayHaveChanged = this.mayHaveChanged || isCell;
        }

        refreshSoon() {
            clearTimeout(this.timer);
            if (this.mayHaveChanged || ['starting', 'unknown'].includes(this.state) && !this.trouble) {
                this.timer = setTimeout(() => this.refresh(), PAUSE);
            }
        }

        /** Ask the kernel what runs there, unless somebody just changes that. */
        async refresh() {
            if (this.locked || this.isLooking || kernel.obstacle(this.notebook)) {
                return;
            }
            this.mayHaveChanged = false;
            this.isLooking = true;
            try {
                const facts = await this.look();
                if (!this.locked) {
                    this.apply(facts);
                }
            } catch (error) {
                // The next event of the kernel, or the next click, asks again.
                console.warn('Start Spark could not ask the kernel for its session:', error);
                if (error instanceof kernel.NoAnswer) {
                    this.trouble = error.message;
                    this.onChange();
                }
            } finally {
                this.isLooking = false;
            }
        }

        /** @returns {boolean} whether no Spark runs, and no cell has run since the kernel has said so */
        get isSurelyReady() {
            return this.state === 'ready' && !this.mayHaveChanged;
        }

        /** @returns {Promise<Object>} what the kernel says of its Spark, when it is free */
        look() {
            return this.call('look');
        }

        /** @returns {Promise<Object>} what the kernel says once it has ended its Spark */
        async stop() {
            // Another stop might end what another page has started since.
            const {stop} = await this.server.kernel();
            return this.ask(stop, () => this.look());
        }

        /** Do without a kernel's answer that does not come; the kernel is asked what there is. */
        async attempt(step) {
            try {
                await step();
            } catch (error) {
                console.warn('Start Spark could not do this in the kernel:', error);
                this.refresh();
            }
        }

        /**
         * @param {string} name - one of the server's calls
         * @returns {Promise<Object>} what the kernel answers, when it is free
         */
        async call(name) {
            return this.ask((await this.server.kernel())[name]);
        }

        /**
         * @param {string} expression - one of the server's
         * @param {function(): Promise<Object>} [onLost] - what to do where the answer was lost
         * @returns {Promise<Object>} what the kernel answers, when it is free
         */
        async ask(expression, onLost = () => this.ask(expression)) {
            const {library} = await this.server.kernel();
            this.asking += 1;
            const timer = setTimeout(() => this.showBusy(true), PATIENCE);
            try {
                return await kernel.ask(this.notebook.kernel, library, expression);
            } catch (error) {
                if (error instanceof kernel.ReplyLost) {
                    return await onLost();
                }
                throw error;
            } finally {
                clearTimeout(timer);
                this.asking -= 1;
                this.showBusy(this.kernelIsBusy && this.asking > 0);
            }
        }

        showBusy(isBusy) {
            if (this.kernelIsBusy !== isBusy) {
                this.kernelIsBusy = isBusy;
                this.onChange();
            }
        }

        /** @param {Object} facts - of the kernel's */
        apply(facts) {
            this.facts = {...facts, warming: facts.warming || this.facts.warming};
            this.ended = facts.ended || this.ended;
            this.java = facts.java || {};
            this.trouble = '';
            this.progress = null;
            this.machine.send(facts.running ? 'found' : facts.ended ? 'ended' : 'none');
            this.onChange();
        }

        /** News of the kernel's, also while it is busy and of other pages' starts. */
        hear(news) {
            if (news.operation) {
                this.onOperation(news.operation);
                return;
            }
            if (news.log) {
                this.onLog(news);
                return;
            }
            if (news.java) {
                this.hearOfJava(news.java);
                return;
            }
            if (news.warming) {
                this.hearOfArchive(news.warming);
                return;
            }
            if (news.phase === 'ended' || (this.state === 'running' && news.idle)) {
                this.expectChange(true);
                this.refreshSoon();
            } else if (news.running) {
                if (!this.locked) {
                    this.apply(news);
                }
            } else if (this.state !== 'running') {
                this.followStart(news);
            }
            this.onChange();
        }

        /**
         * Have a class archive made, or give that up.
         *
         * @param {string} call - `warm` or `cool`
         */
        warm(call) {
            return this.attempt(async () => this.hearOfArchive(await this.call(call)));
        }

        /** Have the session's idle time counted from now. */
        keep() {
            this.facts.idle = null;
            this.onChange();
            return this.attempt(() => this.call('keep'));
        }

        /** @param {Object} java - the one that waits for a start: whether it is `ready`, its `memory` */
        hearOfJava(java) {
            this.java = java;
            this.onChange();
        }

        hearOfArchive(warming) {
            this.facts.warming = warming;
            this.onChange();
        }

        followStart(news) {
            // News of a start that has just failed may come after its failure.
            if (['unknown', 'ready'].includes(this.state)) {
                this.machine.send('start');
            }
            this.progress = news;
        }
    }

    return {Session};
});
