// The states of a notebook's Spark, and what leads from one to another.
define([], function () {
    'use strict';

    /**
     * What happens:
     *   kernel    a Python kernel is connected      no-kernel  none is
     *   restart   the kernel begins anew            start      a start was asked for
     *   found     the kernel has a running session  none       it has none
     *   ended     a session ended unasked           fail       a start or a stop did not succeed
     *   stop      a stop was asked for              dismiss    the user goes on from a failure
     *
     * What a state does not list leaves it as it is.
     */
    const TRANSITIONS = {
        'no-kernel': {kernel: 'unknown'},
        unknown: {found: 'running', none: 'ready', ended: 'lost', start: 'starting', 'no-kernel': 'no-kernel'},
        ready: {found: 'running', ended: 'lost', start: 'starting', restart: 'unknown', 'no-kernel': 'no-kernel'},
        starting: {found: 'running', none: 'ready', ended: 'lost', fail: 'failed'},
        running: {
            none: 'ready', ended: 'lost', stop: 'stopping', restart: 'unknown', 'no-kernel': 'no-kernel',
        },
        stopping: {found: 'running', none: 'ready', ended: 'lost', start: 'starting', fail: 'failed'},
        failed: {
            found: 'running', start: 'starting', dismiss: 'ready', restart: 'unknown', 'no-kernel': 'no-kernel',
        },
        lost: {
            found: 'running', start: 'starting', dismiss: 'ready', restart: 'unknown', 'no-kernel': 'no-kernel',
        },
    };

    class Machine {
        /** @param {function(string)} onChange - gets the new state */
        constructor(onChange) {
            this.state = 'no-kernel';
            this.onChange = onChange;
        }

        /**
         * Say what has happened.
         *
         * @param {string} event - one of those above
         */
        send(event) {
            const next = TRANSITIONS[this.state][event];
            if (next && next !== this.state) {
                this.state = next;
                this.onChange(next);
            }
        }
    }

    return {Machine, TRANSITIONS};
});
