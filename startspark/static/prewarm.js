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

        /** Have one wait for the chosen config, and for no other. */
        async begin() {
            const {session, toolbar: {chosen}, remembered} = this;
            const before = this.isWanted;
            this.hasBegun = true;
            // What a notebook of somebody else's changes is run by nobody's opening it.
            this.isWanted = Boolean(chosen) && chosen.prewarm && !remembered.isStrange;
            if (session.state !== 'ready' || session.locked || !(before || this.isWanted)) {
                return;
            }
            try {
                session.hearOfJava(await (this.isWanted ?
                    session.ask((await this.render(chosen)).prewarm) : session.call('cool_down')));
            } catch (error) {
                // Such as a parameter that has no value yet: the click asks for it.
                console.info('Start Spark has no Java wait:', error);
            }
        }

        render({name}) {
            const conf = this.remembered.changes;
            const notebook = this.notebook.notebook_path;
            return this.api.render(name, {parameters: {}, conf, notebook});
        }
    }

    return {Prewarm};
});
