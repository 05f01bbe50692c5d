"""The JVM that pyspark has launched: find it through pyspark and py4j, call it, end it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from .private_api import PYSPARK, attempt, log, private_api

PORT_VARIABLE = "PYSPARK_GATEWAY_PORT"
"""The variable with which pyspark connects to a JVM that somebody else has launched."""

PATIENCE = 10
"""Seconds that Spark, and then its JVM, gets to end by itself."""

UNKNOWN = object()
"""Stands for an attribute that this pyspark does not have."""


def pyspark() -> Any:
    """Return the module pyspark, None where nobody has imported it."""
    return sys.modules.get("pyspark")


def spark_context_class() -> Any:
    """Return the class SparkContext, None where nobody has imported it."""
    return getattr(pyspark(), "SparkContext", None)  # a thread may be importing it just now


def current() -> Any:
    """Return pyspark's gateway, which connects to the JVM; None while there is none."""
    found = _gateway_attribute()
    return None if found is UNKNOWN else found


@private_api("pyspark", PYSPARK, "SparkContext._gateway", default=UNKNOWN)
def _gateway_attribute() -> Any:
    owner = spark_context_class()
    return None if owner is None else owner._gateway


@private_api("pyspark", PYSPARK, "SparkContext._gateway.proc")
def _process() -> Any:
    """Return the JVM's process; None where there is none, or pyspark has not launched it."""
    found = current()
    return None if found is None else getattr(found, "proc", None)


def exit_code(patience: float = 0) -> int | None:
    """Return how the JVM ended: its exit status or minus a signal's number; None while it lives.

    Args:
        patience: seconds to wait for its end.
    """
    process = _process()
    return process.returncode if process and _has_ended(process, patience) else None


def process_id() -> int | None:
    """Return the JVM's process id, None where pyspark has not launched it."""
    process = _process()
    return process.pid if process else None


def is_lost(error: Exception) -> bool:
    """Return whether an error says that the JVM does not answer any more."""
    network = getattr(sys.modules.get("py4j.protocol"), "Py4JNetworkError", OSError)
    return isinstance(error, (OSError, network))


def active_context() -> Any:
    """Return pyspark's active SparkContext; None until it is fully constructed."""
    found = _active_context_attribute()
    if found is None:
        return None
    jvm_context = getattr(found, "_jsc", UNKNOWN)
    if jvm_context is not UNKNOWN:
        return found if jvm_context is not None else None
    if found is not UNKNOWN and _context_being_constructed() is not None:
        return None  # pyspark has it already, and sets `_jsc` at the end
    # The public API knows no SparkContext without a session.
    return attempt(_context_of_active_session, None)


@private_api("pyspark", PYSPARK, "SparkContext._active_spark_context", default=UNKNOWN)
def _active_context_attribute() -> Any:
    owner = spark_context_class()
    return None if owner is None else owner._active_spark_context


def _context_of_active_session() -> Any:
    sql: Any = sys.modules.get("pyspark.sql")
    active = sql and sql.SparkSession.getActiveSession()
    return active.sparkContext if active is not None else None


def jvm_spark_context() -> Any:
    """Return the JVM's own SparkContext, also while it is made; None where it cannot be found."""
    if current() is None or exit_code() is not None:
        return None
    active = _active_context_attribute()
    known = jvm_context_of(active) if hasattr(active, "_jsc") else None
    return known or _context_being_constructed() or _constructed_context()


@private_api("pyspark", PYSPARK, "SparkContext._jsc")
def jvm_context_of(context: Any) -> Any:
    """Return the JVM's own context behind a SparkContext of Python's."""
    return context._jsc.sc() if context._jsc is not None else None


@private_api("Spark", PYSPARK, "SparkContext$.contextBeingConstructed")
def _context_being_constructed() -> Any:
    """Return the context of which `getOrCreate` waits for the constructor, None without one."""
    if current() is None:
        return None
    found = _field_of_contexts("contextBeingConstructed")
    return found.get() if found is not None and found.isDefined() else None


@private_api("Spark", PYSPARK, "SparkContext$.activeContext")
def _constructed_context() -> Any:
    """Return the context whose constructor has ended, which pyspark may be about to learn."""
    # `getActive` would wait for a lock that a constructor can hold.
    return _field_of_contexts("org$apache$spark$SparkContext$$activeContext").get()


def _field_of_contexts(name: str) -> Any:
    """Return a private field of the object SparkContext (core/SparkContext.scala)."""
    holder = find_class("org.apache.spark.SparkContext$")
    field = holder.getDeclaredField(name)
    field.setAccessible(True)
    return field.get(holder.getField("MODULE$").get(None))


def find_class(name: str, gateway: Any = None) -> Any:
    """Return the initialized `java.lang.Class` of a name; arguments as for `java_class`."""
    return java_class("py4j.reflection.ReflectionUtil", gateway).classForName(name)


def java_class(name: str, gateway: Any = None) -> Any:
    """Return a Java class, to make objects of it and to call its static methods.

    `gateway.jvm` would look for each part of the name as a class, in each package that pyspark
    has imported and in each of Spark's 250 jars. The callers are optional or guarded.

    Args:
        name: with its package.
        gateway: to the JVM, if not pyspark's.
    """
    from py4j.java_gateway import JavaClass  # type: ignore[import-untyped]

    return JavaClass(name, (gateway or current())._gateway_client)


def end() -> None:
    """End every JVM that pyspark has launched here, also one whose launch was interrupted."""
    gateway = _gateway_attribute()
    if gateway is UNKNOWN:
        # pyspark could not be made to forget the JVM, and the next start would need it.
        log.info("Start Spark leaves pyspark's JVM running: this pyspark does not tell of it.")
        return
    if gateway is not None:
        run_with_timeout(PATIENCE, gateway.shutdown)
    for process in _processes():
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()  # at which pyspark's JVM exits, and removes its files
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
    """Find pyspark's JVMs. One whose launch was interrupted is known to a traceback at most."""
    if not _has_children():
        return []
    processes = (it for it in gc.get_objects() if type(it) is subprocess.Popen)
    return [it for it in processes if it.poll() is None and _launches_pyspark(it.args)]


def _has_children() -> bool:
    """Return whether there is any process to look for: a user's data can be millions of objects."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except (ChildProcessError, AttributeError) as error:  # not on older Pythons for macOS
        return not isinstance(error, ChildProcessError)
    return True


def _launches_pyspark(command: Any) -> bool:
    return isinstance(command, list) and "pyspark-shell" in command


def run_with_timeout(seconds: float, step: Callable[[], Any]) -> None:
    """Run a step in a thread, and stop waiting after a timeout, as when the cluster is gone.

    A failure is logged; what the step has not ended ends with its process.
    """
    thread = threading.Thread(target=attempt, args=[step, None], daemon=True)
    thread.start()
    thread.join(seconds)
