"""Initialize the JVM's classes before the start, or the first query, needs them.

Each class is optional. Nothing here imports Python modules: it runs in a background thread, and an
import there can break what IPython does in the main thread at the same time: CPython 3.11's parser
raises SystemError, "AST constructor recursion depth mismatch" (python/cpython#106905).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from .. import gateway
from ..cds.installation import pyspark_release
from ..private_api import PY4J, PYSPARK, private_api

FOR_SESSION = (
    "org.apache.spark.sql.ml.InternalFunctionRegistration$",
    "org.apache.spark.SparkThrowableHelper$",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.catalyst.parser.SqlBaseParser",
)
"""The classes that take a session of Spark 4 longest to initialize; Spark 3 does without some.

Neither these nor the next read a property as they are initialized, so the order does not matter.
Nor does any wait for a class that waits for it in another thread: where the class files of 3.5.9
and 4.3.0 have such a circle, both threads enter it by the same class.
"""

FOR_QUERY = (
    "org.apache.spark.sql.catalyst.analysis.FunctionRegistry$",
    "org.apache.spark.sql.catalyst.parser.SqlBaseParser",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.catalyst.ScalaReflection$",
)
"""The classes of the first query that take longest to initialize, with Spark 3 and 4.

A query that comes at once begins with the last, while the others are initialized here.
"""

SHUTDOWN_FINALIZER_WORKER = "__shutdown__"
"""Ends a gateway's thread, as the constant of this name in py4j/clientserver.py."""

SAMPLE = "public int[] a(long b) { int[] c = {(int) b}; while (c[0] < 3) c[0]++; return c; }"
"""Java source for Janino, Spark's compiler of queries, which has hundreds of classes."""


def initialize_classes(connection: Any, wait_for_start: Callable[[], object]) -> None:
    """Initialize classes in one thread of the JVM, while another makes Spark's context.

    Args:
        connection: py4j's to the JVM; released at the end.
        wait_for_start: returns when no start goes on. The classes of queries come then: before,
            they would keep the JVM from the session.
    """
    try:
        if pyspark_release() >= (4, 0):
            _initialize(connection, FOR_SESSION)
        wait_for_start()
        _initialize(connection, FOR_QUERY)
        _compile_sample(connection)
    finally:
        _release(connection)


def _initialize(connection: Any, names: Iterable[str]) -> None:
    for name in names:
        _initialize_class(connection, name)


@private_api("Spark", PYSPARK, "a class that a start or a query initializes")
def _initialize_class(connection: Any, name: str) -> None:
    gateway.find_class(name, connection)


@private_api("Spark", PYSPARK, "org.codehaus.janino.ClassBodyEvaluator")
def _compile_sample(connection: Any) -> None:
    gateway.java_class("org.codehaus.janino.ClassBodyEvaluator", connection)().cook(SAMPLE)


@private_api("py4j", PY4J, "JavaClient.finalizer_deque, get_thread_connection, deque")
def _release(connection: Any) -> None:
    """End this thread's connection with its thread in the JVM, and the gateway's own thread.

    py4j ends these only along with the JVM (py4j/clientserver.py, `shutdown_gateway`).
    """
    client = connection._gateway_client
    client.finalizer_deque.appendleft(SHUTDOWN_FINALIZER_WORKER)
    own = client.get_thread_connection()
    if own is not None:
        with contextlib.suppress(ValueError):
            client.deque.remove(own)
        own.close()
