"""Read what is new of one application's work, and whose it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from ..cell_history import CellHistory
from .cpu_budget import Interval
from .snapshot import RUNNING_SENT, Progress, Record
from .status_text import CANCELLED
from .stream_tracker import StreamTracker

UNREAD_KEPT = 1000
"""Spark itself keeps no more jobs (spark.ui.retainedJobs)."""

OLD_READ = 50
"""How many jobs older than the first look are read, at most: no cell is known for them."""

PATIENCE = 5.0
"""Seconds after which a job counts as one that Spark has never begun, or has forgotten."""

ACTIVE_READ = 100
EXECUTORS_READ = 100

FINAL = ("COMPLETE", "FAILED", "SKIPPED")
"""The states in which a stage stays."""


class JobTracker:
    """Keep an application's `Progress` up to date, at each look with what has changed since.

    Args:
        store: the application's `StatusStore`.
        progress: gets what is found.
        history: which cell ran when.
    """

    def __init__(self, store: Any, progress: Progress, history: CellHistory) -> None:
        self.progress = progress
        self._store = store
        self._history = history
        self._streams = StreamTracker(store, progress, history)
        self._unread: list[int] = []
        self._missed_since: dict[int, float] = {}
        self._constant: dict[int, Record] = {}  # of the running jobs
        self._unread_stages: dict[int, None] = {}
        self._active: set[int] = set()
        self._executors = Interval(2.0, 0.001)
        self._executor_count = 0

    def has_running(self) -> bool:
        """Return whether a job runs, as far as is known."""
        return bool(self._constant)

    def has_new(self) -> bool:
        """Return whether jobs have been submitted since the last look. It costs one call."""
        return bool(self._store.submitted() > self.progress.submitted)

    def has_other_executors(self) -> bool:
        """Return whether executors have come or gone since they were read last."""
        count = self._store.executor_count()
        return bool(count != self._executor_count)

    def is_at_work(self) -> bool:
        """Return whether something runs, or has run and is not read yet."""
        waits = self._unread or self._unread_stages or self._constant
        return bool(waits) or self._streams.are_active() or self._executors_run()

    def _executors_run(self) -> bool:
        """Return whether executors ran tasks when they were read last, which is not each time."""
        known = self.progress.executors or {}
        return any(it["tasks"] for it in known.get("executors", ()))

    def waits(self) -> bool:
        """Return whether jobs run of which no task does."""
        running = self.progress.running()
        return bool(running) and not any(job["running"] for job in running)

    def use(self) -> Record:
        """Return what the application holds, as `state_file.write` takes it."""
        known = self.progress.executors or {}
        living = known.get("executors", [])
        ends = (job["end"] or 0 for job in self.progress.jobs.values())
        return {
            "executors": sum(it["id"] != "driver" for it in living),
            "cores": known.get("cores"),
            "memory": sum(it["memory"] for it in living),
            "idle_since": None if self.is_at_work() else max(ends, default=None),
        }

    def look(self, may_go_on: Callable[[], bool]) -> None:
        """Read what is new.

        Args:
            may_go_on: whether to read what can wait.
        """
        self._note_submitted()
        self._read_executors()
        self._read_new(may_go_on)
        self._read_running(may_go_on)
        self._read_active_stages()
        self._read_stages(may_go_on)
        self._share_tasks()
        self._streams.look()

    def running_of(self, cell: str) -> list[int]:
        """Return the running jobs that a cell has submitted from the kernel's own thread.

        Args:
            cell: the id of the cell's execution.
        """
        self._note_submitted()
        self._read_new(lambda: True)
        return [
            number
            for number, constant in self._constant.items()
            if constant["cell"] == cell and constant["tag"] is None and not constant["batch"]
        ]

    def _note_submitted(self) -> None:
        submitted = self._store.submitted()
        if submitted > self.progress.submitted:
            self._unread += range(self.progress.submitted, submitted)
            del self._unread[: -UNREAD_KEPT if self.progress.submitted else -OLD_READ]
            self.progress.submitted = submitted

    def _read_executors(self) -> None:
        if not self._executors.begins():
            return
        self._executor_count = self._store.executor_count()
        found = self._store.executors(EXECUTORS_READ)
        if found is not None:
            living, lost = found
            cores = sum(it["cores"] for it in living)
            self.progress.executors = {"cores": cores, "executors": living, "lost": lost}
        self._executors.end()

    def _read_new(self, may_go_on: Callable[[], bool]) -> None:
        """Read new jobs, the newest first: they are the most likely to run."""
        waiting = []
        for place, number in enumerate(reversed(self._unread)):
            was_read = not place or may_go_on()
            if not was_read or not (self._read_job(number) or self._is_lost(number)):
                waiting.append(number)
        self._unread = waiting[::-1]

    def _is_lost(self, number: int) -> bool:
        """Return whether a job that is not found now was not for too long."""
        since = self._missed_since.get(number)
        is_lost = since is not None and time.monotonic() - since > PATIENCE
        if is_lost:
            del self._missed_since[number]
        return is_lost

    def _read_running(self, may_go_on: Callable[[], bool]) -> None:
        """Read running jobs, the one first that was not read for the longest time."""
        for place, number in enumerate(list(self._constant)[:RUNNING_SENT]):
            if place and not may_go_on():
                break
            self._read_job(number)

    def _read_job(self, number: int) -> bool:
        """Read a job; returns whether Spark knows it."""
        known = self._constant.pop(number, None)
        job = self._store.job(number, known)
        if job is None:
            self._missed_since.setdefault(number, time.monotonic())
            return known is not None and self._miss(number, known)
        self._missed_since.pop(number, None)
        if "cell" not in job:
            job["cell"] = job["tag"] or self._history.at(job["begin"])
        if job["batch"]:
            self._streams.note_batch(job)
        elif job["status"] == "RUNNING":
            self._constant[number] = job
            self._put(job, "")
        else:
            self._end(job)
        return True

    def _miss(self, number: int, known: Record) -> bool:
        """End a running job that Spark has forgotten, and not one that could not be read once."""
        if self._is_lost(number):
            ended = {"status": "UNKNOWN", "running": 0, "end": int(time.time() * 1000)}
            self.progress.jobs[number] = {**self.progress.jobs[number], **ended}
        else:
            self._constant[number] = known
        return True

    def _put(self, job: Record, reason: str) -> None:
        shown = {name: value for name, value in job.items() if name not in ("tag", "batch")}
        before = self.progress.jobs.get(job["id"])
        running = before["running"] if before and job["status"] == "RUNNING" else 0
        self.progress.jobs[job["id"]] = {**shown, "reason": reason, "running": running}
        if before is None:
            self._unread_stages.update(dict.fromkeys(job["stages"]))

    def _end(self, job: Record) -> None:
        """Put a job that has ended; one that failed with the reason, which its stages have."""
        why = self._reason(job) if job["status"] == "FAILED" else ""
        if job["status"] == "FAILED" and self._was_cancelled(job, why):
            job = {**job, "status": "CANCELLED"}
        self._put(job, why)
        for number in job["stages"]:
            if self._status_of(number) not in FINAL:
                self._unread_stages[number] = None

    def _reason(self, job: Record) -> str:
        """Return why a job failed: the reason of the first stage that has one."""
        for number in job["stages"]:
            if self._status_of(number) not in FINAL:
                self._read_stage(number)
            why = str(self.progress.stages.get(number, {}).get("reason", ""))
            if why and self._status_of(number) == "FAILED":
                return why
        return ""

    def _was_cancelled(self, job: Record, why: str) -> bool:
        """Return whether a failed job was cancelled: else one of its stages would have failed."""
        states = [self._status_of(number) for number in job["stages"]]
        are_known = len(states) == job["stages_total"] and all(states)
        return bool(CANCELLED.search(why)) or (are_known and "FAILED" not in states)

    def _status_of(self, stage: int) -> str:
        return str(self.progress.stages.get(stage, {}).get("status", ""))

    def _read_active_stages(self) -> None:
        """Read the stages that run, all at one moment: no more tasks run than there are cores."""
        if not (self._constant or self._active):
            return
        active = self._active_stages()
        left = (self.progress.executors or {}).get("cores") or sys.maxsize
        for number, record in active.items():
            running = min(record["running"], left)
            left -= running
            self.progress.stages[number] = {**record, "running": running}
        for number in self._active - active.keys():
            self._unread_stages[number] = None
            if number in self.progress.stages:
                self.progress.stages[number] = {**self.progress.stages[number], "running": 0}
        self._active = set(active)

    def _active_stages(self) -> dict[int, Record]:
        """Describe the stages that run, of the jobs that are shown: others belong to streams."""
        found = self._store.active_stages(ACTIVE_READ) if self._constant else []
        shown = {stage for job in self.progress.running() for stage in job["stages"]}
        stages = self.progress.stages
        records = (
            self._store.stage(it, stages.get(it), stage) for it, stage in found if it in shown
        )
        return {record["id"]: record for record in records if record is not None}

    def _read_stages(self, may_go_on: Callable[[], bool]) -> None:
        """Read stages that are new or have ended, once each."""
        for place, number in enumerate(list(self._unread_stages)):
            if place and not may_go_on():
                break
            del self._unread_stages[number]
            if number not in self._active:
                self._read_stage(number)

    def _read_stage(self, number: int) -> None:
        known = self.progress.stages.get(number)
        record = self._store.stage(number, known)
        if record is not None:  # what runs is told by `_read_active_stages`
            self.progress.stages[number] = {**record, "running": 0}

    def _share_tasks(self) -> None:
        """Give each running job the tasks of its stages; those of a shared one to the first job."""
        shared = set(self._active)
        for job in self.progress.running():
            own = shared.intersection(job["stages"])
            shared -= own
            running = sum(self.progress.stages[number]["running"] for number in own)
            if running != job["running"]:
                self.progress.jobs[job["id"]] = {**job, "running": running}
