"""Known error messages of pyspark, Java and Spark 3.5 and 4, and what makes their causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cause import RESTART
from .failure_causes import (
    MASTERS,
    arguments,
    foreign_address,
    local_folder,
    memory,
    missing_class,
    nameless,
    no_master,
    no_port,
    of_property,
    other_versions,
    refused,
    sentence,
    too_new_java,
    too_old_java,
    underscore,
    unknown_host,
    value,
)

if TYPE_CHECKING:
    from .failure_causes import CauseMaker

JAVA_OPTIONS = "spark.driver.extraJavaOptions"

CONNECT = r"StatusCode\.UNAUTHENTICATED|StatusCode\.UNAVAILABLE|RETRIES_EXCEEDED"
"""Errors after which there is no session, though pyspark has one."""

RULES: list[tuple[str, CauseMaker]] = [
    (
        r"No module named 'pyspark'",
        sentence(
            "This kernel has no pyspark.",
            "Install it where the kernel runs (a cell with `%pip install pyspark`), or choose"
            " another kernel.",
        ),
    ),
    (
        r"UnsupportedClassVersionError(?s:.*?)class file version (\d+)(?s:.*?)versions up to (\d+)",
        too_old_java,
    ),
    (r"getSubject is (?:not supported|supported only)", too_new_java),
    (
        r"(Could not reserve enough space|Invalid maximum heap size: \S+|Too small maximum heap"
        r"|insufficient memory for the Java Runtime|System memory \d+ must be at least \d+)",
        memory,
    ),
    (
        r"^([^\n]*)\nError: Could not create the Java Virtual Machine",
        of_property(JAVA_OPTIONS, "Java does not start with these options: {0}"),
    ),
    (r"'JavaPackage' object is not callable|calling None\.org\.", other_versions),
    (r"basedir must be absolute: \?|Invalid UID|invalid null input: name", nameless),
    (
        r"Invalid Spark URL: spark://\w+@([^\s:]*_[^\s:]*)",
        underscore,
    ),
    (r"UnknownHostException: ([\w.-]+)", unknown_host),
    (
        r"BindException(?s:.*?)Cannot assign requested address|UnresolvedAddressException",
        foreign_address,
    ),
    (
        r"Failed to create any local dir",
        local_folder,
    ),
    (
        r"Service '(\w+)' failed after \d+ retries \(starting from (\d+)\)",
        no_port,
    ),
    (
        r"(?:Could not parse|Invalid) [Mm]aster URL: '?([^\s']+)",
        of_property(
            "spark.master",
            "`{0}` is not a master URL.",
            f": {MASTERS}",
        ),
    ),
    (r"Master must either be|No master set|A master URL must be set", no_master),
    (
        r"Failed to connect to master ([^\s:]+:\d+)(?s:.*)All masters are unresponsive",
        sentence(
            "The master {0} does not answer.",
            "Check that it runs and that its name is right, or ask the cluster’s administrator.",
        ),
    ),
    (
        r"StatusCode\.UNAUTHENTICATED(?s:.*?)details = \"([^\"]*)\"",
        sentence(
            "The Spark Connect server refused the token: {0}.",
            f"Set SPARK_CONNECT_AUTHENTICATE_TOKEN to the server’s token {RESTART}.",
        ),
    ),
    (
        r"StatusCode\.UNAVAILABLE|RETRIES_EXCEEDED",
        sentence(
            "The Spark Connect server does not answer.",
            "Check the address in `remote`, whether its server runs, and whether it requires TLS"
            " (`use_ssl=true`).",
        ),
    ),
    (
        r"io\.fabric8\.kubernetes\.client\.KubernetesClientException",
        sentence(
            "Kubernetes did not answer, or refused Spark’s request.",
            "Check the address in `master` and the permissions of the service account.",
        ),
    ),
    (
        r"either HADOOP_CONF_DIR or YARN_CONF_DIR must be set",
        sentence("Spark does not know where YARN is.", f"Set HADOOP_CONF_DIR {RESTART}."),
    ),
    (
        r"value '([^'\n]*)' in the config \"([^\"]+)\"|(spark\.[\w.]+) should be [\w ]+, but was"
        r" ([^\n]*)",
        value,
    ),
    (r"java\.lang\.ClassNotFoundException: ([\w.$]+)", missing_class),
    (r"^Error: ([^\n]+)", arguments),
    (
        r"(?:Exception in thread \"main\"|\n:) ([\w.$]*(?:Exception|Error))"
        r"(?:: (?:requirement failed: )?([^\n]+))?",
        refused,
    ),
    (
        r"JAVA_GATEWAY_EXITED|Answer from Java side is empty|Error while sending or receiving"
        r"|Connection refused",
        sentence(
            "Spark’s Java process ended before it was ready.",
            "Common reasons are a wrong Java option, too little memory, or a Java that does not"
            " suit this Spark.",
        ),
    ),
]
"""Patterns, of which the first that matches wins, and what makes the cause."""
