/**
 * What was found, as text for an issue: the same as `startspark doctor` prints.
 *
 * @module
 */

/** @typedef {import('../services/startspark_api.js').Finding} Finding */

/** Characters of the columns with the status and the check. */
const WIDTHS = [7, 20];

/**
 * @param {Finding[]} findings - those of an area come together
 * @returns {string}
 */
export function reportText(findings) {
    const areas = [...new Set(findings.map(({area}) => area))];
    return areas.map(area => `${area}\n${findings.filter(it => it.area === area).map(lines).join('')}`).join('\n');
}

/** @param {Finding} finding */
function lines({status, check, text, fix}) {
    const head = `  ${status.padEnd(WIDTHS[0])}  ${check.padEnd(WIDTHS[1])}  `;
    return `${head}${text}\n${fix ? `${' '.repeat(WIDTHS[0] + WIDTHS[1] + 6)}→ ${fix}\n` : ''}`;
}
