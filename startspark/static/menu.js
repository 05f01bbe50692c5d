// The menu of the button while Spark runs.
define(['jquery'], function ($) {
    'use strict';

    class Menu {
        /**
         * @param {jQuery} button - that opens it; its place takes the menu
         */
        constructor(button) {
            this.button = button;
            this.list = $('<ul>', {
                class: 'dropdown-menu',
                role: 'menu',
                'aria-label': 'Spark',
            });
            this.element = button.parent().append(this.list);
        }

        /** @param {boolean} enabled - whether the button opens it */
        enable(enabled) {
            this.button.attr({
                'data-toggle': enabled ? 'dropdown' : null,
                'aria-haspopup': enabled ? 'menu' : null,
                'aria-expanded': enabled ? this.element.hasClass('open') : null,
            });
            if (!enabled) {
                this.element.removeClass('open');
            }
        }

        /** Open it for a click that came before it. */
        open() {
            this.button.dropdown('toggle');
        }

        /**
         * @param {Array<{text: string, title: string, link: ?string, action: ?function()}>} items -
         *     those with neither link nor action cannot be chosen; their title says why
         */
        fill(items) {
            if (!this.element.hasClass('open')) {  // else what is about to be clicked moves
                this.list.empty().append(items.map(item => this.item(item)));
            }
        }

        item({text, title, link, action}) {
            const usable = Boolean(link || action);
            const anchor = $('<a>', {
                role: 'menuitem',
                tabindex: -1,
                href: link || '#',
                target: link ? '_blank' : null,
                rel: link ? 'noopener' : null,
                'aria-disabled': usable ? null : true,
                title,
                text,
            }).on('click', event => {
                if (link) {
                    return;
                }
                event.preventDefault();
                if (action) {
                    this.button.focus();  // where a dialog returns to
                    action();
                }
            });
            return $('<li>', {role: 'none', class: usable ? '' : 'disabled'}).append(anchor);
        }
    }

    return {Menu};
});
