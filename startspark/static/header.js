// The place of ours in the notebook's header.
define(['jquery', 'base/js/events'], function ($, events) {
    'use strict';

    /** Pixels: with less room in the toolbar's row, a row of its own is better. */
    const LEAST = 330;

    /** Pixels before an element in the toolbar, and one for what is rounded. */
    const MARGIN = 6;

    /**
     * Keep an element in the row of the toolbar, and the notebook below the header, from now on.
     *
     * @param {jQuery} element - the last one in the toolbar
     */
    function follow(element) {
        observe(element.parent(), () => fit(element));
        // Jupyter sets the notebook's place and height by the header's, when it is told to.
        observe($('#header'), () => events.trigger('resize-header.Page'));
    }

    function observe(element, listener) {
        // What is changed within an observer's call makes an error of the browser's.
        new ResizeObserver(() => requestAnimationFrame(listener)).observe(element[0]);
    }

    /** Let an element be as wide as the row has room behind what stands before it. */
    function fit(element) {
        const [row, before] = [element.parent(), element.prev()].map(it => it[0].getBoundingClientRect());
        const room = Math.floor(row.right - before.right) - MARGIN;
        element.css('max-width', room >= LEAST ? room : '100%');
    }

    return {follow};
});
