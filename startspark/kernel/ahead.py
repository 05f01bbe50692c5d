"""What a start does later, done meanwhile by what would wait."""

from __future__ import annotations

import contextlib
import importlib
import threading
import time
from collections.abc import Callable
from typing import Any

from . import jvm

CLASSES = (
    "org.apache.spark.sql.ml.InternalFunctionRegistration$",
    "org.apache.spark.SparkThrowableHelper$",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.sql.catalyst.parser.SqlBaseParser",
    "org.apache.spark.sql.catalyst.ScalaReflection$",
    "org.apache.spark.sql.catalyst.analysis.FunctionRegistry$",
)
"""The classes of Spark 4 and 3 that take a session, or its first query, longest to initialize.

None of them reads a property while it is, so that it matters not who comes first.
"""

JAVA = "public int[] a(long b) { int[] c = {(int) b}; while (c[0] < 3) c[0]++; return c; }"
"""What Spark's compiler of queries is tried with: it has hundreds of classes."""

PAUSE = 0.02
"""Seconds between two looks for Java."""


def get_ahead(goes_on: Callable[[], bool]) -> None:
    """Begin, in the background.

    Args:
        goes_on: whether the start does, for which that is.
    """
    threading.Thread(
        target=_get_ahead, args=[goes_on], name="Start Spark gets ahead", daemon=True
    ).start()


def _get_ahead(goes_on: Callable[[], bool]) -> None:
    with contextlib.suppress(Exception):  # the start meets it again, and tells
        import_modules()
        while goes_on() and jvm.gateway() is None:
            time.sleep(PAUSE)
        initialize_classes(jvm.gateway())


def import_modules() -> None:
    """Import what pyspark does while nobody needs Python: Java comes up."""
    importlib.import_module("pyspark.sql")
    version = importlib.import_module("pyspark").__version__.split(".")
    if (int(version[0]), int(version[1])) >= (4, 3):
        # Its first call of Java does (sql/types.py, `can_convert`), and that imports pandas.
        importlib.import_module("pyspark.testing.utils")


def initialize_classes(gateway: Any) -> None:
    """Have Java initialize classes while another of its threads makes Spark's context.

    Args:
        gateway: pyspark's.
    """
    loader = gateway.jvm.java.lang.Thread.currentThread().getContextClassLoader()
    for name in CLASSES:
        with contextlib.suppress(Exception):  # this version has none of that name
            gateway.jvm.java.lang.Class.forName(name, True, loader)
    with contextlib.suppress(Exception):
        gateway.jvm.org.codehaus.janino.ClassBodyEvaluator().cook(JAVA)
    _forget_connection(gateway._gateway_client)


def _forget_connection(client: Any) -> None:
    """End this thread's connection, and with it its thread in Java, as pyspark's threads do."""
    connection = client.get_thread_connection()
    if connection is not None:
        with contextlib.suppress(ValueError):
            client.deque.remove(connection)
        connection.close()
