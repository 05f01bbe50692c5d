"""What is read of an application's work, from a store of plain objects."""

from __future__ import annotations

import time
from typing import Any

import pytest

from startspark.kernel.cell_history import CellHistory
from startspark.kernel.progress.job_tracker import PATIENCE, JobTracker
from startspark.kernel.progress.snapshot import Progress

CORES = 4


class Store:
    """A status store that counts what is asked of it."""

    def __init__(self) -> None:
        self.jobs: dict[int, dict[str, Any]] = {}
        self.stages: dict[int, dict[str, Any]] = {}
        self.listed: list[dict[str, Any]] = []
        self.active = ""
        self.tasks = 0
        self.living = 1
        self.count = 0
        self.asked: list[tuple[str, int]] = []

    def add(self, number: int, status: str = "RUNNING", **other: Any) -> None:
        """Add a job, or change it."""
        constant = {"group": "", "tag": None, "batch": None, "begin": number, "stages": [number]}
        end = None if status == "RUNNING" else number + 1
        total = len(other.get("stages", [number]))
        counts = {"running": 0, "tasks": 8, "failed": 0, "stages_total": total}
        self.jobs[number] = {
            **{"id": number, "status": status, "end": end, **counts, **constant},
            **other,
        }
        self.count = max(self.count, number + 1)
        for stage in self.jobs[number]["stages"]:
            self.stages.setdefault(stage, self.stage_of(stage, "PENDING"))

    def stage_of(self, number: int, status: str, running: int = 0, why: str = "") -> dict[str, Any]:
        """A stage's record."""
        counts = {"running": running, "input": 0}
        return {
            "id": number,
            "status": status,
            "attempt": 0,
            "begin": None,
            **counts,
            "reason": why,
        }

    def put_stage(self, number: int, status: str, running: int = 0, why: str = "") -> None:
        """Set what a stage does."""
        self.stages[number] = self.stage_of(number, status, running, why)

    def submitted(self) -> int:
        return self.count

    def job(self, number: int, known: dict[str, Any] | None = None) -> dict[str, Any] | None:
        self.asked.append(("job", number))
        found = self.jobs.get(number)
        return {**(known or found), **found} if found else None

    def active_stages(self, most: int) -> list[tuple[int, Any]]:
        active = [(it["id"], it) for it in self.stages.values() if it["status"] == "ACTIVE"]
        return active[:most]

    def stage(self, number: int, known: Any = None, found: Any = None) -> dict[str, Any] | None:
        self.asked.append(("stage", number))
        return self.stages.get(number)

    def executor_count(self) -> int:
        return self.living

    def executors(self, most: int) -> Any:
        return [{"id": "driver", "cores": CORES, "tasks": self.tasks}], []

    def streams(self) -> list[dict[str, Any]]:
        return self.listed

    def active_streams(self) -> str:
        return self.active


class Tracked:
    """A tracker with its store."""

    def __init__(self) -> None:
        self.store = Store()
        self.progress = Progress("app")
        self.history = CellHistory()
        self.tracker = JobTracker(self.store, self.progress, self.history)

    def look(self, most: int | None = None) -> None:
        """Look, and read no more of what can wait than so many jobs and stages."""
        self.store.asked.clear()
        self.tracker.look(lambda: most is None or len(self.store.asked) < most)

    def states(self) -> dict[Any, str]:
        return {key: job["status"] for key, job in self.progress.jobs.items()}


@pytest.fixture
def tracked() -> Tracked:
    """One that has looked once."""
    found = Tracked()
    found.store.add(0, "SUCCEEDED")
    found.look()
    return found


def test_new_and_running_jobs_alone_are_read(tracked) -> None:
    tracked.store.put_stage(0, "COMPLETE")
    tracked.store.add(1)
    assert tracked.tracker.has_new()
    tracked.look()
    assert not tracked.tracker.has_new()
    assert ("job", 0) not in tracked.store.asked
    tracked.store.put_stage(1, "COMPLETE")
    tracked.store.add(1, "SUCCEEDED")
    tracked.look()
    assert tracked.states() == {0: "SUCCEEDED", 1: "SUCCEEDED"}
    assert tracked.progress.stages[1]["status"] == "COMPLETE"
    tracked.look()
    assert tracked.store.asked == []
    assert not tracked.tracker.is_at_work()


def test_executors_are_read_until_they_run_nothing(tracked) -> None:
    tracked.store.put_stage(0, "COMPLETE")
    for tasks in (2, 0):
        tracked.store.tasks = tasks
        tracked.tracker._executors._due = 0
        tracked.look()
        assert tracked.tracker.is_at_work() == (tasks > 0)


def test_executors_that_come_or_go_are_noticed(tracked) -> None:
    assert not tracked.tracker.has_other_executors()
    tracked.store.living = 2
    assert tracked.tracker.has_other_executors()
    tracked.tracker._executors._due = 0
    tracked.look()
    assert not tracked.tracker.has_other_executors()


def test_a_job_belongs_to_its_tag_s_cell_or_to_the_one_that_ran(tracked) -> None:
    tracked.history.begin("ran")
    now = time.time() * 1000
    tracked.store.add(1, begin=now)
    tracked.store.add(2, begin=now, tag="thread's")
    tracked.store.add(3, begin=5)
    tracked.look()
    cells = [tracked.progress.jobs[number]["cell"] for number in (1, 2, 3)]
    assert cells == ["ran", "thread's", None]
    assert "tag" not in tracked.progress.jobs[1]
    tracked.store.add(4, begin=now, batch={"run": "r", "batch": "1", "name": ""})
    assert tracked.tracker.running_of("ran") == [1]  # no thread's, no stream's, no other's


def test_no_more_tasks_run_than_there_are_cores_and_a_shared_stage_s_count_once(tracked) -> None:
    tracked.store.add(1, stages=[10, 11])
    tracked.store.add(2, stages=[11, 12])
    for stage, running in ((10, 2), (11, 1), (12, 3), (13, 4)):
        tracked.store.put_stage(stage, "ACTIVE", running)
    tracked.look()
    running = [job["running"] for job in tracked.progress.jobs.values()]
    assert sorted(running) == [0, 1, 3]
    assert tracked.progress.jobs[1]["running"] == 3
    assert 13 not in tracked.progress.stages  # a stream's
    tracked.store.put_stage(10, "COMPLETE")
    tracked.store.put_stage(12, "ACTIVE", 4)
    tracked.look(most=1)
    assert sum(it["running"] for it in tracked.progress.stages.values()) <= CORES


def test_more_jobs_than_can_be_read_at_once_are_read_the_newest_first(tracked) -> None:
    for number in range(1, 1001):
        tracked.store.add(number, "SUCCEEDED", stages=[])
    tracked.store.add(1001)
    tracked.look(most=10)
    assert list(tracked.states())[1:] == list(range(1001, 991, -1))
    assert tracked.progress.submitted == 1002
    for _ in range(30):
        tracked.look(most=50)
        tracked.progress.message(1.0, whole=False)
    whole = tracked.progress.whole(1.0)
    assert len(whole["jobs"]) == 301
    assert sum(it["jobs"] for it in whole["earlier"]) == 700
    assert {it["id"] for it in whole["stages"]} == {1001}


def test_a_job_of_ten_thousand_stages_is_read_bit_by_bit(tracked) -> None:
    stages = list(range(9900, 10000))
    tracked.store.add(1, stages=stages)
    for _ in range(20):
        tracked.look(most=10)
        assert len(tracked.store.asked) <= 11
    assert len(tracked.progress.stages) == 101
    tracked.store.add(1, "SUCCEEDED", stages=stages)
    for number in stages:
        tracked.store.put_stage(number, "SKIPPED")
    for _ in range(20):
        tracked.look(most=10)
    assert {it["status"] for it in tracked.progress.stages.values()} == {"PENDING", "SKIPPED"}
    assert not tracked.tracker.has_running()


@pytest.mark.parametrize(
    ("why", "status"),
    [
        ("[SPARK_JOB_CANCELLED] Job 1 cancelled part of cancelled job group g", "CANCELLED"),
        ("Job 1 cancelled", "CANCELLED"),
        ("Job 1 cancelled because Stage 3 was cancelled", "CANCELLED"),
        ("ZeroDivisionError: division by zero", "FAILED"),
    ],
)
def test_a_failed_job_has_its_stage_s_reason_and_a_cancelled_one_is_no_failure(
    tracked, why: str, status: str
) -> None:
    tracked.store.add(1, stages=[3, 4])
    tracked.look()
    tracked.store.put_stage(3, "COMPLETE")
    tracked.store.put_stage(4, "FAILED", 0, why)
    tracked.store.add(1, "FAILED", stages=[3, 4])
    tracked.look(most=1)
    job = tracked.progress.jobs[1]
    assert (job["status"], job["reason"]) == (status, why)


@pytest.mark.parametrize(
    ("state", "total", "status"),
    [("ACTIVE", 2, "CANCELLED"), ("FAILED", 2, "FAILED"), ("ACTIVE", 3, "FAILED")],
)
def test_a_failed_job_of_which_no_stage_failed_was_cancelled(
    tracked, state: str, total: int, status: str
) -> None:
    tracked.store.add(1, stages=[3, 4], stages_total=total)
    tracked.look()
    tracked.store.put_stage(3, state)
    tracked.store.put_stage(4, "SKIPPED")
    tracked.store.add(1, "FAILED", stages=[3, 4], stages_total=total)
    tracked.look()
    assert tracked.progress.jobs[1]["status"] == status


def test_a_job_that_spark_has_not_begun_is_waited_for_but_not_for_ever(
    tracked, monkeypatch
) -> None:
    tracked.store.count = 3
    tracked.look()
    assert tracked.tracker.is_at_work()
    tracked.store.add(2, "SUCCEEDED")
    tracked.look()
    assert set(tracked.states()) == {0, 2}
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + PATIENCE + 1)
    tracked.look()
    tracked.look()
    assert not tracked.tracker.is_at_work()


def test_a_job_that_nobody_has_looked_for_since_is_not_lost(tracked, monkeypatch) -> None:
    for number in (1, 2):
        tracked.store.add(number, "SUCCEEDED")
    late = tracked.store.jobs.pop(1)
    tracked.look()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + PATIENCE + 1)
    tracked.store.jobs[1] = late
    tracked.store.add(3, "SUCCEEDED")
    tracked.look(most=1)  # reads the newest alone
    tracked.look()
    assert set(tracked.states()) == {0, 1, 2, 3}


def test_a_running_job_that_spark_has_forgotten_is_of_unknown_end(tracked, monkeypatch) -> None:
    tracked.store.add(1)
    tracked.look()
    del tracked.store.jobs[1]
    tracked.look()
    assert tracked.states()[1] == "RUNNING"  # reading it may have failed once
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + PATIENCE + 1)
    tracked.look()
    assert tracked.states()[1] == "UNKNOWN"
    assert not tracked.tracker.has_running()
    assert isinstance(tracked.progress.jobs[1]["end"], int)  # as the state file takes it


def test_a_running_job_that_could_not_be_read_once_goes_on(tracked) -> None:
    tracked.store.add(1)
    tracked.look()
    job = tracked.store.jobs.pop(1)
    tracked.look()
    tracked.store.jobs[1] = job
    tracked.look()
    assert tracked.states()[1] == "RUNNING"
    assert tracked.tracker.has_running()


def batch(run: str, number: int) -> dict[str, str]:
    return {"run": run, "batch": str(number), "name": "mine"}


def test_a_stream_is_no_list_of_jobs(tracked) -> None:
    tracked.history.begin("starts it")
    begin = time.time() * 1000
    listed = {"name": "mine", "begin": begin, "end": None, "batch": 1, "batch_begin": None}
    tracked.store.listed = [{"id": "run", **listed}]
    tracked.store.add(1, "SUCCEEDED", batch=batch("run", 2), begin=7)
    tracked.store.add(2, batch=batch("run", 2), begin=8)
    tracked.tracker._streams._interval._due = 0
    tracked.look()
    assert tracked.states() == {0: "SUCCEEDED"}
    (stream,) = tracked.progress.streams.values()
    found = (stream["cell"], stream["batch"], stream["batch_begin"], stream["end"])
    assert found == ("starts it", 2, 8, None)
    assert tracked.tracker.is_at_work()
    tracked.store.listed = [{**tracked.store.listed[0], "end": begin + 1}]
    tracked.tracker._streams._interval._due = 0
    tracked.look()
    assert not tracked.tracker.is_at_work()


def test_a_stream_that_spark_does_not_list_is_known_by_its_batches(tracked) -> None:
    tracked.history.begin("starts it")
    tracked.history.end()
    begin = time.time() * 1000 + 10
    tracked.store.active = "{x=Streaming Query [id = x, runId = run] [state = ACTIVE]}"
    for number in range(50):
        tracked.store.add(number + 1, batch=batch(f"run{number}", 1), begin=begin)
    tracked.store.add(51, batch=batch("run", 3), begin=begin)
    tracked.tracker._streams._interval._due = 0
    tracked.look()
    streams = tracked.progress.streams
    assert len(streams) == 51
    assert [key for key, it in streams.items() if it["end"] is None] == ["run"]
    assert (streams["run"]["cell"], streams["run"]["name"]) == ("starts it", "mine")
