/**
 * Asks the notebook's kernel: runs code there, and evaluates expressions of Start Spark's library.
 *
 * @module
 */

import {KERNEL} from '../strings.js';
import {KernelEnded, Waiting, sentenceOf} from './kernel_waiting.js';

export {KernelEnded, ReplyLost} from './kernel_waiting.js';

/** @typedef {import('../hosts/host.js').Host} Host */
/** @typedef {import('../hosts/host.js').KernelEvent} KernelEvent */
/** @typedef {import('../hosts/host.js').KernelInfo} KernelInfo */
/** @typedef {import('../hosts/host.js').ReplyContent} ReplyContent */
/** @typedef {import('./startspark_api.js').KernelCalls} KernelCalls */
/** @typedef {import('./startspark_api.js').StartSparkApi} StartSparkApi */

/** What begins the error of a kernel that does not have the library. */
const NO_LIBRARY = "'_startspark_";

/** A kernel cannot say what it was asked. */
export class NoAnswer extends Error {
    /** @param {ReplyContent} content */
    constructor(content) {
        const {ename, evalue} = content.status === 'error' ? content : valueReply(content, 'answer');
        super(ename ? KERNEL.cannotTell(`${ename}: ${evalue}`) : KERNEL.noIPython);
        this.advice = KERNEL.chooseAnother;
    }
}

export class KernelClient {
    /**
     * @param {Host} host
     * @param {StartSparkApi} api
     */
    constructor(host, api) {
        this.host = host;
        this.api = api;
        /** @type {Map<string, string>} the library that each kernel has got: it is long, and takes a kernel a while */
        this.libraries = new Map();
        /** @type {Map<string, string>} what has ended those that answer nothing any more */
        this.ended = new Map();
        /** @type {Set<Waiting>} */
        this.waiting = new Set();
        /** @type {string|undefined} the library's code, once it is fetched */
        this.library = undefined;
        host.kernel.subscribe(event => this.follow(event));
    }

    /** @param {KernelEvent} event */
    follow(event) {
        const id = event.kernel ?? this.host.kernel.current()?.id;
        if (id !== undefined) {
            this.note(id, event);
        }
        [...this.waiting].forEach(it => it.follow(event));
    }

    /**
     * @param {string} id - the kernel's
     * @param {KernelEvent} event
     */
    note(id, event) {
        if (event.type === 'ended') {
            this.ended.set(id, sentenceOf(event));
        } else if (event.type === 'restarting' || event.type === 'connected') {
            this.ended.delete(id);  // it can be asked again
        }
        if (event.type === 'restarting' || event.type === 'starting') {
            this.libraries.delete(id);
        }
    }

    /**
     * Run code in the kernel, when it is free.
     *
     * @param {string} code
     * @param {{silent?: boolean, expressions?: Object<string, string>}} [request]
     * @param {{onText?: (text: string) => void, onBusy?: () => void}} [listeners] - hear what the code
     *     prints, and that the kernel begins to run it
     * @returns {Promise<ReplyContent>}
     * @throws {KernelEnded}
     * @throws {ReplyLost}
     */
    execute(code, {silent = true, expressions = {}} = {}, listeners = {}) {
        return new Promise((resolve, reject) => {
            const kernel = this.host.kernel.current();
            const why = kernel ? this.ended.get(kernel.id) : KERNEL.noKernel;
            if (!kernel || why) {
                reject(new KernelEnded(why));
                return;
            }
            const waiting = new Waiting(this.host, kernel.id, this.waiting, reject);
            try {
                this.host.kernel.execute({code, silent, expressions}, {
                    ...listeners,
                    onReply: content => {
                        waiting.stop();
                        resolve(content);
                    },
                });
            } catch (error) {  // JupyterLab refuses to ask a kernel that is dead
                waiting.stop();
                reject(error);
            }
        });
    }

    /**
     * @param {string} expression - of the library
     * @returns {Promise<any>} its value, when the kernel is free
     * @throws {KernelEnded}
     * @throws {ReplyLost}
     * @throws {NoAnswer}
     */
    async ask(expression) {
        let content = null;
        while (!content) {
            content = await this.evaluate({answer: expression});
        }
        return valueOf(content);
    }

    /**
     * Fetch what the kernel needs. From then on `evaluate` takes its place in the kernel's queue at
     * once, before what is executed next.
     *
     * @returns {Promise<KernelCalls>}
     * @throws {import('./request.js').RequestError}
     */
    async load() {
        const calls = await this.api.kernelCalls();
        this.library = calls.library;
        return calls;
    }

    /**
     * Try once to have expressions evaluated, the last of which is called `answer`.
     *
     * @param {Object<string, string>} expressions - of the library, by name
     * @param {{onBusy?: () => void}} [listeners] - hear that the kernel begins with it
     * @returns {Promise<?ReplyContent>} null where they are to be asked again
     * @throws {KernelEnded}
     * @throws {ReplyLost}
     */
    async evaluate(expressions, listeners) {
        const library = this.library ?? (await this.load()).library;
        const id = this.host.kernel.current()?.id ?? '';
        const isThere = this.libraries.get(id) === library;
        const content = await this.execute(isThere ? '' : library, {expressions}, listeners);
        if (content.status === 'aborted' || wasInterrupted(content)) {  // as a cell before it was, or failed
            return null;
        }
        if (isThere && lacksLibrary(valueReply(content, 'answer'))) {
            this.libraries.delete(id);
            return null;
        }
        if (answerOf(content)) {
            this.libraries.set(id, library);
        }
        return content;
    }
}

/**
 * @param {ReplyContent} content
 * @param {string} [name] - of the expression
 * @returns {any} its value; null where it has none
 */
export function answerOf(content, name = 'answer') {
    return valueReply(content, name).data?.['application/json'] || null;
}

/**
 * @param {ReplyContent} content
 * @returns {any} the value of the expression `answer`
 * @throws {NoAnswer}
 */
export function valueOf(content) {
    const value = answerOf(content);
    if (!value) {
        console.error('Start Spark got no answer from the kernel:', JSON.stringify(content));
        throw new NoAnswer(content);
    }
    return value;
}

/**
 * @param {ReplyContent} content
 * @param {string} name - of an expression
 */
function valueReply(content, name) {
    return content.user_expressions?.[name] || {};
}

/**
 * Whether an interrupt that was meant for a cell has come just now.
 *
 * @param {ReplyContent} content
 */
function wasInterrupted(content) {
    return [content.ename, valueReply(content, 'answer').ename].includes('KeyboardInterrupt');
}

/**
 * @param {{ename?: string, evalue?: string}} error - of a reply, or of one of its expressions
 * @returns {boolean} whether it says that the kernel does not have the library, such as after a restart
 */
export function lacksLibrary({ename, evalue = ''}) {
    return ename === 'KeyError' && evalue.startsWith(NO_LIBRARY);
}

/**
 * @param {?KernelInfo} info - of the notebook's kernel
 * @returns {?string} why it cannot start Spark, if so
 */
export function obstacle(info) {
    if (!info?.isConnected) {
        return KERNEL.notConnected;
    }
    if (!info.language) {
        return KERNEL.unknownLanguage;
    }
    return info.language === 'python' ? null : KERNEL.otherLanguage(info.language);
}
