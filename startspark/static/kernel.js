// What Start Spark asks of a notebook's kernel.
define(['base/js/events', 'base/js/utils'], function (events, utils) {
    'use strict';

    /** Events after which a kernel never answers what it was asked before. */
    const ENDINGS = {
        'kernel_restarting.Kernel': 'The kernel was restarted.',
        'kernel_dead.Kernel': 'The kernel has died.',
        'kernel_killed.Kernel': 'The kernel was shut down.',
        'kernel_killed.Session': 'The kernel was shut down.',
        'kernel_connection_dead.Kernel': 'The connection to the kernel is lost.',
    };

    /** What the server answers about a kernel that is lost to this page, by status. */
    const LOSSES = {
        403: 'You are no longer signed in to the notebook server.',
        404: 'The kernel was shut down.',
    };

    /** What begins the error of a kernel that does not have the library, such as after a restart. */
    const NO_LIBRARY = "'_startspark_";

    /** @type {WeakMap<Kernel, string>} the library that each has got: it is long, and takes a kernel a while */
    const holders = new WeakMap();

    /** The kernel ended while it was asked something. */
    class KernelEnded extends Error {}

    /**
     * Run code in a kernel.
     *
     * @param {Kernel} kernel
     * @param {string} code
     * @param {Object} options - of the execute request
     * @param {Object} [listeners]
     * @param {function(Object)} [listeners.onOutput] - gets each output message
     * @param {function()} [listeners.onBegin] - the kernel begins to run the code
     * @returns {Promise<Object>} the content of the reply
     * @throws {KernelEnded}
     */
    function execute(kernel, code, options, {onOutput, onBegin} = {}) {
        return new Promise((resolve, reject) => {
            const stop = onEnding(kernel, sentence => reject(new KernelEnded(sentence)));
            kernel.execute(code, {
                iopub: {
                    output: onOutput,
                    status: message => {
                        if (onBegin && message.content.execution_state === 'busy') {
                            onBegin();
                        }
                    },
                },
                shell: {
                    reply: message => {
                        stop();
                        resolve(message.content);
                    },
                },
            }, options);
        });
    }

    /** Call back when the kernel will not answer any more; returns what ends the waiting. */
    function onEnding(kernel, callback) {
        const names = Object.keys(ENDINGS).join(' ');
        const end = sentence => {
            stop();
            callback(sentence);
        };
        const onEvent = event => end(ENDINGS[`${event.type}.${event.namespace}`]);
        // Jupyter tries for minutes to reach a kernel that was shut down from elsewhere.
        const onReconnecting = async () => {
            const loss = LOSSES[await statusOf(kernel)];
            if (loss) {
                end(loss);
            }
        };
        const stop = () => {
            events.off(names, onEvent);
            events.off('kernel_reconnecting.Kernel', onReconnecting);
        };
        events.on(names, onEvent);
        events.on('kernel_reconnecting.Kernel', onReconnecting);
        return stop;
    }

    /** @returns {Promise<number>} the server's HTTP status for the kernel, 0 without an answer */
    async function statusOf(kernel) {
        try {
            await utils.promising_ajax(kernel.kernel_url, {type: 'GET', cache: false});
            return 200;
        } catch (error) {
            return (error.xhr || {}).status || 0;
        }
    }

    /**
     * Have an expression evaluated, when the kernel is free.
     *
     * @param {Kernel} kernel
     * @param {string} library - what the expression needs
     * @param {string} expression
     * @returns {Promise<Object>} its value
     * @throws {KernelEnded}
     * @throws {Error} it has no value
     */
    async function ask(kernel, library, expression) {
        const options = {user_expressions: {answer: expression}};
        const holds = holders.get(kernel) === library;
        const content = await execute(kernel, holds ? '' : library, options);
        if (content.status === 'aborted') {  // because a cell before it failed
            return ask(kernel, library, expression);
        }
        if (holds && lacksLibrary(content)) {
            holders.delete(kernel);
            return ask(kernel, library, expression);
        }
        const value = answer(content);
        if (value) {
            holders.set(kernel, library);
        } else {
            console.error('Start Spark got no answer from the kernel:', JSON.stringify(content));
            throw new Error('The kernel cannot tell what Spark runs there.');
        }
        return value;
    }

    function lacksLibrary(content) {
        const {ename, evalue = ''} = (content.user_expressions || {}).answer || {};
        return ename === 'KeyError' && evalue.startsWith(NO_LIBRARY);
    }

    /**
     * @param {Object} content - of a reply
     * @returns {?Object} the value of the expression that was asked for
     */
    function answer(content) {
        const {data = {}} = (content.user_expressions || {}).answer || {};
        return data['application/json'] || null;
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
        // A busy kernel has not said it yet, but the notebook knows what it was.
        const {name} = (kernel.info_reply || {}).language_info || {};
        const {name: known, language: written} = notebook.metadata.kernelspec || {};
        const language = name || (known === kernel.name ? written : null);
        if (!language) {
            return 'Waiting for the kernel to say what it is.';
        }
        return language === 'python' ? null :
            `Spark starts in a Python kernel; this one runs ${language}. ` +
            'Choose another in the menu Kernel, Change kernel.';
    }

    return {answer, ask, execute, obstacle, KernelEnded};
});
