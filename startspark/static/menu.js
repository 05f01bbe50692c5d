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
            if (!this.element.hasClass('open')) {
                this.list.empty().append(items.map(item => this.entry(item)));
                return;
            }
            // What is about to be clicked must not move, nor become something else.
            const entries = this.list.children().toArray().map(it => $(it));
            items.filter((item, index) => entries[index].text() === item.text)
                .forEach(item => dress(entries[items.indexOf(item)], item));
        }

        entry({text, ...item}) {
            const entry = $('<li>', {role: 'none'});
            const anchor = $('<a>', {role: 'menuitem', tabindex: -1, text}).on('click', event => {
                const {link, action} = entry.data('item');
                if (link) {
                    return;
                }
                event.preventDefault();
                if (action) {
                    this.button.focus();  // where a dialog returns to
                    action();
                }
            });
            return dress(entry.append(anchor), item);
        }
    }

    /** Have an entry of the menu do what an item says, or say why it cannot. */
    function dress(entry, item) {
        const {title, link, action} = item;
        const usable = Boolean(link || action);
        entry.toggleClass('disabled', !usable).data('item', item).children().attr({
            href: link || '#',
            target: link ? '_blank' : null,
            rel: link ? 'noopener' : null,
            'aria-disabled': usable ? null : true,
            title: title || null,
        });
        return entry;
    }

    return {Menu};
});
