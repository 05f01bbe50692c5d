"""Whether jobs run, and whose they are."""

from __future__ import annotations

import contextlib
import functools
import threading
from typing import Any

from . import iopub
from .jvm import gateway
from .private_api import attempt

TAG = "startspark-cell-"
"""Begins the tag of a background thread's jobs; the id of the cell's execution follows."""

CELL = "_startspark_cell"
"""The attribute in which a thread has that id."""


def activity(context: Any) -> dict[str, Any]:
    """What a page has to know before it asks Spark itself.

    Args:
        context: Spark's own, in the JVM.

    Returns:
        ``jobs``: whether some run besides those of streams; ``submitted``: how many there have
        been, None while streams run, which go on and on; ``streams``: when each streaming query
        was started, in milliseconds since 1970, by its run id, which is the group of its jobs.
    """
    tracker, streams = context.statusTracker(), attempt(lambda: _streams(context), {})
    active = set(tracker.getActiveJobIds())
    for run_id in streams:
        active -= set(tracker.getJobIdsForGroup(run_id))
    submitted = attempt(lambda: int(context.dagScheduler().numTotalJobs()), None)
    return {
        "jobs": bool(active),
        "submitted": None if streams else submitted,
        "streams": streams,
    }


def _streams(context: Any) -> dict[str, int]:
    """As Spark's own page has them (execution/ui/StreamingQueryStatusStore.scala)."""
    store = gateway.java_class("org.apache.spark.sql.execution.ui.StreamingQueryStatusStore")
    queries = store(context.statusStore().store()).allQueryUIData()
    summaries = (queries.apply(number).summary() for number in range(queries.size()))
    return {str(it.runId()): int(it.startTimestamp()) for it in summaries if it.isActive()}


def mark_threads() -> None:
    """Have each thread that begins to use Spark tag its jobs with the cell that has started it.

    pyspark gives every thread a connection of its own, and with it a thread of the JVM, to which
    the tags belong (py4j/clientserver.py). The kernel's own thread is left alone: when a job was
    submitted says which cell ran.
    """
    client: Any = getattr(gateway.gateway(), "_gateway_client", None)
    connects_each_thread = hasattr(client, "thread_connection")  # unless PYSPARK_PIN_THREAD is off
    if connects_each_thread and not hasattr(client, "_startspark_connect"):
        client._startspark_connect = client._create_new_connection
        client._create_new_connection = lambda: _connect(client)
        remember_cells()


def _connect(client: Any) -> Any:
    connection = client._startspark_connect()
    own = getattr(threading.current_thread(), CELL, "")
    if own:
        attempt(lambda: _tag_thread(own), None)  # a job without a tag is shown where it began
        with contextlib.suppress(ValueError):
            # The first command is yet to take it: twice in there, it would outlive its thread.
            client.deque.remove(connection)
    return connection


def _tag_thread(execution: str) -> None:
    context = gateway.pyspark().SparkContext._active_spark_context
    context._jsc.sc().addJobTag(TAG + execution)


@functools.lru_cache
def remember_cells() -> None:
    """Have each new thread remember the cell that starts it, as no ipykernel since 7 does."""
    start = threading.Thread.start

    @functools.wraps(start)
    def start_with_cell(thread: threading.Thread) -> None:
        setattr(thread, CELL, cell())
        start(thread)

    threading.Thread.start = start_with_cell  # type: ignore[assignment, method-assign]


def cell() -> str:
    """The id of the execution that this thread runs, or that has started it; empty if none has."""
    thread = threading.current_thread()
    if thread is not threading.main_thread():
        return str(getattr(thread, CELL, ""))
    return str(attempt(iopub.execution, ""))
