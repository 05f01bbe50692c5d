/**
 * Knows what Spark and its JVM print at every start, and so what deserves to be seen.
 *
 * @module
 */

const USUAL = [
    /^\s*$/,
    /^Setting default log level to /,
    /^To adjust logging level use /,
    /^Using Spark's default log4j profile/,
    / WARN Utils: Your hostname, /,
    / WARN Utils: Set SPARK_LOCAL_IP /,
    / WARN Utils: Service '\w+' could not bind on port \d+\. Attempting port /,  // other notebooks have Sparks, too
    / WARN NativeCodeLoader: /,
    /^(?:NOTE: )?Picked up \w*JAVA\w*:? /,
    /^WARNING: /,  // the JVM's own
    /^SLF4J: /,
];

/** Follows what is printed, which comes in pieces of any length. */
export class LogFilter {
    constructor() {
        this.rest = '';
    }

    /**
     * @param {string} text - that was printed
     * @returns {boolean} whether a line has ended that not every start prints
     */
    meets(text) {
        const lines = (this.rest + text).split('\n');
        this.rest = lines.pop() ?? '';
        return lines.some(line => !USUAL.some(usual => usual.test(line)));
    }
}
