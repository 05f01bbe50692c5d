import assert from 'node:assert';
import {test} from 'node:test';

import {reason} from '../../../startspark/static/progress/spark_model.js';

test('the reason of a failure is what Python has said', () => {
    const message = 'Job aborted due to stage failure: Task 1 failed 1 times, most recent failure: ' +
        'org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n' +
        '  File "worker.py", line 4327, in main\n    process()\nZeroDivisionError: division by zero\n\n' +
        '\tat org.apache.Spark';
    assert.strictEqual(reason(message), 'ZeroDivisionError: division by zero');
    assert.strictEqual(reason('ExecutorLostFailure (executor 1 exited)\nDriver stacktrace:'),
        'ExecutorLostFailure (executor 1 exited)');
});
