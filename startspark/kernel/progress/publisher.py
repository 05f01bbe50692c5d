"""Publish what Spark does on IOPub, as long as it does something."""

from __future__ import annotations

import threading
import time
from typing import Any

from .. import gateway, jobs
from ..iopub import cells, is_busy, publish
from ..private_api import PYSPARK, private_api
from .cpu_budget import SAVED, CpuBudget
from .job_tracker import JobTracker
from .snapshot import Progress, Record
from .status_store import StatusStore

SOON = 0.5
"""Seconds between two messages."""

PAUSE = 1.0
"""The same while a cell goes on of which a job was published: most of the cost is the pages'."""

WHOLE = 2.0
"""Seconds after which the monitor of a busy kernel publishes all again: a page may have come."""

NEW_CELL = 3 * SAVED
"""Seconds of a processor that may be owed for the first job of a cell, which users wait to see."""

TIMER_SLACK = 0.02
"""Seconds by which a look may come too early rather than a whole probe later."""


class ProgressPublisher:
    """Watch the jobs of the SparkContext that pyspark has, and publish what is new of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._context: Any = None  # pyspark's
        self._jvm_context: Any = None
        self._tracker: JobTracker | None = None
        self._budget = CpuBudget(cpu=time.thread_time)
        self._published_at = 0.0
        self._whole_at = 0.0
        self._told_cell: str | None = None  # the last of which a job was published

    def is_at_work(self) -> bool:
        """Return whether a job may begin at any time, or runs."""
        tracker = self._tracker
        return tracker is not None and (is_busy() or tracker.is_at_work())

    def waits(self) -> bool:
        """Return whether jobs run of which no task does."""
        tracker = self._tracker
        return tracker is not None and tracker.waits()

    def forget(self) -> None:
        """Forget the application: it has ended."""
        with self._lock:
            self._context = self._jvm_context = self._tracker = None

    def whole(self) -> Record | None:
        """Return all that the pages have been told; None where there is nothing to tell of."""
        with self._lock:
            tracker = self._tracker
            return tracker.progress.whole(time.time() * 1000) if tracker is not None else None

    def use(self) -> Record:
        """Return what the application holds, as `state_file.write` takes it; empty: not known."""
        with self._lock:
            return self._tracker.use() if self._tracker is not None else {}

    def look(self) -> None:
        """Read and publish what is new, where that is due; called by the monitor's thread alone."""
        with self._lock:
            self._follow(gateway.active_context())
            if self._tracker is None:
                return
            self._cancel_interrupted(self._tracker)
            if self._is_due(self._tracker):
                message = self._message(self._tracker)
                if message is not None:
                    publish({"progress": message})
                self._budget.end()

    def _follow(self, context: Any) -> None:
        if context is self._context:
            return
        self._context, self._tracker = context, None
        self._jvm_context = gateway.jvm_context_of(context) if context is not None else None
        if self._jvm_context is not None:
            store = _store(self._jvm_context)
            progress = Progress(str(context.applicationId))
            self._tracker = store and JobTracker(store, progress, cells.history)

    def _is_due(self, tracker: JobTracker) -> bool:
        """Return whether to look; the budget may be overdrawn for a new job."""
        is_told = self._told_cell == _last_cell()
        goes_on = is_busy() and is_told
        pause = PAUSE if goes_on else SOON
        if time.monotonic() - self._published_at + TIMER_SLACK < pause:
            return False
        debt = SAVED if is_told else NEW_CELL
        return self._budget.is_left() or (self._budget.is_left(debt) and tracker.has_new())

    def _message(self, tracker: JobTracker) -> Record | None:
        """Look, unless nothing can have changed, and return what is to be published."""
        busy = is_busy()
        is_whole = busy and time.monotonic() - self._whole_at >= WHOLE
        self._budget.begin(is_free=not busy and not tracker.has_running())
        is_wanted = is_whole or tracker.is_at_work() or tracker.has_new()
        if is_wanted or tracker.has_other_executors():
            tracker.look(self._budget.may_go_on)
        is_whole = is_whole and tracker.progress.submitted > 0
        message = tracker.progress.message(time.time() * 1000, is_whole)
        if message is not None:
            self._published_at = time.monotonic()
            self._told_cell = _last_cell() if message["jobs"] else self._told_cell
        if is_whole or (message is not None and message["whole"]):
            self._whole_at = time.monotonic()
        return message

    def _cancel_interrupted(self, tracker: JobTracker) -> None:
        """Cancel the jobs of interrupted cells, as pyspark does where ipykernel is not."""
        while cells.interrupted:
            cell = cells.interrupted.popleft()
            for number in tracker.running_of(cell) if jobs.can_tell_threads() else ():
                _cancel(self._jvm_context, number)


def _last_cell() -> str | None:
    return cells.history.last_before(time.time() * 1000)


@private_api("Spark", PYSPARK, "SparkContext.cancelJob")
def _cancel(context: Any, number: int) -> None:
    context.cancelJob(number)


@private_api("Spark", PYSPARK, "SparkContext.statusStore, dagScheduler")
def _store(context: Any) -> StatusStore:
    return StatusStore(context)


publisher = ProgressPublisher()
