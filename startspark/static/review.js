// What a notebook of unknown origin changes, to be seen before Spark starts with it.
define(['jquery', './prose', './value'], function ($, prose, value) {
    'use strict';

    /**
     * @param {Override[]} overrides
     * @param {string} title - the config's
     * @returns {jQuery[]}
     */
    function content(overrides, title) {
        return [
            $('<p>').append(prose.nodes(summary(overrides, title))),
            // It scrolls by itself: the buttons stay where they are.
            $('<ul>', {class: 'startspark-review', tabindex: 0, 'aria-label': 'Changes'})
                .append(overrides.map(override => item(override, title))),
        ];
    }

    function summary(overrides, title) {
        const one = overrides.length === 1;
        const risky = overrides.filter(override => override.runs_code).length;
        const sentence = one ? `It changes a property of “${title}”. You have not made this change in this browser.` :
            `It changes ${overrides.length} properties of “${title}”. You have not made these changes in this browser.`;
        const who = one ? 'It' : risky === 1 ? 'One of them' : `${risky} of them`;
        return risky ? `${sentence} ${who} can run code as you: start with that only if you trust who wrote it.` : sentence;
    }

    function item(override, title) {
        const {name, value: changed, runs_code: isRisky} = override;
        return $('<li>').append(
            $('<code>', {text: value.visible(name)}),
            isRisky ? $('<span>', {class: 'startspark-risk', text: 'can run code'}) : '',
            changed === null ? '' : $('<div>', {class: 'startspark-value', text: value.visible(changed)}),
            $('<div>', {class: 'startspark-note', text: note(override, title)})
        );
    }

    function note({value: changed, replaces}, title) {
        const before = replaces === undefined ? `“${title}” does not set it` :
            replaces === null ? 'instead of a value that is hidden' : `instead of ${value.visible(replaces)}`;
        return changed === null ? `left out, ${before}` : before;
    }

    return {content};
});
