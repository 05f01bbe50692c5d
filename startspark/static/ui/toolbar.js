/**
 * The drop-down and the buttons in the notebook's toolbar.
 *
 * @module
 */

import {brokenConfig, chosenConfig} from '../session/catalog.js';
import {obstacleOf} from '../session/obstacles.js';
import {count, lacksExecutors} from '../session/startup_phase.js';
import {TOOLBAR} from '../strings.js';
import {Clock, elapsed} from './clock.js';
import {controlClass, element, setAttributes, setText} from './element.js';
import {icon} from './icons.js';
import {keepKeys} from './keys.js';
import {SessionMenu} from './session_menu.js';

/** @typedef {import('../hosts/host.js').Look} Look */
/** @typedef {import('../services/startspark_api.js').Config} Config */
/** @typedef {import('../session/actions.js').Actions} Actions */
/** @typedef {import('../session/store.js').CatalogState} CatalogState */
/** @typedef {import('../session/store.js').State} State */
/** @typedef {import('../session/store.js').Store} Store */
/** @typedef {import('./icons.js').IconName} IconName */
/** @typedef {keyof typeof TOOLBAR.states} Shown A phase of the session, or `busy`. */

/** @type {Object<Shown, IconName>} */
const ICONS = {
    'no-kernel': 'bolt',
    unknown: 'bolt',
    ready: 'bolt',
    starting: 'spinner',
    running: 'check',
    stopping: 'spinner',
    failed: 'warning',
    lost: 'broken-link',
    busy: 'hourglass',
};

/** The entry of the list that is none: it has the list fetched again. */
const RELOAD = '';

/** The entry where there is no config: no config can have this name. */
const NONE = '-';

export class Toolbar {
    /** @param {{store: Store, actions: Actions, look: Look}} options */
    constructor({store, actions, look}) {
        this.store = store;
        this.actions = actions;
        this.select = this.makeSelect(look);
        this.icon = element('span', {class: 'startspark-icon-place'});
        this.label = element('span', {class: 'startspark-label'});
        this.caret = element('span', {class: 'startspark-caret'}, icon('caret'));
        this.button = this.makeButton(look, 'startspark-start', () => this.click());
        this.button.append(this.icon, this.label, this.caret);
        this.menu = new SessionMenu(this.button, () => actions.menuItems(store.state));
        this.place = element('span', {class: 'startspark-menu'}, this.button, this.menu.element);
        this.count = element('span', {class: 'startspark-count'});
        this.settings = this.makeButton(look, 'startspark-settings', () => actions.customize());
        this.settings.append(icon('sliders'), this.count);
        const settingsPlace = element('span', {class: 'startspark-settings-place'}, this.settings);
        this.options = this.makeButton(look, 'startspark-options', () => this.optionsMenu.toggle());
        this.options.append(icon('dots'));
        setAttributes(this.options, {title: TOOLBAR.options, 'aria-label': TOOLBAR.options});
        this.optionsMenu = new SessionMenu(this.options, () => actions.optionsMenuItems(store.state), TOOLBAR.options,
            // The menu is closed, and nothing else says it aloud.
            ({text, isChecked}) => setText(this.announcement, TOOLBAR.switched(text, !isChecked)));
        this.optionsMenu.enable(true);
        const optionsPlace = element('span', {class: 'startspark-settings-place'},
            this.options, this.optionsMenu.element);
        /** Where the progress puts its meter. */
        this.meterPlace = element('span', {class: 'startspark-meter-place'});
        this.announcement = element('span', {class: 'startspark-sr-only', role: 'status', 'aria-live': 'polite'});
        this.element = keepKeys(element('div', {class: 'startspark-toolbar'},
            this.select, optionsPlace, settingsPlace, this.place, this.meterPlace, this.announcement));
        /** @type {?CatalogState} of which the list is */
        this.listed = null;
        /** @type {?IconName} */
        this.drawn = null;
        this.announced = '';
        this.clock = new Clock(() => this.showState(store.state));
        store.subscribe(state => this.show(state));
        this.show(store.state);
    }

    /** The notebook is closed. */
    close() {
        this.clock.set(false);
    }

    /** @param {Look} look */
    makeSelect({toolbarSelect}) {
        /** @type {HTMLSelectElement} */
        const made = element('select', {
            class: controlClass(toolbarSelect, 'startspark-config'),
            'aria-label': TOOLBAR.select,
            onchange: () => this.choose(made.value),
        });
        return made;
    }

    /**
     * @param {Look} look
     * @param {string} name - its class
     * @param {() => void} onClick
     */
    makeButton({toolbarButton}, name, onClick) {
        return element('button', {
            type: 'button',
            class: controlClass(toolbarButton, 'startspark-toolbar-button', name),
            onclick: () => onClick(),
        });
    }

    click() {
        if (this.store.state.session.phase === 'running') {
            this.menu.toggle();
        } else {
            this.actions.click();
        }
    }

    /** @param {string} name - the value of the chosen entry */
    choose(name) {
        if (name === RELOAD) {
            this.showChosen(this.store.state);
            this.actions.reload();
        } else {
            this.actions.choose(name);
        }
    }

    /** @param {State} state */
    show(state) {
        this.showConfigs(state.catalog);
        this.showChosen(state);
        this.showState(state);
        this.showSettings(state);
        this.menu.enable(state.session.phase === 'running');
        this.menu.update();
        this.optionsMenu.update();
        this.clock.set(state.session.phase === 'starting' && Boolean(state.session.start?.begun));
    }

    /**
     * Fill the drop-down, which may be open, where the list is another.
     *
     * @param {CatalogState} catalog
     */
    showConfigs(catalog) {
        const {configs, default: standard} = catalog;
        if (configs === this.listed?.configs && standard?.name === this.listed.default?.name) {
            return;
        }
        this.listed = catalog;
        const options = configs.map(config => element('option', {
            value: config.name,
            title: tooltip(config) || null,
        }, nameInList(config, config.name === standard?.name)));
        // Without a first entry, the one that reloads is selected already and cannot be chosen.
        const none = configs.length ? null : element('option', {value: NONE, disabled: true}, TOOLBAR.none);
        this.select.replaceChildren(...none ? [none] : [], ...options,
            element('option', {value: RELOAD}, TOOLBAR.reload));
    }

    /** @param {State} state */
    showChosen(state) {
        const chosen = chosenConfig(state);
        const value = chosen ? chosen.name : NONE;
        if (this.select.value !== value) {
            this.select.value = value;
        }
        setAttributes(this.select, {title: chosen && tooltip(chosen) || TOOLBAR.select});
    }

    /** @param {State} state */
    showState(state) {
        const {phase, jvm} = state.session;
        const shown = shownState(state);
        const {label, title} = TOOLBAR.states[shown];
        const why = obstacleOf(state);
        const isReady = phase === 'ready' && Boolean(jvm.ready);
        this.showIcon(shown);
        setText(this.label, withDetail(label, state));
        this.caret.hidden = phase !== 'running';
        setAttributes(this.button, {
            'data-state': phase,
            'data-prewarmed': isReady && 'ready',
            title: why || state.session.trouble || (isReady ? withJvm(title, jvm) : title),
        });
        this.button.disabled = Boolean(why);
        // Some browsers show no tooltip over a disabled button.
        setAttributes(this.place, {title: why});
        this.announce(label);
    }

    /** @param {Shown} shown */
    showIcon(shown) {
        const name = ICONS[shown];
        if (this.drawn !== name) {
            this.drawn = name;
            this.icon.replaceChildren(icon(name));
        }
    }

    /** @param {State} state */
    showSettings(state) {
        const {overrides} = state.notebook;
        const title = brokenConfig(state) ? TOOLBAR.editFile :
            overrides ? TOOLBAR.settingsChanged(overrides) : TOOLBAR.settings;
        setAttributes(this.settings, {title, 'aria-label': title});
        this.settings.disabled = Boolean(obstacleOf(state)) || ['starting', 'stopping'].includes(state.session.phase);
        setText(this.count, overrides ? String(overrides) : '');
    }

    /**
     * Tell a screen reader, unless it was told the same before.
     *
     * @param {string} text
     */
    announce(text) {
        if (this.announced && this.announced !== text) {
            setText(this.announcement, text);
        }
        this.announced = text;
    }
}

/**
 * @param {Config} config
 * @param {boolean} isDefault - whether new notebooks start with it
 */
function nameInList({title, error}, isDefault) {
    const name = error ? TOOLBAR.broken(title) : title;
    return isDefault ? TOOLBAR.default(name) : name;
}

/**
 * @param {State} state
 * @returns {Shown}
 */
function shownState({session: {phase, isKernelBusy}}) {
    return phase === 'unknown' && isKernelBusy ? 'busy' : phase;
}

/**
 * @param {string} label
 * @param {State} state
 * @returns {string} with the time of a start, or the executors while some are missing
 */
function withDetail(label, {session: {phase, start, facts}}) {
    const detail = phase === 'starting' ? elapsed(start) :
        phase === 'running' && lacksExecutors(facts) ? TOOLBAR.inBrackets(count(facts)) : '';
    return detail ? TOOLBAR.withDetail(label, detail) : label;
}

/**
 * @param {string} title
 * @param {{memory?: number}} jvm - that was started before the click
 */
function withJvm(title, {memory}) {
    return memory ? TOOLBAR.jvmTakes(title, Math.round(memory / 1e6)) : TOOLBAR.jvmReady(title);
}

/** @param {Partial<Config>} config */
function tooltip({description, error, warnings = []}) {
    return error || [description, ...warnings].filter(Boolean).join('\n');
}
