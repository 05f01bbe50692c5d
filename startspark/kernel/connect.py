"""Publish the progress of a Spark Connect session's operations, as it has no status store."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import jobs
from .private_api import PYSPARK, private_api
from .progress.snapshot import Progress, Record
from .progress.status_text import place, reason

FOLLOWED = "_startspark_followed"
"""The attribute of a session that has its `Operations`."""

PAUSE = 0.5
"""Seconds between two messages about operations that go on."""

WHOLE = 2.0
"""Seconds between two messages with all that is known."""

if TYPE_CHECKING:
    Publish = Callable[[dict[str, Any]], object]


@private_api("pyspark", PYSPARK, "SparkSession.registerProgressHandler")
def follow(session: Any, publish: Publish) -> None:
    """Publish each operation of a Spark Connect session as it goes on.

    pyspark 4 reports it in the thread that asked for the operation (`registerProgressHandler`),
    pyspark 3.5 does not.

    Args:
        session: a Spark Connect session.
        publish: gets ``progress``, with a job for each operation.
    """
    if FOLLOWED in vars(session) or not hasattr(session, "registerProgressHandler"):
        return
    operations = Operations(str(session.session_id), publish)
    setattr(session, FOLLOWED, operations)
    jobs.remember_cells()
    session.registerProgressHandler(lambda **report: _note(operations, report))


@private_api("pyspark", PYSPARK, "SparkSession.session_id")
def whole(session: Any) -> Record | None:
    """Return all that the pages have been told of a session's operations; None without any."""
    operations: Operations | None = vars(session).get(FOLLOWED)
    return operations.whole() if operations is not None else None


@private_api("pyspark", PYSPARK, "the arguments of a progress handler")
def _note(operations: Operations, report: dict[str, Any]) -> None:
    """Note a report; pyspark would let an error of its handler end the query."""
    operations.note(**report)


class Operations:
    """The operations of one session, each as a job.

    Args:
        application: the session's id.
        publish: gets the messages.
    """

    def __init__(self, application: str, publish: Publish) -> None:
        self._progress = Progress(application)
        self._publish = publish
        self._lock = threading.Lock()
        self._errors: dict[str, Any] = {}  # what is handled as an operation begins
        self._published_at = 0.0
        self._whole_at = 0.0

    def whole(self) -> Record:
        """Return all that has been published, as one message."""
        with self._lock:
            return self._progress.whole(time.time() * 1000)

    def note(
        self, *, stages: Any, inflight_tasks: int, operation_id: str, done: bool, **_: Any
    ) -> None:
        """Note how far an operation is, as pyspark reports it, and publish that."""
        with self._lock:
            found = [_stage(stage, done) for stage in stages or ()]
            if operation_id not in self._progress.jobs:
                self._errors[operation_id] = sys.exc_info()[1]
            self._progress.submitted += operation_id not in self._progress.jobs
            self._progress.jobs[operation_id] = self._job(operation_id, found, inflight_tasks, done)
            self._progress.stages.update((stage["id"], stage) for stage in found)
            self._publish_progress(done)

    def _job(self, operation: str, stages: list[Record], running: int, done: bool) -> Record:
        now = time.time() * 1000
        known = self._progress.jobs.get(operation, {})
        status, why = self._outcome(operation) if done else ("RUNNING", "")
        return {
            "id": operation,
            "name": known.get("name") or _call_site(),
            "description": "",
            "group": "",
            "cell": known["cell"] if known else jobs.cell() or None,
            "status": status,
            "begin": known.get("begin", now),
            "end": now if done else None,
            "stages": [stage["id"] for stage in stages],
            "stages_total": len(stages),
            "tasks": sum(stage["tasks"] for stage in stages),
            "done": sum(stage["done"] for stage in stages),
            "running": 0 if done else running,
            "failed": 0,
            "stages_done": sum(stage["status"] == "COMPLETE" for stage in stages),
            "stages_skipped": 0,
            "reason": why,
        }

    def _outcome(self, operation: str) -> tuple[str, str]:
        """Return how an operation has ended: pyspark reports that while it handles the error."""
        error, before = sys.exc_info()[1], self._errors.pop(operation, None)
        if error is None or error is before:
            return "SUCCEEDED", ""
        if isinstance(error, (KeyboardInterrupt, GeneratorExit)):
            return "CANCELLED", ""
        why = reason(str(error))
        return ("CANCELLED" if "OPERATION_CANCELED" in str(error) else "FAILED"), why

    def _publish_progress(self, done: bool) -> None:
        now = time.monotonic()
        if not done and now - self._published_at < PAUSE:
            return
        is_whole = now - self._whole_at >= WHOLE
        message = self._progress.message(time.time() * 1000, is_whole)
        if message is not None:
            self._publish({"progress": message})
            self._published_at = now
            self._whole_at = now if message["whole"] else self._whole_at


def _call_site() -> str:
    """Return what this thread has called of pyspark, and in which line: ``count, line 3``."""
    frame, called = sys._getframe(1), ""
    while frame.f_back is not None:
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package == "pyspark":
            called = frame.f_code.co_name
        elif called:
            return place(f"{called} at {frame.f_code.co_filename}:{frame.f_lineno}")
        frame = frame.f_back
    return called or "query"


def _stage(stage: Any, has_ended: bool) -> Record:
    """Describe a stage: what the server does not tell is 0 or empty."""
    status = "COMPLETE" if stage.done else "PENDING" if has_ended else "ACTIVE"
    return {
        "id": stage.stage_id,
        "attempt": 0,
        "name": "",
        "status": status,
        "tasks": stage.num_tasks,
        "done": stage.num_completed_tasks,
        "running": 0,
        "failed": 0,
        "begin": None,
        "end": None,
        "input": stage.num_bytes_read,
        "reason": "",
    }


@private_api("pyspark", PYSPARK, "SparkSession.client.set_retry_policies")
def disable_retries(session: Any) -> None:
    """Disable a session's retries: pyspark 4 would retry a lost server for minutes."""
    if hasattr(session.client, "set_retry_policies"):
        session.client.set_retry_policies([])
