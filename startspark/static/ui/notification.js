/**
 * The browser's own notifications, for what the user waits for while looking at something else.
 *
 * @module
 */

/** Ask the user once whether they may be shown; browsers allow that only after a click. */
export function askPermission() {
    if (window.Notification?.permission === 'default') {
        window.Notification.requestPermission();
    }
}

/**
 * Show one, if the user allows them and does not see the page. A click on it leads back to the page.
 *
 * @param {string} title
 * @param {string} body
 */
export function notify(title, body) {
    if (!document.hidden || window.Notification?.permission !== 'granted') {
        return;
    }
    const shown = new window.Notification(title, {body});
    shown.onclick = () => {
        window.focus();
        shown.close();
    };
}
