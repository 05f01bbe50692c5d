// What unfolds Spark's log.
import assert from 'node:assert';
import {test} from 'node:test';

import {LogFilter} from '../../../startspark/static/session/log_filter.js';

/** As Spark 3.5 and 4 print them on machines that are well. */
const USUAL = `WARNING: Using incubator modules: jdk.incubator.vector
Picked up JAVA_TOOL_OPTIONS: -Xshare:auto
NOTE: Picked up JDK_JAVA_OPTIONS: -Xshare:auto
Using Spark's default log4j profile: org/apache/spark/log4j2-defaults.properties
26/11/26 12:50:21 WARN Utils: Your hostname, vm, resolves to a loopback address: 127.0.0.1; using 192.0.2.2 instead
26/11/26 12:49:47 WARN Utils: Your hostname, vm resolves to a loopback address: 127.0.0.1; using 192.0.2.2 instead
26/11/26 12:50:22 WARN Utils: Set SPARK_LOCAL_IP if you need to bind to another address
Setting default log level to "WARN".
To adjust logging level use sc.setLogLevel(newLevel). For SparkR, use setLogLevel(newLevel).
26/11/26 12:50:41 WARN NativeCodeLoader: Unable to load native-hadoop library for your platform... using builtin-java
26/11/26 12:50:42 WARN Utils: Service 'SparkUI' could not bind on port 4040. Attempting port 4041.

`;

test('lines that every start has are usual, in whatever pieces they come', () => {
    for (const length of [1, 7, USUAL.length]) {
        const filter = new LogFilter();
        for (let at = 0; at < USUAL.length; at += length) {
            assert.ok(!filter.meets(USUAL.slice(at, at + length)), USUAL.slice(0, at + length));
        }
    }
});

test('others are not', () => {
    for (const line of [
        '26/11/26 12:50:42 ERROR SparkContext: Error initializing SparkContext.',
        '26/11/26 12:50:42 WARN StandaloneAppClient: Failed to connect to master spark.example:7077',
        ':: loading settings :: url = jar:file:/ivysettings.xml',
        'what the configuration prints',
    ]) {
        const filter = new LogFilter();
        assert.ok(!filter.meets(line), 'before the line has ended');
        assert.ok(filter.meets('\n'), line);
        assert.ok(!filter.meets('\n'), 'once');
    }
});
