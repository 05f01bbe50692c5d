/**
 * The header of the classic Notebook's page, what of ours is in there, and how the page looks.
 *
 * @module
 */

/** @typedef {import('../host.js').Layout} Layout */
/** @typedef {import('../host.js').Look} Look */
/** @typedef {import('../classic.js').JupyterEvents} JupyterEvents */

/** Pixels: with less room in the toolbar's row, a row of its own is better. */
const LEAST_ROOM = 330;

/** Pixels before an element in the toolbar, and one for what is rounded. */
const MARGIN = 6;

/** The relative luminance below which white text is easier to read than black. */
const DARK = 0.18;

/** @type {Look} */
const LOOK = {
    button: 'btn btn-default',
    primaryButton: 'btn btn-primary',
    smallButton: 'btn btn-default btn-xs',
    toolbarButton: 'btn btn-default',
    toolbarSelect: 'form-control select-xs',
    input: 'form-control input-sm',
};

/** The page has one notebook: what it has of ours has ids, by which other extensions may find it. */
const IDS = ['startspark-config', 'startspark-options', 'startspark-settings', 'startspark-start'];

/** @implements {Layout} */
export class ClassicLayout {
    /** @param {JupyterEvents} events */
    constructor(events) {
        this.events = events;
        this.look = LOOK;
        /** @type {Array<() => void>} */
        this.listeners = [];
        this.spacer = document.createElement('div');
        /** @type {?HTMLElement} */
        this.banner = null;
    }

    /** @param {HTMLElement} element - it stays in the row of the toolbar, if there is room */
    addToToolbar(element) {
        const row = find('#maintoolbar-container');
        element.classList.add('btn-group');
        setIds(element);
        row.append(element);
        find('#maintoolbar').after(this.spacer);
        onResize(row, () => {
            fit(element, row);
            this.keepPlace();
        });
        // Jupyter sets the notebook's place and height by the header's, when it is told to.
        onResize(find('#header'), () => this.events.trigger('resize-header.Page'));
    }

    /** @param {HTMLElement} element */
    addBanner(element) {
        this.banner = element;
        this.spacer.after(element);
        onResize(element, () => this.keepPlace());
    }

    /** Some themes take the toolbar out of the header, and leave place for one row of it. */
    keepPlace() {
        const toolbar = find('#maintoolbar');
        const isOutside = ['absolute', 'fixed'].includes(getComputedStyle(toolbar).position);
        const rows = this.banner?.offsetHeight ? toolbar.offsetHeight : lowerRows(find('#maintoolbar-container'));
        this.spacer.style.height = isOutside ? `${rows}px` : '0';
    }

    theme() {
        return isDark(backgroundOf(find('#maintoolbar-container'))) ? 'dark' : 'light';
    }

    /** @param {() => void} listener */
    onThemeChange(listener) {
        if (!this.listeners.length) {
            this.watchTheme();
        }
        this.listeners.push(listener);
    }

    /** A theme is a style sheet, or a class of the page. */
    watchTheme() {
        let before = this.theme();
        const look = () => {
            const theme = this.theme();
            if (theme !== before) {
                before = theme;
                this.listeners.forEach(listener => listener());
            }
        };
        document.head.addEventListener('load', look, true);
        const observer = new MutationObserver(look);
        observer.observe(document.head, {childList: true});
        [document.documentElement, document.body].forEach(it => observer.observe(it, {attributeFilter: ['class']}));
    }
}

/** @param {HTMLElement} toolbar - ours */
function setIds(toolbar) {
    toolbar.id = 'startspark';
    for (const id of IDS) {
        /** @type {HTMLElement} */ (toolbar.querySelector(`.${id}`)).id = id;
    }
}

/** @param {string} selector - of what each page of the classic Notebook has */
function find(selector) {
    return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/**
 * @param {HTMLElement} element
 * @param {() => void} listener
 */
function onResize(element, listener) {
    // What is changed within an observer's call makes an error of the browser's.
    new ResizeObserver(() => requestAnimationFrame(listener)).observe(element);
}

/**
 * Let an element be as wide as the row has room behind what stands before it.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} row
 */
function fit(element, row) {
    const {left, right} = row.getBoundingClientRect();
    const before = element.previousElementSibling?.getBoundingClientRect() ?? {left: right, right: left};
    const {direction, cssFloat} = getComputedStyle(element);
    const isRightToLeft = direction === 'rtl' && cssFloat !== 'left';
    const room = Math.floor(isRightToLeft ? before.left - left : right - before.right) - MARGIN;
    element.style.maxWidth = room >= LEAST_ROOM ? `${room}px` : '100%';
}

/**
 * @param {HTMLElement} row - of the toolbar
 * @returns {number} the height of what has found no room in the first line of it
 */
function lowerRows(row) {
    const first = /** @type {Element} */ (row.firstElementChild);
    const height = row.getBoundingClientRect().bottom - first.getBoundingClientRect().bottom;
    return height < first.getBoundingClientRect().height / 2 ? 0 : Math.ceil(height);
}

/**
 * @param {?Element} element
 * @returns {number[]} the colour behind it: red, green and blue
 */
function backgroundOf(element) {
    for (let it = element; it; it = it.parentElement) {
        const [red, green, blue, alpha = 1] = (getComputedStyle(it).backgroundColor.match(/[\d.]+/g) || []).map(Number);
        if (blue !== undefined && alpha > 0) {
            return [red, green, blue];
        }
    }
    return [255, 255, 255];
}

/** @param {number[]} colour */
function isDark(colour) {
    const [red, green, blue] = colour.map(it => (it / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK;
}
