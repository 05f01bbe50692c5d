// What a failed start says of its reason, and what to do about it.
define([], function () {
    'use strict';

    const ADVICE_MEMORY = 'Correct `spark.driver.memory` in the configuration: at least 512m, and less than the kernel’s machine has.';

    /**
     * The first whose `matches` finds something in the traceback, the error or the log explains
     * the failure; what its groups find goes to `sentence` and `advice`. The texts are those of
     * pyspark, Java and Spark 3.5 and 4; those of Java stand in the log alone.
     */
    const KNOWN = [
        {
            matches: /ModuleNotFoundError: No module named 'pyspark'/,
            sentence: () => 'This kernel has no pyspark.',
            advice: () => 'Install it where the kernel runs (a cell with `%pip install pyspark`), or choose another kernel.',
        },
        {
            matches: /(?:<frozen os>|[/\\]os\.py)[^\n]*__getitem__[^]*KeyError: '([^']+)'/,
            sentence: name => `The kernel’s environment has no variable \`${name}\`.`,
            advice: () => 'The config reads it there. Set it where the kernel starts, then restart the kernel.',
        },
        {
            matches: /KeyboardInterrupt/,
            sentence: () => 'The start was interrupted.',
            advice: () => 'Start again when you like.',
        },
        {
            matches: /spark-class: line \d+: (\S+)\/bin\/java: (?:No such file|Permission denied|Not a directory)/,
            sentence: home => `JAVA_HOME is \`${home}\`, and there is no Java.`,
            advice: () => 'Set JAVA_HOME to the folder of a Java where the kernel starts, or remove it there, then restart the kernel.',
        },
        {
            matches: /JAVA_HOME is not set|\bjava: (?:command not found|not found|No such file)/,
            sentence: () => 'Spark needs Java, and none was found.',
            advice: () => 'Install a Java that suits this Spark (17 suits Spark 3.5 and 4), or set JAVA_HOME where the kernel starts.',
        },
        {
            matches: /UnsupportedClassVersionError[^]*?class file version (\d+)[^]*?versions up to (\d+)/,
            // Java 8 has the class file version 52 (the Java VM specification, 4.1).
            sentence: (needed, has) => `This Spark needs Java ${needed - 44} or later; the kernel’s is Java ${has - 44}.`,
            advice: () => 'Install a later Java, or set JAVA_HOME to it where the kernel starts, then restart the kernel.',
        },
        {
            matches: /(Could not reserve enough space|Invalid maximum heap size: \S+|Too small maximum heap|insufficient memory for the Java Runtime|System memory \d+ must be at least \d+)/,
            sentence: problem => `Java cannot have the memory that the configuration asks for: ${problem}.`,
            advice: () => ADVICE_MEMORY,
        },
        {
            matches: /^([^\n]*)\nError: Could not create the Java Virtual Machine/m,
            sentence: problem => `Java does not start with these options: ${problem}`,
            advice: () => 'Correct `spark.driver.extraJavaOptions` in the configuration.',
        },
        {
            matches: /BindException[^]*?Cannot assign requested address/,
            sentence: () => 'Spark’s driver cannot listen on the address that it was given.',
            advice: () => 'Correct `spark.driver.bindAddress` and `spark.driver.host` in the configuration, or SPARK_LOCAL_IP in the kernel’s environment.',
        },
        {
            matches: /Service '(\w+)' failed after \d+ retries \(starting from (\d+)\)/,
            sentence: (service, port) => `Spark’s ${service} found no free port from ${port} on.`,
            advice: () => 'End Sparks that you need no longer, or let the configuration begin elsewhere (`spark.ui.port`, `spark.driver.port`) or try more ports (`spark.port.maxRetries`).',
        },
        {
            matches: /(?:Could not parse|Invalid) [Mm]aster URL: '?([^\s']+)/,
            sentence: master => `\`${master}\` is no address of a master.`,
            advice: () => 'Write `local[*]`, `spark://host:7077`, `yarn` or `k8s://https://host:443` as `master` into the configuration.',
        },
        {
            matches: /Failed to connect to master ([^\s:]+:\d+)[^]*All masters are unresponsive/,
            sentence: master => `The master ${master} does not answer.`,
            advice: () => 'Look whether it runs and whether its name is right; else ask who runs the cluster.',
        },
        {
            matches: /StatusCode\.UNAUTHENTICATED[^]*?details = "([^"]*)"/,
            sentence: problem => `The Spark Connect server refused the token: ${problem}.`,
            advice: () => 'Set SPARK_CONNECT_AUTHENTICATE_TOKEN to the server’s token where the kernel starts, then restart the kernel.',
        },
        {
            matches: /StatusCode\.UNAVAILABLE|RETRIES_EXCEEDED/,
            sentence: () => 'The Spark Connect server does not answer.',
            advice: () => 'Look at the address in `remote`, whether its server runs, and whether it wants TLS (`use_ssl=true`).',
        },
        {
            matches: /io\.fabric8\.kubernetes\.client\.KubernetesClientException/,
            sentence: () => 'Kubernetes did not answer, or refused what Spark asked of it.',
            advice: () => 'Look at the address in `master` and at the rights of the service account; the log below says more.',
        },
        {
            matches: /(either HADOOP_CONF_DIR or YARN_CONF_DIR must be set)/,
            sentence: () => 'Spark does not know where YARN is.',
            advice: () => 'Set HADOOP_CONF_DIR where the kernel starts, then restart the kernel.',
        },
        {
            matches: /(?:value '([^'\n]*)' in the config "([^"]+)"|(spark\.[\w.]+) should be [\w ]+, but was ([^\n]*))/,
            sentence: (value, key, key35, value35) =>
                `The property \`${key || key35}\` cannot have the value \`${value || value35}\`.`,
            advice: () => 'Correct it in the configuration; Spark’s page “Configuration” says what it can have.',
        },
        {
            matches: /java\.lang\.ClassNotFoundException: ([\w.$]+)/,
            sentence: name => `Spark does not find the class \`${name}\`.`,
            advice: () => 'Correct the property that names it, or add its package to `spark.jars.packages`.',
        },
        {
            matches: /(?:Exception in thread "main"|\n:) [\w.$]*Exception: (?:requirement failed: )?([^\n]+)/,
            sentence: message => `Spark refused to start: ${message}`,
            advice: () => 'Correct that in the configuration, then start again.',
        },
        {
            matches: /JAVA_GATEWAY_EXITED|Answer from Java side is empty|Error while sending or receiving|Connection refused/,
            sentence: () => 'Spark’s Java process ended before it was ready.',
            advice: () => 'Its log below says why: often a Java option, the memory, or a Java too old for this Spark.',
        },
    ];

    return {KNOWN};
});
