/**
 * The place below a cell's input.
 *
 * @module
 */

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} prompt - a column as wide as that of the application's prompts
 * @returns {HTMLElement} the element beside the column; both go together
 */
export function placeBeside(element, prompt) {
    const place = document.createElement('div');
    place.className = 'startspark-place';
    Object.assign(place.style, {display: 'flex'});
    Object.assign(element.style, {flex: '1', minWidth: '0'});
    place.append(prompt, element);
    new MutationObserver(() => {
        if (!place.contains(element)) {
            place.remove();
        }
    }).observe(place, {childList: true});
    return place;
}
