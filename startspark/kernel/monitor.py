"""Tells the pages what happens to Spark while the kernel is busy, or nobody asks."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from . import connect, jobs, session, state_file
from .iopub import cells, tell
from .jvm import gateway
from .private_api import attempt

STARTING = 0.3
"""Seconds between two looks at a start."""

RUNNING = 1.0
"""Seconds between two looks at a running session."""

REPEAT = 2.0
"""Seconds after which a busy kernel tells the same again."""

GIVE_UP = 5.0
"""Seconds for which the kernel may be free in a start before its page is taken to have gone."""


class Idleness:
    """For how long no task has run.

    Attributes:
        limit: seconds from which on that is worth telling; 0 for never.
        stops: whether Spark is then stopped.
        has_stopped: whether that has happened.
    """

    def __init__(self, limit: float = 0, stops: bool = False) -> None:
        self.limit = limit
        self.stops = stops
        self.has_stopped = False
        self._last_seen: tuple[str, int] | None = None
        self.begin()

    def begin(self) -> None:
        """Count from now."""
        self._since = time.monotonic()

    def look(self, context: Any) -> None:
        """Begin anew where a stage runs, or has run since the last look, or Spark is another."""
        completed = context.statusStore().appSummary().numCompletedStages()
        seen = (context.applicationId(), completed)
        if seen != self._last_seen or len(context.statusTracker().getActiveStageIds()):
            self.begin()
            self._last_seen = seen

    def seconds(self) -> float | None:
        """For how long, if that is worth telling."""
        passed = time.monotonic() - self._since
        return passed if self.limit and passed >= self.limit else None


class Watch(threading.Thread):
    """Looks at Spark for as long as the kernel lives, and tells what has changed.

    It never ends: what a thread has told last is lost if it ends at once
    (ipykernel/iopub.py, where each thread has a pipe of its own, closed without lingering).

    Args:
        goes_on: says whether a start goes on.
        give_up: gets for how many seconds the kernel has been free, and ends a start whose page
            has gone.
        idleness: of the session.
        stop_idle: ends the session, if it is still idle.
    """

    def __init__(
        self,
        goes_on: Callable[[], bool],
        give_up: Callable[[float], object],
        idleness: Idleness,
        stop_idle: Callable[[], object],
    ) -> None:
        super().__init__(name="Start Spark's watch", daemon=True)
        self._goes_on = goes_on
        self._give_up = give_up
        self._busy_at = time.monotonic()
        self._idleness = idleness
        self._stop_idle = stop_idle
        self._told: dict[str, Any] = {}
        self._told_at = 0.0

    def run(self) -> None:
        """Look again and again."""
        attempt(cells.follow, None)
        while True:
            attempt(self._look, None)  # such as where the context is half made, or ends just now
            time.sleep(STARTING if self._goes_on() else RUNNING)

    def _look(self) -> None:
        if is_busy():
            self._busy_at = time.monotonic()
        self._give_up(time.monotonic() - self._busy_at)
        now = self._now()
        if now != self._told or self._is_due():
            tell({**session.describe(), **now} if "jobs" in now else now)
            self._told, self._told_at = now, time.monotonic()

    def _is_due(self) -> bool:
        """Whether a page may have come that cannot ask: the kernel is busy."""
        return is_busy() and time.monotonic() - self._told_at > REPEAT

    def _now(self) -> dict[str, Any]:
        if self._goes_on():
            return progress()
        running = session.running()
        if running is None:
            state_file.remove()
            return {"phase": "ended"}
        follow(running)
        context = gateway.spark_context()
        if context is None:
            return progress()
        idle = self._idle(context) if self._idleness.limit else {}
        return {**progress(), **jobs.activity(context), **idle}

    def _idle(self, context: Any) -> dict[str, Any]:
        self._idleness.look(context)
        idle = self._idleness.seconds()
        if idle is not None and self._idleness.stops:
            self._stop_idle()
        return {"idle": idle is not None}


def is_busy() -> bool:
    """Whether the kernel runs a cell, or what a page asks."""
    if cells.runs:
        return True
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None:
        if frame.f_code.co_name == "run_cell":
            return True
        frame = frame.f_back
    return False


def follow(running: Any) -> None:
    """Have the jobs of a running session told, or marked, from now on, and its web UI served."""
    state_file.write(running)
    if session.is_remote(running):
        attempt(lambda: connect.follow(running, tell), None)
    else:
        attempt(jobs.mark_threads, None)


def progress() -> dict[str, Any]:
    """How far a start is.

    Returns:
        ``phase``: ``java`` while the JVM is launched, then ``cluster`` until pyspark has the
        session, then ``running``; with ``local`` and the numbers of executors, or
        with ``remote``.
    """
    running = session.running() is not None
    context = gateway.spark_context()
    if context is None:  # Spark Connect has none
        return {"phase": "running", "remote": True} if running else {"phase": "java"}
    local = context.conf().get("spark.master").startswith("local")
    phase = "running" if running else "cluster"
    return {"phase": phase, "local": local, **session.executors(context)}
