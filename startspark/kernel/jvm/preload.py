"""What a start does later, done meanwhile by what would wait."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterable
from typing import Any

from . import gateway

FOR_SESSION = (
    "org.apache.spark.sql.ml.InternalFunctionRegistration$",
    "org.apache.spark.SparkThrowableHelper$",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.catalyst.parser.SqlBaseParser",
)
"""The classes that take a session of Spark 4 longest to initialize; one of Spark 3 does without.

Neither these nor the next read a property while they are, so that it matters not who comes first.
Nor does any wait for a class that waits for it in another thread: where the class files of 3.5.9
and 4.3.0 have such a circle, both threads enter it by the same class.
"""

FOR_QUERY = (
    "org.apache.spark.sql.catalyst.analysis.FunctionRegistry$",
    "org.apache.spark.sql.catalyst.parser.SqlBaseParser",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.catalyst.ScalaReflection$",
)
"""Those of the first query, with both.

One that comes at once begins with the last, while the others are initialized here.
"""

SHUTDOWN_FINALIZER_WORKER = "__shutdown__"
"""Ends a gateway's thread, as the constant of this name in py4j/clientserver.py."""

JAVA = "public int[] a(long b) { int[] c = {(int) b}; while (c[0] < 3) c[0]++; return c; }"
"""What Spark's compiler of queries is tried with: it has hundreds of classes."""


def import_modules() -> None:
    """Import what pyspark does while nobody needs Python: Java comes up."""
    with contextlib.suppress(Exception):  # the start meets it again, and tells
        importlib.import_module("pyspark.sql")
        if _version() >= (4, 3):
            # Its first call of Java does so through pyspark.testing.utils (sql/types.py,
            # `can_convert`). That one may warn of it, which belongs to the start.
            importlib.import_module("pandas")


def _version() -> tuple[int, int]:
    major, minor = importlib.import_module("pyspark").__version__.split(".")[:2]
    return int(major), int(minor)


def get_ahead(connection: Any, wait: Callable[[], object]) -> None:
    """Have Java do in one thread what it will want while it makes Spark's context in another.

    Args:
        connection: to it.
        wait: returns when no start goes on. What a query needs comes then: before, it would keep
            Java from the session.
    """
    try:
        if _version() >= (4, 0):
            _initialize(connection, FOR_SESSION)
        wait()
        _initialize(connection, FOR_QUERY)
        with contextlib.suppress(Exception):
            gateway.java_class("org.codehaus.janino.ClassBodyEvaluator", connection)().cook(JAVA)
    finally:
        _release(connection._gateway_client)


def _initialize(connection: Any, names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(Exception):  # this version has none of that name
            gateway.find_class(name, connection)


def _release(client: Any) -> None:
    """End this thread's connection with its thread in the JVM, and the gateway's own thread.

    py4j ends these only along with the JVM (py4j/clientserver.py, `shutdown_gateway`).
    """
    client.finalizer_deque.appendleft(SHUTDOWN_FINALIZER_WORKER)
    connection = client.get_thread_connection()
    if connection is not None:
        with contextlib.suppress(ValueError):
            client.deque.remove(connection)
        connection.close()
