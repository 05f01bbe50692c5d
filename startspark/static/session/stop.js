/**
 * Ends Spark and its JVM.
 *
 * @module
 */

import {KernelEnded} from '../services/kernel_client.js';
import {ERRORS} from '../strings.js';
import {failureOf} from './errors.js';

/** @typedef {import('./dialog.js').Dialog} Dialog */
/** @typedef {import('./session.js').Session} Session */

/**
 * @param {{dialog: Dialog, session: Session}} parts
 */
export async function stopSpark({dialog, session}) {
    session.update({isLocked: true, failure: null});
    session.send('stop');
    try {
        session.apply(await session.stop());
        dialog.hide();
    } catch (error) {
        endStop(error, {dialog, session});
    } finally {
        session.update({isLocked: false});
    }
    if (session.phase === 'failed') {
        session.refresh();  // Spark may run on
    }
}

/**
 * A stop did not succeed, unless the kernel has ended, and Spark with it.
 *
 * @param {unknown} error
 * @param {{dialog: Dialog, session: Session}} parts
 */
function endStop(error, {dialog, session}) {
    if (error instanceof KernelEnded) {
        session.apply({running: false});
        dialog.hide();
        return;
    }
    session.update({failure: {...failureOf(error, ERRORS.stopAgain), isOfStop: true}});
    session.send('fail');
    dialog.show();
}
