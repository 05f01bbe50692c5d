"""What is known of one application's work, its bounds, and the messages that tell the pages of it.

`docs/reference/messages.md` describes the messages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Union

JOBS_KEPT = 300
"""How many ended jobs are kept one by one; older ones are summed up by cell."""

RUNNING_SENT = 100
"""How many running jobs a message has at most, the oldest first: Spark runs them in that order."""

EARLIER_KEPT = 200
STAGES_KEPT = 600
STREAMS_KEPT = 50

STAGES_OF_JOB = 100
"""How many stages of a job are named at most, the newest: a job can have thousands."""

KINDS = ("jobs", "stages", "streams", "earlier")

if TYPE_CHECKING:
    Record = dict[str, Any]
else:
    Record = dict  # Python 3.8 has no subscript for it
Key = Union[int, str, None]


class Progress:
    """Hold what is known of one application, within bounds, and make messages of it.

    Records are replaced, never changed: what differs from the last message is found by that.

    Attributes:
        application: its id.
        submitted: how many jobs there have been.
        executors: as the message has them; None where they are not known.
    """

    def __init__(self, application: str) -> None:
        self.application = application
        self.submitted = 0
        self.executors: Record | None = None
        self.jobs: dict[Key, Record] = {}
        self.stages: dict[Key, Record] = {}
        self.streams: dict[Key, Record] = {}
        self._earlier: dict[Key, Record] = {}
        self._seq = 0
        self._sent: dict[str, dict[Key, Record]] = {kind: {} for kind in KINDS}
        self._sent_submitted = 0
        self._sent_executors: Record | None = None

    def running(self) -> list[Record]:
        """Return the jobs that run, the oldest first."""
        found = (job for job in self.jobs.values() if job["status"] == "RUNNING")
        return sorted(found, key=lambda job: job["begin"])

    def message(self, now: float, whole: bool) -> Record | None:
        """Return what has changed since the last message, or all; None where nothing has changed.

        The first message has all.

        Args:
            now: in milliseconds since 1970.
            whole: whether all is wanted.
        """
        self._keep_bounds()
        visible = self._visible()
        changed = {kind: self._changed(kind, visible[kind]) for kind in KINDS}
        dropped = {
            kind: [key for key in self._sent[kind] if key not in visible[kind]] for kind in KINDS
        }
        new_executors = self.executors != self._sent_executors
        is_new = new_executors or self.submitted != self._sent_submitted
        if not (whole or is_new or any(changed.values()) or any(dropped.values())):
            return None
        self._sent, self._sent_submitted = visible, self.submitted
        self._sent_executors = self.executors
        self._seq += 1
        if whole or self._seq == 1:
            return self.whole(now)
        message = {**self._head(now, False), **changed}
        if new_executors:
            message["executors"] = self.executors
        if any(dropped.values()):
            message["dropped"] = {kind: keys for kind, keys in dropped.items() if keys}
        return message

    def whole(self, now: float) -> Record:
        """Return all that the messages so far have told, as one message with the last one's number.

        Args:
            now: in milliseconds since 1970.
        """
        told = {kind: list(records.values()) for kind, records in self._sent.items()}
        message = {**self._head(now, True), **told}
        if self._sent_executors is not None:
            message["executors"] = self._sent_executors
        return message

    def _head(self, now: float, whole: bool) -> Record:
        return {
            "application": self.application,
            "seq": self._seq,
            "whole": whole,
            "time": now,
            "submitted": self._sent_submitted,
        }

    def _visible(self) -> dict[str, dict[Key, Record]]:
        hidden = {job["id"] for job in self.running()[RUNNING_SENT:]}
        jobs = {key: job for key, job in self.jobs.items() if key not in hidden}
        records = (jobs, dict(self.stages), dict(self.streams), dict(self._earlier))
        return dict(zip(KINDS, records))

    def _changed(self, kind: str, visible: dict[Key, Record]) -> list[Record]:
        sent = self._sent[kind]
        return [record for key, record in visible.items() if sent.get(key) != record]

    def _keep_bounds(self) -> None:
        """Sum up the jobs that ended first, and drop stages of which no job is kept."""
        ended = sorted(
            (job for job in self.jobs.values() if job["status"] != "RUNNING"),
            key=lambda job: job["end"] or job["begin"],
        )
        holders = _count_holders(self.jobs.values())
        while ended and (len(ended) > JOBS_KEPT or len(self.stages) > STAGES_KEPT):
            self._sum_up(ended.pop(0), holders)
        for number in [it for it in self.stages if not holders.get(it)]:
            del self.stages[number]
        _keep_last(self.stages, STAGES_KEPT, lambda stage: stage["id"])
        _keep_last(self._earlier, EARLIER_KEPT, lambda earlier: earlier["end"])
        _keep_last(self.streams, STREAMS_KEPT, lambda it: (it["end"] is None, it["begin"]))

    def _sum_up(self, job: Record, holders: dict[Key, int]) -> None:
        """Add a job to what is kept of its cell, and a stage with the last of its jobs."""
        del self.jobs[job["id"]]
        size = 0
        for stage in job["stages"]:
            holders[stage] -= 1
            if not holders[stage] and stage in self.stages:
                size += self.stages.pop(stage)["input"]
        end = job["end"] or job["begin"]
        before = self._earlier.get(job["cell"]) or _no_jobs(job)
        self._earlier[job["cell"]] = {
            "cell": job["cell"],
            "jobs": before["jobs"] + 1,
            "jobs_failed": before["jobs_failed"] + (job["status"] == "FAILED"),
            "jobs_cancelled": before["jobs_cancelled"] + (job["status"] == "CANCELLED"),
            "tasks": before["tasks"] + job["tasks"],
            "tasks_failed": before["tasks_failed"] + job["failed"],
            "begin": min(before["begin"], job["begin"]),
            "end": max(before["end"], end),
            "input": before["input"] + size,
        }


def _no_jobs(job: Record) -> Record:
    names = ("jobs", "jobs_failed", "jobs_cancelled", "tasks", "tasks_failed", "input")
    return {**dict.fromkeys(names, 0), "begin": job["begin"], "end": job["end"] or job["begin"]}


def _count_holders(jobs: Iterable[Record]) -> dict[Key, int]:
    """Count for each stage the jobs that have it."""
    counts: dict[Key, int] = {}
    for job in jobs:
        for stage in job["stages"]:
            counts[stage] = counts.get(stage, 0) + 1
    return counts


def _keep_last(records: dict[Key, Record], most: int, order: Any) -> None:
    surplus = len(records) - most
    if surplus > 0:
        keys = sorted(records, key=lambda key: order(records[key]))
        for key in keys[:surplus]:
            del records[key]
