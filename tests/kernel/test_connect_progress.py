"""Spark Connect's operations as jobs."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from startspark.kernel import connect, jobs


class Session:
    """A Spark Connect session whose server reports what a test says."""

    session_id = "session"

    def __init__(self) -> None:
        self.report: Any = None

    def registerProgressHandler(self, handler: Any) -> None:  # noqa: N802
        assert self.report is None, "registered twice"
        self.report = handler


class Followed:
    """A session that is followed, and what is published of it."""

    def __init__(self) -> None:
        self.session = Session()
        self.published: list[dict[str, Any]] = []
        connect.follow(self.session, self.published.append)
        connect.follow(self.session, self.published.append)

    def report(self, operation: str, done: bool = False, tasks: int = 2) -> None:
        """Report an operation of one stage."""
        counts = {"num_tasks": 4, "num_completed_tasks": tasks, "num_bytes_read": 7}
        stage = SimpleNamespace(stage_id=0, done=done, **counts)
        self.session.report(
            stages=[stage], inflight_tasks=2, operation_id=operation, done=done, new_in_spark_5=1
        )

    def jobs(self) -> dict[str, dict[str, Any]]:
        """The jobs, by operation."""
        found = connect.whole(self.session)
        return {job["id"]: job for job in found["jobs"]}

    def messages(self) -> list[dict[str, Any]]:
        return [it["progress"] for it in self.published if "progress" in it]


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> Followed:
    """A followed session, in the cell named so."""
    monkeypatch.setattr(jobs, "remember_cells", lambda: None)
    monkeypatch.setattr(jobs, "cell", lambda: "cell")
    return Followed()


def test_an_operation_is_a_job_with_its_stages(followed) -> None:
    assert connect.whole(SimpleNamespace()) is None
    followed.report("a")
    (first,) = followed.messages()
    assert (first["application"], first["whole"], first["submitted"]) == ("session", True, 1)
    job = followed.jobs()["a"]
    found = (job["cell"], job["status"], job["tasks"], job["done"], job["running"], job["end"])
    assert found == ("cell", "RUNNING", 4, 2, 2, None)
    followed.report("a", done=True, tasks=4)
    (job,) = followed.messages()[-1]["jobs"]
    assert (job["status"], job["done"], job["running"], job["stages_done"]) == (
        "SUCCEEDED",
        4,
        0,
        1,
    )
    assert job["end"] >= job["begin"]
    (stage,) = followed.messages()[-1]["stages"]
    assert (stage["status"], stage["input"]) == ("COMPLETE", 7)


def test_an_operation_is_named_by_what_was_called(followed) -> None:
    source = "def toPandas(report): report('b')"
    pyspark = {"__name__": "pyspark.sql.connect.dataframe"}
    exec(source, pyspark)
    cell = compile("\ntoPandas(report)", "/tmp/ipykernel_7/123.py", "exec")
    names = {"__name__": "__main__", "report": followed.report, "toPandas": pyspark["toPandas"]}
    exec(cell, names)
    followed.report("a", done=True)
    assert [job["name"] for job in followed.jobs().values()] == ["toPandas, line 2", "query"]


def test_at_most_two_messages_a_second_and_each_end(followed) -> None:
    for _ in range(20):
        followed.report("a")
    assert len(followed.messages()) == 1
    followed.report("a", done=True)
    assert len(followed.messages()) == 2


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (ValueError("too much\nat there"), "FAILED", "too much"),
        (KeyboardInterrupt(), "CANCELLED", ""),
        (
            ValueError("[OPERATION_CANCELED] Operation"),
            "CANCELLED",
            "[OPERATION_CANCELED] Operation",
        ),
    ],
)
def test_one_that_an_error_ends_has_not_succeeded(followed, error, status, reason) -> None:
    followed.report("a")
    try:
        raise error
    except BaseException:  # pyspark's context manager reports the end meanwhile
        followed.report("a", done=True)
        followed.report("b")
        followed.report("b", done=True)
    job = followed.jobs()["a"]
    assert (job["status"], job["reason"]) == (status, reason)
    assert followed.jobs()["b"]["status"] == "SUCCEEDED"


def test_a_fault_in_showing_it_ends_no_query(followed, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "cell", lambda: 1 / 0)
    followed.report("a")
    followed.session.report(unknown="arguments")
    monkeypatch.setattr(jobs, "cell", lambda: "")
    followed.report("b")
    assert followed.jobs()["b"]["cell"] is None  # as in a terminal


def test_queries_of_several_threads_do_not_mix(followed, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "cell", lambda: threading.current_thread().name)
    names = [str(number) for number in range(8)]

    def query(name: str) -> None:
        for _ in range(20):
            followed.report(name)
        followed.report(name, done=True)

    threads = [threading.Thread(target=query, args=[name], name=name) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = followed.jobs()
    assert {name: (found[name]["cell"], found[name]["status"]) for name in names} == {
        name: (name, "SUCCEEDED") for name in names
    }
    assert [it["seq"] for it in followed.messages()] == list(range(1, len(followed.messages()) + 1))
