// What Start Spark asks of a notebook's kernel.
define(['base/js/events', './ending'], function (events, ending) {
    'use strict';

    /** What begins the error of a kernel that does not have the library. */
    const NO_LIBRARY = "'_startspark_";

    /** A kernel cannot say what it was asked. */
    class NoAnswer extends Error {
        /** @param {Object} content - of its reply */
        constructor(content) {
            const {ename, evalue} = content.status === 'error' ? content : (content.user_expressions || {}).answer || {};
            super(ename ? `The kernel cannot tell what Spark runs there: ${ename}: ${evalue}` :
                'The kernel cannot tell what Spark runs there: it has no IPython.');
            this.advice = 'Choose another kernel in the menu Kernel, Change kernel; or restart this one.';
        }
    }

    /** @type {WeakMap<Kernel, string>} the library that each has got: it is long, and takes a kernel a while */
    const holders = new WeakMap();

    events.on('kernel_restarting.Kernel kernel_starting.Kernel', (event, {kernel}) => holders.delete(kernel));

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
     * @throws {ReplyLost}
     */
    function execute(kernel, code, options, {onOutput, onBegin} = {}) {
        return new Promise((resolve, reject) => {
            const waiting = new ending.Waiting(kernel, reject);
            if (waiting.isOver) {
                return;
            }
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
                        waiting.stop();
                        resolve(message.content);
                    },
                },
            }, options);
        });
    }

    /**
     * Have an expression evaluated, when the kernel is free.
     *
     * @param {Kernel} kernel
     * @param {string} library - what the expression needs
     * @param {string} expression
     * @returns {Promise<Object>} its value
     * @throws {KernelEnded}
     * @throws {ReplyLost}
     * @throws {Error} it has no value
     */
    async function ask(kernel, library, expression) {
        const content = await evaluate(kernel, library, {answer: expression});
        return content ? valueOf(content) : ask(kernel, library, expression);
    }

    /**
     * Try to have expressions evaluated, the last of which is called `answer`.
     *
     * @returns {Promise<?Object>} the content of the reply; null where they are to be asked again
     */
    async function evaluate(kernel, library, expressions) {
        const holds = holders.get(kernel) === library;
        const content = await execute(kernel, holds ? '' : library, {user_expressions: expressions});
        if (content.status === 'aborted' || wasInterrupted(content)) {  // as a cell before it was, or failed
            return null;
        }
        if (holds && lacksLibrary((content.user_expressions || {}).answer)) {
            holders.delete(kernel);
            return null;
        }
        if (answer(content)) {
            holders.set(kernel, library);
        }
        return content;
    }

    /**
     * @param {Object} content - of a reply
     * @returns {Object} the value of the expression that was asked for
     * @throws {Error} it has none
     */
    function valueOf(content) {
        const value = answer(content);
        if (!value) {
            console.error('Start Spark got no answer from the kernel:', JSON.stringify(content));
            throw new NoAnswer(content);
        }
        return value;
    }

    /** Whether an interrupt that was meant for a cell has come just now. */
    function wasInterrupted(content) {
        const {answer: {ename} = {}} = content.user_expressions || {};
        return [content.ename, ename].includes('KeyboardInterrupt');
    }

    /** Whether an error says that the kernel does not have the library, such as after a restart. */
    function lacksLibrary({ename, evalue = ''} = {}) {
        return ename === 'KeyError' && evalue.startsWith(NO_LIBRARY);
    }

    /**
     * @param {Object} content - of a reply
     * @param {string} [name] - of the expression that was asked for
     * @returns {?Object} its value
     */
    function answer(content, name = 'answer') {
        const {data = {}} = (content.user_expressions || {})[name] || {};
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

    const {KernelEnded, ReplyLost} = ending;
    return {answer, ask, evaluate, execute, lacksLibrary, obstacle, valueOf, KernelEnded, NoAnswer, ReplyLost};
});
