/**
 * Writes numbers, sizes and durations as people read them.
 *
 * @module
 */

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/**
 * @param {number} bytes
 * @returns {string} "1.1 GB", with steps of 1,000
 */
export function size(bytes) {
    const step = stepOf(bytes);
    return `${inStep(bytes, step)} ${SIZES[step]}`;
}

/**
 * @param {number} bytes
 * @param {number} whole - of which they are a part
 * @returns {string} "0.2/1.1 GB"
 */
export function part(bytes, whole) {
    const step = stepOf(whole);
    const digits = inStep(whole, step).includes('.') ? 1 : 0;
    return `${(bytes / 1000 ** step).toFixed(digits)}/${size(whole)}`;
}

/** @param {number} bytes */
function stepOf(bytes) {
    const rounded = Math.max(bytes, 1) * 1000 / 999.5;
    return Math.min(Math.floor(Math.log10(rounded) / 3), SIZES.length - 1);
}

/**
 * @param {number} bytes
 * @param {number} step - an index of `SIZES`
 */
function inStep(bytes, step) {
    const number = bytes / 1000 ** step;
    return number.toFixed(step && number < 99.95 ? 1 : 0);
}

/**
 * @param {number} milliseconds
 * @returns {string} "0.4 s", "12.3 s", "2 min 5 s", "3 h 20 min"
 */
export function duration(milliseconds) {
    const seconds = Math.max(0, milliseconds) / 1000;
    if (seconds < 59.95) {
        return `${seconds.toFixed(1)} s`;
    }
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * @param {number} number - whole
 * @returns {string} "1,204"
 */
export function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * @param {number} number
 * @param {string} noun - in the singular
 * @returns {string} "1 job", "1,204 tasks"
 */
export function count(number, noun) {
    return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * @param {number} time - in milliseconds since 1970
 * @returns {string} "14:03:22", where the user is
 */
export function clock(time) {
    const at = new Date(time);
    return [at.getHours(), at.getMinutes(), at.getSeconds()].map(it => String(it).padStart(2, '0')).join(':');
}
