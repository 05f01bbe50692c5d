// What Spark and Java print at a start that is well.
define([], function () {
    'use strict';

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
        /^WARNING: /,  // Java's own
        /^SLF4J: /,
    ];

    /** Follows what is printed, which comes in pieces of any length. */
    class Watcher {
        constructor() {
            this.rest = '';
        }

        /**
         * @param {string} text - that was printed
         * @returns {boolean} whether a line has ended that is not usual
         */
        meets(text) {
            const lines = (this.rest + text).split('\n');
            this.rest = lines.pop();
            return lines.some(line => !USUAL.some(usual => usual.test(line)));
        }
    }

    return {Watcher};
});
