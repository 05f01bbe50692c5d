/**
 * Divides long work into short tasks, so that the page answers the user in between.
 *
 * @module
 */

/** Milliseconds after which a task ends. */
const SLICE = 12;

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => void} act
 * @returns {Promise<void>} once it is done with all
 */
export async function inSlices(items, act) {
    let begun = performance.now();
    for (const item of items) {
        if (performance.now() - begun > SLICE) {
            await nextTask();
            begun = performance.now();
        }
        act(item);
    }
}

/** @returns {Promise<void>} */
export function nextTask() {
    return new Promise(resolve => {
        setTimeout(resolve);
    });
}
