/**
 * What Start Spark needs of an application that shows notebooks: one `Host` for each notebook on
 * the page. Everything else in this folder implements it; nothing outside of this folder knows
 * which application it runs in.
 *
 * Cells and kernels are known by their ids alone. Times are in milliseconds since 1970.
 */

/**
 * @typedef {Object} Host One notebook, in the application that shows it.
 * @property {string} baseUrl - the server's base URL, with a slash at its end
 * @property {(url: string, init?: RequestInit) => Promise<Response>} fetch - `fetch`, signed in as the user
 * @property {(path: string) => string} editorUrl - the URL of the application's text editor for a
 *     file, given by its path in Jupyter's contents API
 * @property {() => Promise<HostSettings>} settings - what the user has set in the application
 * @property {Notebook} notebook
 * @property {Kernel} kernel
 * @property {Cells} cells
 * @property {Layout} layout
 * @property {AbortSignal} closed - aborts when the notebook is closed, and the page stays
 * @property {(commands: Command[], hotkey: string) => void} addCommands - offer commands in the
 *     palette; `hotkey` is for the first of them, empty for none
 */

/**
 * @typedef {Object} Dashboard A page of an application that lists notebooks, and what runs.
 * @property {string} baseUrl - as a host's
 * @property {Host['fetch']} fetch
 * @property {(path: string) => string} notebookUrl - the URL of a notebook, given by its path in
 *     Jupyter's contents API
 * @property {string} buttonClass - the application's CSS classes of a small button
 */

/**
 * @typedef {Object} HostSettings
 * @property {string} hotkey - that starts Spark, in the application's notation; empty for none
 * @property {boolean} showsProgress - whether cells show what Spark does for them
 * @property {boolean} hints - whether the details of a cell's jobs say what would make them faster
 * @property {boolean} notifies - whether the browser is to notify the user of cells that have taken long
 */

/**
 * @typedef {Object} Notebook
 * @property {() => string} path - in Jupyter's contents API; it changes when the notebook is renamed
 * @property {() => unknown} metadata - what the notebook's metadata has for `startspark`
 * @property {(value: Object) => void} setMetadata - replace that, and mark the notebook as changed
 * @property {() => boolean} isTrusted - whether the application trusts all that it contains
 * @property {(code: string) => void} insertCode - as a cell above the selected one, and scroll there
 */

/**
 * @typedef {Object} Kernel The kernel of the notebook, whichever that is at the time.
 * @property {() => ?KernelInfo} current - null where the notebook has none
 * @property {(request: ExecuteRequest, listeners: ExecuteListeners) => void} execute - while the
 *     kernel is disconnected, the request waits; after a restart it is never answered
 * @property {(onReply: () => void) => void} ping - ask for what any kernel answers (`kernel_info`)
 * @property {() => void} interrupt
 * @property {(listener: (event: KernelEvent) => void) => void} subscribe
 */

/**
 * @typedef {Object} KernelInfo
 * @property {string} id - the same after a restart
 * @property {boolean} isConnected
 * @property {?string} language - such as `python`; null while that is not known
 */

/**
 * @typedef {Object} ExecuteRequest
 * @property {string} code
 * @property {boolean} silent - as in Jupyter's message
 * @property {Object<string, string>} expressions - the `user_expressions`
 */

/**
 * @typedef {Object} ExecuteListeners
 * @property {(reply: ReplyContent) => void} onReply - after all that the code has printed
 * @property {() => void} [onBusy] - the kernel begins to run the code
 * @property {(text: string) => void} [onText] - it has printed something
 */

/**
 * @typedef {Object} ReplyContent The content of Jupyter's `execute_reply`.
 * @property {string} status - `ok`, `error` or `aborted`
 * @property {string} [ename]
 * @property {string} [evalue]
 * @property {string[]} [traceback]
 * @property {Object<string, {data?: Object<string, any>, ename?: string, evalue?: string}>} [user_expressions]
 */

/**
 * @typedef {Object} KernelEvent
 * @property {KernelEventType} type
 * @property {?string} kernel - the kernel's id, where that is known
 * @property {string} [reason] - of `ended`: `dead`, `killed`, `restart-failed` or `connection-lost`
 * @property {boolean} [silent] - of `requested`
 * @property {string} [request] - of `input`: the id of the execute request
 * @property {number} [time] - of `input`: when, by the kernel's clock
 * @property {any} [content] - of `message`
 */

/**
 * - `changed`: something of `current()` may have changed, and `current()` says so already
 * - `connected`: there is a new connection; a reply that was due may be lost
 * - `reconnecting`: the application tries to reach the kernel
 * - `starting`: there is a new process, or another kernel
 * - `ready`: the kernel answers; this may come twice
 * - `restarting`: what was asked before is never answered
 * - `restarted`: after a restart that this page has asked for. What is executed by who hears it comes
 *   before all cells
 * - `died`: the process has died, and the server restarts it; `restarting` comes, too
 * - `ended`: the kernel answers nothing any more
 * - `idle`: it has nothing to do
 * - `requested`: this page has asked it to run code
 * - `input`: it runs code of another page
 * - `message`: an IOPub message of the type `startspark`
 *
 * @typedef {'changed'|'connected'|'reconnecting'|'starting'|'ready'|'restarting'|'restarted'|
 *     'died'|'ended'|'idle'|'requested'|'input'|'message'} KernelEventType
 */

/**
 * @typedef {Object} Cells
 * @property {() => Cell[]} list - in their order
 * @property {(id: string, element: HTMLElement) => void} mountBelow - put an element below the
 *     cell's input and keep it there; `element.remove()` takes it away for good
 * @property {(id: string) => void} run - as the user does it
 * @property {(listener: (event: CellEvent) => void) => void} subscribe
 */

/**
 * @typedef {Object} Cell
 * @property {string} id
 * @property {boolean} isCode
 * @property {string} text
 */

/**
 * - `queued`: a cell of this page is to be run
 * - `begun`, `ended`: the kernel has begun to run it, or has run it; `ended` may come twice, and of
 *   requests that are no cell's
 * - `failed`: it has raised an error; this comes before `ended`
 * - `cleared`: its output was cleared, by the user or because it is to be run again
 * - `removed`: it was deleted
 *
 * @typedef {Object} CellEvent
 * @property {'queued'|'begun'|'failed'|'ended'|'cleared'|'removed'} type
 * @property {string} [cell] - not of `begun`, `failed` and `ended`
 * @property {string} [request] - the id of the execute request, of `queued`, `begun`, `failed` and `ended`
 * @property {{ename: string, evalue: string}} [error] - of `failed`
 * @property {number} [time] - of `begun` and `ended`, by the kernel's clock; where it is missing
 *     the time is not known
 */

/**
 * @typedef {Object} Layout
 * @property {(element: HTMLElement) => void} addToToolbar - as the last item
 * @property {(element: HTMLElement) => void} addBanner - below the toolbar
 * @property {() => 'light'|'dark'} theme
 * @property {(listener: () => void) => void} onThemeChange
 * @property {Look} look
 */

/**
 * @typedef {Object} Look The application's own CSS classes, so that controls look at home; empty
 *     where it has none.
 * @property {string} button
 * @property {string} primaryButton
 * @property {string} smallButton
 * @property {string} toolbarButton
 * @property {string} toolbarSelect
 * @property {string} input
 */

/**
 * @typedef {Object} Command
 * @property {string} name - such as `start`; the full id is `startspark:start`
 * @property {string} label - as the palette shows it
 * @property {string} help
 * @property {string} icon - a class of Font Awesome 4, for applications that have it
 * @property {() => void} run
 */

export {};
