"""The monitor thread: watches Spark, and publishes changes to the pages.

A page cannot query the kernel while it is busy.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from . import connect, gateway, jobs, session, spark_status, state_file
from .iopub import cells, is_busy, publish
from .private_api import attempt
from .progress.publisher import publisher
from .waiting.watcher import WaitWatcher

STARTING = 0.3
"""Seconds between two looks at a start."""

RUNNING = 1.0
"""Seconds between two looks at a running session, at least."""

RARELY = 4.0
"""The same, at most."""

SHARE = 0.0025
"""The share of a processor that the thread may take for that."""

PROBE = 0.25
"""Seconds between two looks whether jobs have been submitted, while the kernel or Spark works."""

REPEAT = 2.0
"""Seconds after which the monitor of a busy kernel publishes the same again."""

ABANDONED_AFTER = 5.0
"""Seconds for which the kernel may be free in a start before its page is taken to have gone."""


class Idleness:
    """Measure how long the session has been without a running task.

    Attributes:
        limit: seconds after which the session counts as idle; 0 for never.
        stops: whether Spark is then stopped.
        has_stopped: whether that has happened.
    """

    def __init__(self, limit: float = 0, stops: bool = False) -> None:
        self.limit = limit
        self.stops = stops
        self.has_stopped = False
        self._last_mark: tuple[str, int] | None = None
        self.reset()

    def reset(self) -> None:
        """Restart the idle time from now."""
        self._since = time.monotonic()

    def update(self, context: Any) -> None:
        """Reset if a stage is running, has run since the last update, or the application is new.

        Args:
            context: the JVM's SparkContext.
        """
        found = spark_status.progress_mark(context)
        if found is None:  # a session of which nothing is known is not idle
            self.reset()
            return
        mark, runs = found
        if runs or mark != self._last_mark:
            self.reset()
            self._last_mark = mark

    def seconds(self) -> float | None:
        """Return for how long the session has been idle; None where it does not count as idle."""
        passed = time.monotonic() - self._since
        return passed if self.limit and passed >= self.limit else None


class Monitor(threading.Thread):
    """Watch Spark for as long as the kernel lives, and publish what has changed.

    It never ends: what a thread has published last is lost if it ends at once
    (ipykernel/iopub.py, where each thread has a pipe of its own, closed without lingering).

    Args:
        is_starting: says whether a start goes on.
        on_free: gets for how many seconds the kernel has been free.
        idleness: of the session.
        stop_idle: stops the session, if it is still idle.
        waits: finds out why executors do not come.
    """

    def __init__(
        self,
        is_starting: Callable[[], bool],
        on_free: Callable[[float], object],
        idleness: Idleness,
        stop_idle: Callable[[], object],
        waits: WaitWatcher,
    ) -> None:
        super().__init__(name="Start Spark's monitor", daemon=True)
        self._is_starting = is_starting
        self._on_free = on_free
        self._busy_at = time.monotonic()
        self._idleness = idleness
        self._stop_idle = stop_idle
        self._waits = waits
        self._published: dict[str, Any] = {}
        self._published_at = 0.0

    def run(self) -> None:
        """Watch Spark until the process ends."""
        cells.observe()
        looked_at = due = 0.0
        while True:
            if self._is_starting():  # maybe only since the last look
                due = min(due, looked_at + STARTING)
            if time.monotonic() >= due:
                looked_at = time.monotonic()
                due = looked_at + self._watch_at_its_cost()
            attempt(publisher.look, None)
            left = max(0.0, due - time.monotonic())
            cells.changed.wait(min(left, PROBE) if publisher.is_at_work() else left)
            cells.changed.clear()

    def _watch_at_its_cost(self) -> float:
        """Watch, and return for how many seconds not to do so again: longer where it costs more."""
        begun_at = time.thread_time()
        attempt(self._watch, None)  # may fail where the context is half made, or just ends
        cost = time.thread_time() - begun_at
        return STARTING if self._is_starting() else min(max(RUNNING, cost / SHARE), RARELY)

    def _watch(self) -> None:
        if is_busy():
            self._busy_at = time.monotonic()
        self._on_free(time.monotonic() - max(self._busy_at, cells.ended_at))
        snapshot = self._snapshot()
        if snapshot != self._published or self._is_due():
            publish({**snapshot, **session.describe()} if "running" in snapshot else snapshot)
            self._published, self._published_at = snapshot, time.monotonic()

    def _is_due(self) -> bool:
        """Return whether a page may have come that cannot ask: the kernel is busy."""
        return is_busy() and time.monotonic() - self._published_at > REPEAT

    def _snapshot(self) -> dict[str, Any]:
        if self._is_starting():
            return self._progress()
        running = session.running()
        found = self._progress() if running is not None else {"phase": "ended"}
        if found["phase"] != "running":  # also where it has ended meanwhile
            state_file.remove()
            publisher.forget()
            return {"phase": "ended"}
        follow(running)
        context = gateway.jvm_spark_context()
        if context is None:
            return found
        idle = self._idle(context) if self._idleness.limit else {}
        return {**found, "running": True, **idle}

    def _progress(self) -> dict[str, Any]:
        found = progress()
        return {**found, **self._waits.found(lacks_executors(found))}

    def _idle(self, context: Any) -> dict[str, Any]:
        self._idleness.update(context)
        idle = self._idleness.seconds()
        if idle is not None and self._idleness.stops:
            self._stop_idle()
        return {"idle": idle is not None}


def lacks_executors(found: dict[str, Any]) -> bool:
    """Return whether Spark waits for executors.

    Args:
        found: as `progress` returns it.
    """
    if found.get("local", True):
        return False
    some, wanted = found.get("executors", 0), found.get("wanted")
    if wanted:
        return bool(some < wanted)
    return not some and (found["phase"] == "cluster" or publisher.waits())


def follow(running: Any) -> None:
    """Tag a session's jobs, or publish its Spark Connect operations, and write its state file.

    Args:
        running: as `session.running` finds it.
    """
    state_file.write(running, publisher.use())
    if session.is_remote(running):
        connect.follow(running, publish)
    else:
        jobs.tag_threads()


def work() -> dict[str, Any]:
    """Return what the pages have been told of Spark's work, under ``progress``, if anything."""
    current = session.running()
    is_remote = current is not None and session.is_remote(current)
    found = connect.whole(current) if is_remote else publisher.whole()
    return {"progress": found} if found is not None else {}


def progress() -> dict[str, Any]:
    """Return the progress of a start.

    Returns:
        ``phase``: ``jvm`` while the JVM is launched, then ``cluster`` until pyspark has the
        session, then ``running``; with ``local`` and the numbers of executors, or
        with ``remote``.
    """
    is_running = session.running() is not None
    context = gateway.jvm_spark_context()
    if context is None:  # a Spark Connect session has none
        return _progress_without_context(is_running)
    phase = "running" if is_running else "cluster"
    local = spark_status.is_local(context)
    return {"phase": phase, "local": local, **spark_status.executors(context)}


def _progress_without_context(is_running: bool) -> dict[str, Any]:
    if not is_running:
        return {"phase": "jvm"}
    if gateway.active_context() is not None:  # this Spark cannot be asked
        return {"phase": "running", "local": True}
    return {"phase": "running", "remote": True}
