"""The JVM behind pyspark."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from ..private_api import attempt

GIVEN = "PYSPARK_GATEWAY_PORT"
"""The variable with which pyspark connects to a JVM that somebody else has launched."""

PATIENCE = 10
"""Seconds that Spark, then its JVM, gets to end by itself."""


def pyspark() -> Any:
    """The module pyspark, None where nobody has imported it."""
    return sys.modules.get("pyspark")


def gateway() -> Any:
    """pyspark's way to the JVM, None while there is none."""
    return getattr(getattr(pyspark(), "SparkContext", None), "_gateway", None)


def exit_code(patience: float = 0) -> int | None:
    """How the JVM ended: its exit status or minus a signal's number; None while it lives.

    Args:
        patience: seconds to wait for its end.
    """
    process = getattr(gateway(), "proc", None)
    return process.returncode if process and _has_ended(process, patience) else None


def is_lost(error: Exception) -> bool:
    """Whether an error says that the JVM does not answer any more."""
    network = getattr(sys.modules.get("py4j.protocol"), "Py4JNetworkError", OSError)
    return isinstance(error, (OSError, network))


def process_id() -> int | None:
    """The JVM's, None where pyspark has not launched it."""
    process = getattr(gateway(), "proc", None)
    return process.pid if process else None


def spark_context() -> Any:
    """Spark's own context in the JVM, also while it is made; None where it cannot be found."""
    if gateway() is None or exit_code() is not None:
        return None
    return attempt(_find_context, None)


def _find_context() -> Any:
    active = getattr(pyspark().SparkContext._active_spark_context, "_jsc", None)
    return active.sc() if active else _context_being_constructed()


def _context_being_constructed() -> Any:
    """The context of which `getOrCreate` waits for the constructor, None without one.

    Spark keeps it in a private field of the object SparkContext (core/SparkContext.scala).
    """
    holder = find_class("org.apache.spark.SparkContext$")
    field = holder.getDeclaredField("contextBeingConstructed")
    field.setAccessible(True)
    found = field.get(holder.getField("MODULE$").get(None))
    return found.get() if found is not None and found.isDefined() else None


def find_class(name: str, way: Any = None) -> Any:
    """The `java.lang.Class` of a name, initialized; the arguments are those of `java_class`."""
    return java_class("py4j.reflection.ReflectionUtil", way).classForName(name)


def java_class(name: str, way: Any = None) -> Any:
    """The class of a name, to make objects of it and to call what is static.

    `gateway.jvm` would look for each part of the name as a class, in each package that pyspark
    has imported and in each of Spark's 250 jars.

    Args:
        name: with its package.
        way: to the JVM, if not pyspark's.
    """
    from py4j.java_gateway import JavaClass  # type: ignore[import-untyped]

    return JavaClass(name, (way or gateway())._gateway_client)


def end() -> None:
    """End every JVM that pyspark has launched here, also one whose launch was interrupted."""
    way = gateway()
    if way is not None:
        within(PATIENCE, way.shutdown)
    for process in _processes():
        if process.stdin:
            process.stdin.close()  # at which pyspark's JVM exits, and takes its files along
        if not _has_ended(process, PATIENCE):
            process.terminate()
        if not _has_ended(process, PATIENCE):
            process.kill()
            process.wait()


def _has_ended(process: subprocess.Popen[bytes], patience: float) -> bool:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        return False
    return True


def _processes() -> list[subprocess.Popen[bytes]]:
    """pyspark's JVMs. One whose launch was interrupted is known to a traceback at most."""
    if not _has_children():
        return []
    processes = (it for it in gc.get_objects() if type(it) is subprocess.Popen)
    return [it for it in processes if it.poll() is None and _launches_pyspark(it.args)]


def _has_children() -> bool:
    """Whether there is any process to look for: a user's data can be millions of objects."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except (ChildProcessError, AttributeError) as error:  # not on older Pythons for macOS
        return not isinstance(error, ChildProcessError)
    return True


def _launches_pyspark(command: Any) -> bool:
    return isinstance(command, list) and "pyspark-shell" in command


def within(seconds: float, step: Callable[[], Any]) -> None:
    """Do a step that may fail, or wait for ever, as when the cluster is gone."""

    def attempt() -> None:
        with contextlib.suppress(Exception):  # what does not end goes with its process
            step()

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
