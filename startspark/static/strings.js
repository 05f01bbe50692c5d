/**
 * Every sentence that the user sees. A value is text, or a function of what varies in it; text
 * between backticks is shown as code.
 *
 * @module
 */

// --- Services ---------------------------------------------------------------------------------

export const REQUESTS = {
    noAnswer: 'The notebook server does not answer.',
    status: 'The notebook server answers with status',
    notJson: 'The notebook server sent something else than JSON, such as a page to sign in. Reload the page.',
};

export const KERNEL = {
    noKernel: 'The notebook has no kernel.',
    restarted: 'The kernel was restarted.',
    dead: 'The kernel has died.',
    killed: 'The kernel was shut down.',
    restartFailed: 'The kernel could not be restarted.',
    connectionLost: 'The connection to the kernel is lost.',
    signedOut: 'You are no longer signed in to the notebook server.',
    replyLost: 'The kernel’s reply was lost.',
    cannotTell: (/** @type {string} */ error) => `The kernel cannot tell what Spark runs there: ${error}`,
    noIPython: 'The kernel cannot tell what Spark runs there: it has no IPython.',
    chooseAnother: 'Choose another kernel in the menu Kernel, Change kernel; or restart this one.',
    notConnected: 'Waiting for the kernel: it is not connected.',
    unknownLanguage: 'Waiting for the kernel to say what it is.',
    otherLanguage: (/** @type {string} */ language) => `Spark starts in a Python kernel; this one runs ${language}. ` +
        'Choose another in the menu Kernel, Change kernel.',
};

export const STORAGE = {
    onlyThisPage: 'Start Spark remembers only while this page is open, as the browser keeps nothing:',
};

// --- end of services --------------------------------------------------------------------------
