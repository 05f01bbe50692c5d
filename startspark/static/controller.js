// What is loaded once somebody uses Spark: the commands, their dialogs, and the progress of cells.
define([
    'jquery',
    'require',
    './api',
    './commands',
    './prewarm',
    './progress/runs',
    './view',
], function ($, require, api, commands, prewarm, runs, view) {
    'use strict';

    /** Milliseconds: so soon no line is shown, and the first query needs the processor. */
    const BEFORE_PROGRESS = 1000;

    class Controller {
        /** @param {StartSpark} startSpark - whose toolbar and session it works with */
        constructor(startSpark) {
            const {notebook, server, remembered, session, toolbar, showsProgress} = startSpark;
            const parts = {notebook, api: new api.Api(server), remembered, session, toolbar};
            Object.assign(this, parts, {showsProgress});
            this.runs = new runs.Runs(notebook, () => this.updateProgress());
            this.prewarm = new prewarm.Prewarm(parts);
            this.view = new view.View({...parts, onWebUI: () => this.update()});
            this.commands = new commands.Commands({
                ...parts,
                view: this.view,
                choose: name => startSpark.choose(name),
                reload: () => startSpark.reload(),
            });
            $('#maintoolbar').after(this.view.notice.element);
            this.runs.listen();
        }

        /** The session, or the choice of a config, has changed. */
        update() {
            this.view.update(this.commands);
            this.updateProgress();
            this.prewarm.beginOnce();
        }

        /** Under the cells nothing is to be shown before Spark runs. */
        updateProgress() {
            if (this.progress) {
                this.progress.update();
            } else if (this.showsProgress && this.session.facts.running) {
                this.showsProgress = false;  // once it is loaded, it decides for itself
                setTimeout(() => this.loadProgress(), BEFORE_PROGRESS);
            }
        }

        loadProgress() {
            require(['./progress/progress'], ({Progress}) => {
                const {api: server, session, runs: cells, toolbar, view: {ui}} = this;
                this.progress = new Progress({api: server, session, runs: cells, ui, place: toolbar.element});
                this.progress.update();
            });
        }

        /** @param {Object} said - of an operation of Spark Connect */
        hearOperation(said) {
            if (this.progress) {
                this.progress.hearOperation(said);
            }
        }
    }

    return {Controller};
});
