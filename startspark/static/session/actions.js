/**
 * What the user can do: what the button, its menu, the dialog and the commands call.
 *
 * @module
 */

import {COMMANDS, START_LABELS} from '../strings.js';
import {brokenConfig} from './catalog.js';
import {examine} from './doctor.js';
import {KnownProperties} from './known_properties.js';
import {canCustomize, commandObstacle} from './obstacles.js';
import {optionsMenuItems} from './options_menu_items.js';
import {own} from './own.js';
import {menuItems} from './session_menu_items.js';
import {Start} from './start.js';
import {stopSpark} from './stop.js';

/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../services/startspark_api.js').Property} Property */
/** @typedef {import('./auto_start.js').AutoStart} AutoStart */
/** @typedef {import('./errors.js').Failure} Failure */
/** @typedef {import('./obstacles.js').CommandName} CommandName */
/** @typedef {import('./prewarm.js').Prewarm} Prewarm */
/** @typedef {import('./rendering.js').Draft} Draft */
/** @typedef {import('./session_menu_items.js').MenuItem} MenuItem */
/** @typedef {import('./start.js').StartParts} StartParts */
/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Store} Store */

/** @typedef {{label: string, action: () => void}} LabelledAction What a button does. */

export class Actions {
    /** @param {StartParts & {autoStart: AutoStart, prewarm: Prewarm, store: Store}} parts */
    constructor(parts) {
        this.parts = parts;
        this.properties = new KnownProperties(parts);
        /** What the button of a start's failure does. */
        this.again = () => this.start();
    }

    /** @returns {State} */
    get state() {
        return this.parts.store.state;
    }

    /** The button was clicked; while Spark runs, it opens the menu instead. */
    click() {
        const {phase, start, isLocked} = this.state.session;
        if (start || isLocked || ['starting', 'stopping', 'failed', 'lost'].includes(phase)) {
            this.parts.dialog.reveal();
        } else if (phase !== 'running') {
            this.start();
        }
    }

    /** @param {string} name - of the config that the user chooses */
    choose(name) {
        this.parts.catalog.choose(name);
        this.parts.prewarm.begin();
    }

    /** Fetch the list of configs again. */
    async reload() {
        await this.parts.catalog.reload().catch(() => {});  // the button says why
    }

    /** @param {boolean} isDefault - whether new notebooks are to start with the chosen config */
    setDefault(isDefault) {
        return this.parts.catalog.setDefault(isDefault);
    }

    /** @param {boolean} isOn - whether Spark is to start with this notebook */
    setAutoStart(isOn) {
        this.parts.autoStart.set(isOn);
    }

    /** @param {boolean} isWanted - whether Spark is to start with this notebook, which says so */
    answerAutoStart(isWanted) {
        this.parts.autoStart.answer(isWanted);
        if (isWanted) {
            this.start();
        }
    }

    /** @param {string} cell - its id; it has failed because no Spark runs */
    async startAndRun(cell) {
        const {dialog, host} = this.parts;
        await this.start();
        if (this.state.session.phase === 'running') {
            dialog.hide();
            host.cells.run(cell);
        }
    }

    /**
     * @param {CommandName} name
     * @returns {?string} why the command cannot be done now, if so
     */
    obstacle(name) {
        return commandObstacle(this.state, name);
    }

    /**
     * Do a command, or say why that cannot be done now.
     *
     * @param {CommandName} name
     */
    run(name) {
        const sentence = this.obstacle(name);
        if (sentence) {
            this.parts.dialog.ask('message', {sentence});
            return;
        }
        ({
            'start': () => this.start(),
            'settings': () => this.customize(),
            'stop': () => this.stop(),
            'switch': () => this.switch(),
            'open-web-ui': () => this.openWebUI(),
            'insert-code': () => this.insertCode(),
            'check': () => this.check(),
        })[name]();
    }

    /** @returns {import('../hosts/host.js').Command[]} for the palette; the first is that of the hotkey */
    commands() {
        return COMMANDS.palette.map(({name, ...words}) => ({
            name, ...words, run: () => this.run(/** @type {CommandName} */ (name)),
        }));
    }

    /** Start Spark; show it where it runs already. */
    start() {
        return this.state.session.phase === 'running' ? this.showSession() : this.begin({});
    }

    /** Stop the Spark that runs, and start it with the chosen config. */
    switch() {
        return this.state.session.phase === 'running' ? this.begin({replace: true}) : undefined;
    }

    /** Show the properties for this notebook to change, then start; a broken config's file. */
    customize() {
        const broken = brokenConfig(this.state);
        if (!canCustomize(this.state)) {
            return undefined;
        }
        return broken ? this.editConfig(broken) :
            this.begin({replace: this.state.session.phase === 'running', customize: true});
    }

    /** Start again after a failure, or after the session's end; stop again what was not stopped. */
    retry() {
        const {failure} = this.state.session;
        if (failure?.isOfStop) {
            return stopSpark(this.parts);
        }
        return failure ? this.again() : this.start();
    }

    /** @param {{replace?: boolean, customize?: boolean}} options */
    async begin({replace = false, customize = false}) {
        const {dialog} = this.parts;
        if (this.state.session.isLocked) {
            dialog.reveal();
            return;
        }
        this.again = () => this.begin({replace, customize});
        dialog.show();
        const draft = await new Start(this.parts, {replace, customize}).run();
        if (!this.state.session.failure) {
            this.again = () => this.start();
        }
        if (draft) {
            this.saveConfig(draft);
        }
    }

    /**
     * Make a config of the user's own of what was filled in.
     *
     * @param {Draft} draft
     */
    saveConfig({config, wanted: {parameters, conf}}) {
        this.parts.dialog.ask('save-config', {
            config,
            wanted: {parameters, conf},
            onCreated: (/** @type {string} */ name) => this.useCreated(name),
        });
    }

    /** @param {string} name - of a config that was written just now */
    async useCreated(name) {
        const {catalog, prewarm, settings} = this.parts;
        settings.change({});  // they are the new config's
        catalog.choose(name);
        await this.reload();
        prewarm.begin();
    }

    /**
     * Show a config's file to be changed.
     *
     * @param {Config} config - which may be broken
     */
    editConfig(config) {
        if (this.state.session.isLocked) {
            this.parts.dialog.reveal();  // it shows what goes on
            return;
        }
        this.parts.dialog.ask('edit-config', {
            config, onSaved: () => this.reload(), next: () => this.nextStart(),
        });
    }

    /** @returns {LabelledAction} what may be done with a config that is saved */
    nextStart() {
        return this.state.session.phase === 'running' ? {label: START_LABELS.restart, action: () => this.switch()} :
            {label: START_LABELS.start, action: () => this.start()};
    }

    /**
     * @param {Failure} failure
     * @returns {?LabelledAction} what corrects it, where that can be done here
     */
    correction({key = '', config}) {
        if (own(this.parts.settings.overrides, key) !== undefined) {
            return {label: START_LABELS.changeSettings, action: () => this.customize()};
        }
        return config ? {label: START_LABELS.editConfig, action: () => this.editConfig(config)} : null;
    }

    /** Have server and kernel examined, and show what is wrong with them. */
    async check() {
        const {dialog} = this.parts;
        const answer = await dialog.ask('doctor', {examine: () => examine(this.parts)});
        if (answer) {
            dialog.drop();  // to the failure that it was about
        }
    }

    /** End Spark and its JVM. */
    async stop() {
        const {isLocked, phase} = this.state.session;
        if (phase === 'running' && !isLocked) {
            this.again = () => this.start();
            await stopSpark(this.parts);
        }
    }

    /** Show the session that runs. */
    showSession() {
        this.parts.session.update({failure: null});
        this.parts.dialog.show();
    }

    openWebUI() {
        const {link} = this.state.webUI;
        if (link) {
            window.open(link, '_blank', 'noopener');
        }
    }

    /** Put the code that has started Spark above the selected cell. */
    insertCode() {
        const {facts: {code}, phase} = this.state.session;
        if (phase === 'running' && code) {
            this.parts.host.notebook.insertCode(code.trimEnd());
        }
    }

    /**
     * @param {State} state
     * @returns {MenuItem[]} what the menu of the running Spark offers
     */
    menuItems(state) {
        return menuItems(state, this);
    }

    /**
     * Find out which properties Spark has.
     *
     * @param {(properties: Property[]) => void} onList - gets those of the server's list, and again with
     *     what the kernel says of its Spark
     */
    listProperties(onList) {
        return this.properties.list(onList);
    }

    /**
     * @param {State} state
     * @returns {MenuItem[]} what the menu beside the drop-down offers
     */
    optionsMenuItems(state) {
        return optionsMenuItems(state, this);
    }

    /** Have the session's idle time counted from now. */
    keepIdleSession() {
        return this.parts.session.keepIdle();
    }

    /** Have a class archive made in the background. */
    buildArchive() {
        return this.parts.session.buildArchive('build_archive');
    }

    cancelArchive() {
        return this.parts.session.buildArchive('cancel_archive_build');
    }

    /** Interrupt what the kernel runs. */
    interrupt() {
        this.parts.host.kernel.interrupt();
    }

    /** The user has closed the dialog. */
    closeDialog() {
        this.parts.dialog.close();
    }
}
