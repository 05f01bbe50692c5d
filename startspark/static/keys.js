// Keys that are pressed in what is ours stay there: the notebook takes them for its commands.
define(['jquery'], function ($) {
    'use strict';

    /** What Tab goes through. */
    const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';

    /** Where Bootstrap handles keys, but not before they reach the document. */
    const MENU = '.dropdown-menu, [data-toggle=dropdown]';

    /**
     * Have no key leave an element. The keyboard manager cannot be told so: any dialog of Jupyter's
     * enables it again when it closes.
     *
     * @param {jQuery} element
     * @returns {jQuery} the same
     */
    function keep(element) {
        return element.on('keydown keypress keyup', event => {
            if (!isForMenu(event) && !isSave(event)) {
                event.stopPropagation();
            }
        });
    }

    /** Bootstrap keeps these from the notebook itself. */
    function isForMenu({key, target}) {
        const isInList = target.closest('.dropdown-menu') !== null;
        return target.closest(MENU) !== null &&
            (['ArrowDown', 'ArrowUp', 'Escape'].includes(key) || (isInList && key === ' '));
    }

    /** The notebook saves itself then; else the browser would save the page. */
    function isSave({key, ctrlKey, metaKey}) {
        return key === 's' && (ctrlKey || metaKey);
    }

    /**
     * Have neither key nor focus leave a dialog while it is open and no other is.
     *
     * @param {jQuery} modal
     */
    function trap(modal) {
        const guard = event => {
            const isElsewhere = !modal[0].contains(event.target);
            if (isElsewhere && modal.hasClass('in') && $('.modal.in').length === 1) {
                event.stopPropagation();
                event.preventDefault();
                modal.focus();
            }
        };
        keep(modal).attr('tabindex', -1)
            .on('keydown', event => {
                if (event.key === 'Tab') {
                    turn(modal, event);
                }
            })
            .on('shown.bs.modal', () => listen('addEventListener', guard))
            .on('hidden.bs.modal', () => listen('removeEventListener', guard));
    }

    function listen(method, guard) {
        ['focusin', 'keydown'].forEach(type => document[method](type, guard, true));
    }

    /** From the last stop Tab goes on to the first, and back. */
    function turn(modal, event) {
        const stops = modal.find(STOPS).filter((index, element) => isStop(element));
        const index = stops.index(document.activeElement);
        const goesOut = event.shiftKey ? index <= 0 : index === stops.length - 1;
        if (goesOut) {
            event.preventDefault();
            stops.eq(event.shiftKey ? -1 : 0).focus();
        }
    }

    function isStop(element) {
        const isFolded = element.tagName !== 'SUMMARY' && element.closest('details:not([open])');
        return element.tabIndex >= 0 && !element.disabled && !isFolded && $(element).is(':visible');
    }

    return {keep, trap};
});
