'use strict';

const assert = require('node:assert');
const {test} = require('node:test');
const {load} = require('./amd');

const failure = load('failure');
const {KNOWN} = load('known');

const CODE = 'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.no()\n';

const REMOTE = 'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.version\n';

/** A failed start: where in the cell, what was raised, what was printed. */
function failed(line, ename, evalue, log = '', code = CODE) {
    const traceback = [`\u001b[31m${ename}\u001b[0m`, `Cell In[1], line ${line}\n----> ${line} code`];
    return new failure.StartFailed({status: 'error', ename, evalue, traceback}, log, code);
}

const JAVA = 'Java gateway process exited before sending its port number.';

const EXAMPLES = {
    'This kernel has no pyspark.': failed(1, 'ModuleNotFoundError', "No module named 'pyspark'"),
    'JAVA_HOME is `/x`, and there is no Java.':
        failed(2, 'PySparkRuntimeError', JAVA, '/bin/spark-class: line 71: /x/bin/java: No such file or directory'),
    'Spark needs Java, and none was found.': failed(2, 'PySparkRuntimeError', JAVA, 'JAVA_HOME is not set'),
    'This Spark needs Java 17 or later; the kernel’s is Java 8.': failed(2, 'PySparkRuntimeError', JAVA,
        'java.lang.UnsupportedClassVersionError: org/Main has been compiled by a more recent version of the Java ' +
        'Runtime (class file version 61.0), this version of the Java Runtime only recognizes class file versions up to 52.0'),
    'Spark’s Java process ended before it was ready.': failed(2, 'PySparkRuntimeError', `[JAVA_GATEWAY_EXITED] ${JAVA}`),
    'Spark’s SparkUI found no free port from 4040 on.': failed(2, 'Py4JNetworkError', 'Connection refused',
        "Address already in use: Service 'SparkUI' failed after 16 retries (starting from 4040)!"),
    'The property `spark.ui.enabled` cannot have the value `perhaps`.': failed(2, 'Py4JJavaError',
        'An error occurred while calling None.\n: java.lang.IllegalArgumentException: ' +
        'spark.ui.enabled should be boolean, but was perhaps'),
    'Spark refused to start: no room': failed(2, 'Py4JJavaError',
        'An error occurred while calling None.\n: org.apache.spark.SparkException: no room'),
    'The Spark Connect server refused the token: No authentication token provided.':
        failed(3, 'SparkConnectGrpcException', '<_MultiThreadedRendezvous of RPC that terminated with:\n' +
            '\tstatus = StatusCode.UNAUTHENTICATED\n\tdetails = "No authentication token provided"\n>', '', REMOTE),
    'The Spark Connect server does not answer.':
        failed(3, 'RetriesExceeded', '[RETRIES_EXCEEDED] The maximum number of retries has been exceeded.', '', REMOTE),
    'Spark did not start: OddError: odd': failed(2, 'OddError', 'odd\nmore'),
    'Spark started, but the configuration’s own code failed: AttributeError: no':
        failed(3, 'AttributeError', 'no'),
    'The start was interrupted.': failed(2, 'KeyboardInterrupt', ''),
};

for (const [sentence, error] of Object.entries(EXAMPLES)) {
    test(sentence, () => {
        const why = failure.of(error);
        assert.strictEqual(why.sentence, sentence);
        assert.ok(why.advice.length > 10);
        assert.ok(!why.details.includes('\u001b'));
    });
}

test('an error of pyspark’s own frames is one of the start', () => {
    const error = failed(2, 'OSError', 'x');
    error.content.traceback.push('File /py4j/clientserver.py:503\n--> 503 self.socket.connect()');
    assert.strictEqual(failure.of(error).sentence, 'Spark did not start: OSError: x');
    error.content.traceback.reverse();
    assert.strictEqual(failure.of(error).sentence, 'Spark did not start: OSError: x');
});

test('a request that failed is explained by its status', () => {
    const of = status => failure.of(Object.assign(new Error('said'), {xhr: {status}}));
    assert.strictEqual(of(0).sentence, 'The notebook server does not answer.');
    assert.strictEqual(of(403).sentence, 'You are no longer signed in to the notebook server.');
    assert.strictEqual(of(409).sentence, 'said');
    for (const status of [0, 400, 403, 404, 409, 500]) {
        assert.ok(of(status).advice);
    }
});

test('a start without a session is explained', () => {
    const of = status => failure.of(new failure.StartFailed({status}, '', CODE)).sentence;
    assert.match(of('ok'), /no running Spark/);
});

test('every end of a session has a sentence and an advice', () => {
    for (const reason of ['jvm', 'cluster', 'kernel', 'idle']) {
        const {sentence, advice} = failure.ofEnd({reason, exit_code: -9});
        assert.ok(sentence && advice);
    }
    assert.match(failure.ofEnd({reason: 'jvm', exit_code: -9}).advice, /memory/);
    assert.strictEqual(failure.ofEnd({reason: 'jvm', exit_code: null}).sentence, 'Spark’s Java process has ended.');
});

test('a reason is found at the beginning and at the end of a log of megabytes', () => {
    const line = 'WARN Service BindException class file version Could not parse master\n';
    const reason = 'Invalid master URL: x\n';
    for (const log of [reason + line.repeat(30000), line.repeat(30000) + reason]) {
        assert.strictEqual(failure.of(failed(2, 'E', 'x', log)).sentence, '`x` is no address of a master.');
    }
});

test('what is known is searched for once each', () => {
    const patterns = KNOWN.map(({matches}) => String(matches));
    assert.strictEqual(new Set(patterns).size, patterns.length);
});
