/**
 * Spark's properties: those of the server's list, as far as the kernel's Spark has them.
 *
 * @module
 */

import {obstacle} from '../services/kernel_client.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../services/kernel_client.js').KernelClient} KernelClient */
/** @typedef {import('../services/startspark_api.js').Property} Property */
/** @typedef {import('../services/startspark_api.js').PropertyList} PropertyList */
/** @typedef {import('../services/startspark_api.js').StartSparkApi} StartSparkApi */

/**
 * @typedef {Object} KernelSpark
 * @property {?string} version - null where the kernel has no pyspark
 * @property {Property[]} properties - registered there, and missing in the list
 */

export class KnownProperties {
    /** @param {{api: StartSparkApi, host: Pick<Host, 'kernel'>, kernel: KernelClient}} parts */
    constructor({api, host, kernel}) {
        this.api = api;
        this.host = host;
        this.kernel = kernel;
        /** @type {?PropertyList} the server's, which is the same for each notebook */
        this.listed = null;
    }

    /**
     * Nothing depends on the list: where it cannot be had, the user types names without it.
     *
     * @param {(properties: Property[]) => void} onList - gets the server's list at once, and again what
     *     is left of it, and comes to it, once the kernel has answered
     */
    async list(onList) {
        try {
            this.listed = this.listed ?? await this.api.properties();
            onList(this.listed.properties);
            if (!obstacle(this.host.kernel.current())) {
                onList(inKernel(this.listed.properties, await this.kernel.ask(this.listed.kernel)));
            }
        } catch (error) {
            console.warn('Start Spark does not know all of Spark’s properties:', error);
        }
    }
}

/**
 * @param {Property[]} listed
 * @param {KernelSpark} spark
 * @returns {Property[]} those that the kernel's Spark has
 */
export function inKernel(listed, {version, properties}) {
    const known = version ? listed.flatMap(it => inVersion(it, version) ?? []) : listed;
    return [...known, ...properties];
}

/**
 * @param {Property} property
 * @param {string} version - of Spark
 * @returns {?Property} the property as that version has it; null where it has not
 */
function inVersion(property, version) {
    const {deprecated, removed, last_version: last, replacement, reason, ...still} = property;
    if (isNewer(property.since, version) || (removed && !isNewer(removed, version)) || isNewer(version, last)) {
        return null;
    }
    return isNewer(deprecated, version) ? still : {...still, deprecated, replacement, reason};
}

/**
 * @param {string|undefined} one - version, of which major and minor count
 * @param {string|undefined} other
 * @returns {boolean} whether the first is the newer one; false where that is not known
 */
function isNewer(one, other) {
    if (!one || !other) {
        return false;
    }
    const [a, b] = [one, other].map(it => it.split('.').map(part => parseInt(part, 10) || 0));
    return a[0] !== b[0] ? a[0] > b[0] : (a[1] ?? 0) > (b[1] ?? 0);
}
