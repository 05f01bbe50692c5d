// What Start Spark asks of a notebook's kernel.
define(['base/js/events'], function (events) {
    'use strict';

    /** Events after which a kernel never answers what it was asked before. */
    const ENDINGS = {
        'kernel_restarting.Kernel': 'The kernel was restarted.',
        'kernel_dead.Kernel': 'The kernel has died.',
        'kernel_killed.Kernel': 'The kernel was shut down.',
        'kernel_killed.Session': 'The kernel was shut down.',
        'kernel_connection_dead.Kernel': 'The connection to the kernel is lost.',
    };

    /** The kernel ended while it was asked something. */
    class KernelEnded extends Error {}

    /**
     * Run code in a kernel.
     *
     * @param {Kernel} kernel
     * @param {string} code
     * @param {Object} options - of the execute request
     * @param {function(Object)} [onOutput] - gets each output message
     * @returns {Promise<Object>} the content of the reply
     * @throws {KernelEnded}
     */
    function execute(kernel, code, options, onOutput) {
        return new Promise((resolve, reject) => {
            const names = Object.keys(ENDINGS).join(' ');
            const onEnding = event => {
                stopListening();
                reject(new KernelEnded(ENDINGS[`${event.type}.${event.namespace}`]));
            };
            const stopListening = () => events.off(names, onEnding);
            events.on(names, onEnding);
            kernel.execute(code, {
                iopub: {output: onOutput},
                shell: {
                    reply: message => {
                        stopListening();
                        resolve(message.content);
                    },
                },
            }, options);
        });
    }

    /**
     * Start Spark, just as a cell would: the kernel's hooks run, and a failure ends the cells
     * that are queued behind it.
     *
     * @param {Kernel} kernel
     * @param {{code: string, session: string}} rendered
     * @param {function(Object)} onOutput - gets each output message
     * @returns {Promise<Object>} the content of the reply
     */
    function start(kernel, rendered, onOutput) {
        const options = {silent: false, user_expressions: {session: rendered.session}};
        return execute(kernel, rendered.code, options, onOutput);
    }

    /**
     * @param {Kernel} kernel
     * @param {string} expression - describes the session
     * @returns {Promise<Object>} the content of the reply
     */
    function ask(kernel, expression) {
        return execute(kernel, '', {user_expressions: {session: expression}});
    }

    /**
     * @param {Object} content - of a reply
     * @returns {?Object} the session as the kernel describes it, if it could
     */
    function session(content) {
        const answer = (content.user_expressions || {}).session || {};
        return (answer.data || {})['application/json'] || null;
    }

    /**
     * @param {Notebook} notebook
     * @returns {?string} why its kernel cannot start Spark, if so
     */
    function obstacle(notebook) {
        const kernel = notebook.kernel;
        if (!kernel || !kernel.is_connected()) {
            return 'Waiting for the kernel: it is not connected.';
        }
        const language = (kernel.info_reply || {}).language_info;
        if (!language) {
            return 'Waiting for the kernel to say what it is.';
        }
        return language.name === 'python' ? null :
            `Spark starts in a Python kernel; this one runs ${language.name}. ` +
            'Choose another in the menu Kernel, Change kernel.';
    }

    return {ask, obstacle, session, start, KernelEnded};
});
