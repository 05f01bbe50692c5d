"""Tag Spark's jobs with the cell whose thread has submitted them."""

from __future__ import annotations

import contextlib
import functools
import threading
from typing import Any

from . import gateway, iopub
from .private_api import PY4J, PYSPARK, private_api

TAG = "startspark-cell-"
"""Begins the tag of a background thread's jobs; the id of the cell's execution follows."""

OTHER_THREAD = "startspark-thread"
"""The tag of the jobs of a thread of which that is not known: an interrupt does not end them."""

CELL = "_startspark_cell"
"""The attribute in which a thread has that id."""

OURS = "_startspark_start"
"""The attribute by which `Thread.start` is known to be the one of this module."""


@private_api("py4j", PY4J, "JavaClient._create_new_connection, thread_connection")
def tag_threads() -> None:
    """Have each thread that begins to use Spark tag its jobs with the cell that has started it.

    pyspark gives every thread a connection of its own, and with it a thread of the JVM, to which
    the tags belong (py4j/clientserver.py). The kernel's own thread is left alone: when a job was
    submitted says which cell ran.
    """
    client: Any = getattr(gateway.current(), "_gateway_client", None)
    if can_tell_threads() and not hasattr(client, "_startspark_connect"):
        client._startspark_connect = client._create_new_connection
        client._create_new_connection = lambda: _connect(client)
        remember_cells()


@private_api("py4j", PY4J, "JavaClient.thread_connection", default=False)
def can_tell_threads() -> bool:
    """Return whether each thread has a connection of its own: unless PYSPARK_PIN_THREAD is off."""
    return hasattr(gateway.current()._gateway_client, "thread_connection")


def _connect(client: Any) -> Any:
    """Make a thread's connection, and tag what the thread does with it."""
    connection = client._startspark_connect()
    if threading.current_thread() is not threading.main_thread():
        _tag_this_thread(getattr(threading.current_thread(), CELL, ""))
        _remove_once(client, connection)
    return connection


def _tag_this_thread(cell_id: str) -> None:
    """Tag the jobs of this thread; where its cell is not known, they go by time."""
    context = gateway.jvm_context_of(gateway.active_context())
    if context is not None:
        _add_tag(context, TAG + cell_id if cell_id else OTHER_THREAD)


@private_api("Spark", PYSPARK, "SparkContext.addJobTag")
def _add_tag(context: Any, tag: str) -> None:
    context.addJobTag(tag)


@private_api("py4j", PY4J, "JavaClient.deque")
def _remove_once(client: Any, connection: Any) -> None:
    """Remove a connection that `_tag_this_thread` has put among the idle ones.

    The first command is yet to take it: twice in there, it would outlive its thread.
    """
    with contextlib.suppress(ValueError):
        client.deque.remove(connection)


def remember_cells() -> None:
    """Have each new thread record the cell that starts it; ipykernel 7 and later do not."""
    if not hasattr(threading.Thread.start, OURS):
        _patch_thread_start(threading.Thread)


@private_api("Python", "3.11", "threading.Thread.start")
def _patch_thread_start(thread_class: Any) -> None:
    start: Any = thread_class.start

    @functools.wraps(start)
    def start_with_cell(thread: threading.Thread, *args: Any, **named: Any) -> Any:
        setattr(thread, CELL, cell())
        return start(thread, *args, **named)

    setattr(start_with_cell, OURS, start_with_cell)
    thread_class.start = start_with_cell


def forget_cells() -> None:
    """Let threads start as before, unless somebody else has changed that since."""
    _restore_thread_start(threading.Thread)


@private_api("Python", "3.11", "threading.Thread.start")
def _restore_thread_start(thread_class: Any) -> None:
    start: Any = thread_class.start
    if vars(start).get(OURS) is start:
        thread_class.start = start.__wrapped__


def cell() -> str:
    """Return the id of the execution that this thread runs, or that has started it; else empty."""
    thread = threading.current_thread()
    if thread is not threading.main_thread():
        return str(getattr(thread, CELL, ""))
    return str(iopub.execution())
