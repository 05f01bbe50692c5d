// Has Java wait for the click, where the config or the administrator wants that.
define([], function () {
    'use strict';

    class Prewarm {
        /**
         * @param {Object} options
         * @param {Notebook} options.notebook
         * @param {Api} options.api
         * @param {Session} options.session
         * @param {Toolbar} options.toolbar
         * @param {Remembered} options.remembered
         */
        constructor({notebook, api, session, toolbar, remembered}) {
            Object.assign(this, {notebook, api, session, toolbar, remembered});
            this.isWanted = false;
            this.hasBegun = false;
        }

        /** Begin for the config that the notebook remembers, as soon as the page has kernel and list. */
        beginOnce() {
            const {session, toolbar, remembered} = this;
            if (!this.hasBegun && session.state === 'ready' && toolbar.chosen && remembered.config) {
                this.begin();
            }
        }

        /**
         * Have one wait for the chosen config, and for no other. What is chosen meanwhile comes next:
         * the kernel is to hear of the last choice last.
         */
        async begin() {
            this.hasBegun = true;
            this.isDue = true;
            if (this.isAsking) {
                return;
            }
            this.isAsking = true;
            while (this.isDue) {
                this.isDue = false;
                await this.ask();
            }
            this.isAsking = false;
        }

        async ask() {
            const {session, toolbar: {chosen}, remembered} = this;
            const before = this.isWanted;
            // What a notebook of somebody else's changes is run by nobody's opening it.
            this.isWanted = Boolean(chosen) && chosen.prewarm && !remembered.isStrange;
            if (!this.isPossible || !(before || this.isWanted)) {
                return;
            }
            try {
                const expression = this.isWanted ?
                    (await this.render(chosen)).prewarm : (await session.server.kernel()).cool_down;
                if (this.isPossible && !this.isDue) {
                    session.hearOfJava(await session.ask(expression));
                }
            } catch (error) {
                // Such as a parameter that has no value yet: the click asks for it.
                console.info('Start Spark has no Java wait:', error);
            }
        }

        /** @returns {boolean} whether no Spark runs, or is about to */
        get isPossible() {
            return this.session.state === 'ready' && !this.session.locked;
        }

        render({name}) {
            const conf = this.remembered.changes;
            const notebook = this.notebook.notebook_path;
            return this.api.render(name, {parameters: {}, conf, notebook});
        }
    }

    return {Prewarm};
});
