// The code that starts Spark, while the kernel runs it: its log, and its interrupt.
define(['./failure', './kernel'], function (failure, kernel) {
    'use strict';

    class Execution {
        /**
         * @param {Kernel} target - the notebook's kernel
         * @param {Rendered} rendered
         * @param {function(string)} onPrint - gets what Spark prints
         */
        constructor(target, rendered, onPrint) {
            Object.assign(this, {target, rendered, onPrint});
            this.log = '';
        }

        /**
         * Start Spark, just as a cell would: the kernel's hooks run, and a failure ends the cells
         * that are queued behind it.
         *
         * @returns {Promise<Object>} the content of the reply
         * @throws {KernelEnded}
         */
        run() {
            const {code, started} = this.rendered;
            const options = {silent: false, user_expressions: {answer: started}};
            return kernel.execute(this.target, code, options, {
                onBegin: () => {
                    this.hasBegun = true;
                    if (this.isUnwanted) {
                        this.target.interrupt();
                    }
                },
                onOutput: message => this.print(failure.plain(message.content.text || '')),
            });
        }

        print(text) {
            this.log += text;
            this.onPrint(text);
        }

        /** Interrupt it, once it is what the kernel runs: a cell of the user's may run before it. */
        interrupt() {
            this.isUnwanted = true;
            if (this.hasBegun) {
                this.target.interrupt();
            }
        }
    }

    return {Execution};
});
