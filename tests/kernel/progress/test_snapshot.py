"""The messages about one application's work, and how much they hold."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from message_docs import expect_documented
from startspark.kernel.progress import snapshot as bounds
from startspark.kernel.progress.snapshot import KINDS, Progress

STATES = ("RUNNING", "SUCCEEDED", "FAILED", "CANCELLED")


def job(number: int, status: str = "SUCCEEDED", **other: Any) -> dict[str, Any]:
    """A job that began at its number."""
    return {
        "id": number,
        "cell": "a",
        "status": status,
        "begin": number,
        "end": None if status == "RUNNING" else number + 1,
        "stages": [number],
        "tasks": 4,
        "failed": 1,
        **other,
    }


def stage(number: int, **other: Any) -> dict[str, Any]:
    """A stage that has read ten bytes."""
    return {"id": number, "input": 10, **other}


def stream(number: int, end: int | None = None) -> dict[str, Any]:
    """A stream."""
    return {"id": str(number), "begin": number, "end": end}


class Page:
    """What a page makes of the messages, as docs/reference/messages.md says."""

    def __init__(self) -> None:
        self.seq = 0
        self.known: dict[str, dict[Any, Any]] = {kind: {} for kind in KINDS}
        self.executors = self.submitted = None

    def apply(self, message: dict[str, Any]) -> None:
        """Apply one message: a whole one, or the next."""
        assert message["whole"] or message["seq"] == self.seq + 1
        if message["whole"]:
            self.known = {kind: {} for kind in KINDS}
        self.seq, self.submitted = message["seq"], message["submitted"]
        self.executors = message.get("executors", self.executors)
        for kind, keys in message.get("dropped", {}).items():
            for key in keys:
                del self.known[kind][key]
        for kind in KINDS:
            name = "cell" if kind == "earlier" else "id"
            self.known[kind].update((it[name], it) for it in message[kind])

    def is_like(self, whole: dict[str, Any]) -> bool:
        """Whether it knows what a whole message has."""
        other = Page()
        other.apply(whole)
        return vars(self) == vars(other)


CHANGES = st.one_of(
    st.tuples(
        st.just("jobs"),
        st.builds(
            lambda number, state, cell: job(number, state, cell=cell),
            st.integers(0, 12),
            st.sampled_from(STATES),
            st.sampled_from(["a", "b", "c", None]),
        ),
    ),
    st.tuples(st.just("stages"), st.builds(stage, st.integers(0, 12))),
    st.tuples(st.just("streams"), st.builds(stream, st.integers(0, 5), st.sampled_from([None, 9]))),
)


@given(st.lists(st.lists(CHANGES, max_size=6), max_size=12), st.data())
def test_changes_applied_to_what_a_page_knows_give_all_that_is_known(changes, data) -> None:
    names = ("JOBS_KEPT", "RUNNING_SENT", "EARLIER_KEPT", "STAGES_KEPT", "STREAMS_KEPT")
    normal = {name: getattr(bounds, name) for name in names}
    try:
        vars(bounds).update(zip(names, (3, 2, 2, 4, 2)))
        page, progress = Page(), Progress("app")
        for step in changes:
            for kind, record in step:
                getattr(progress, kind)[record["id"]] = record
            progress.submitted += 1
            message = progress.message(1.0, whole=data.draw(st.booleans()))
            assert message is not None
            page.apply(json.loads(json.dumps(message)))
            assert page.is_like(progress.whole(1.0))
            assert all(len(page.known[kind]) <= 5 for kind in KINDS)
    finally:
        vars(bounds).update(normal)


def test_nothing_is_said_where_nothing_has_changed() -> None:
    progress = Progress("app")
    progress.jobs[0] = job(0, "RUNNING")
    first = progress.message(1.0, whole=False)
    assert first is not None
    assert (first["seq"], first["whole"], first["application"]) == (1, True, "app")
    progress.jobs[0] = job(0, "RUNNING")
    assert progress.message(2.0, whole=False) is None
    progress.executors = {"cores": 2}
    second = progress.message(3.0, whole=False)
    assert second is not None
    assert (second["seq"], second["jobs"], second["executors"]) == (2, [], {"cores": 2})
    whole = progress.message(4.0, whole=True)
    assert whole is not None
    assert (whole["seq"], whole["jobs"]) == (3, [job(0, "RUNNING")])


def test_a_thousand_jobs_of_a_cell_are_summed_up() -> None:
    progress = Progress("app")
    for number in range(1000):
        progress.jobs[number] = job(number)
        progress.stages[number] = stage(number)
    message = progress.message(1.0, whole=True)
    assert message is not None
    kept = [it["id"] for it in message["jobs"]]
    assert kept == list(range(700, 1000))
    assert [it["id"] for it in message["stages"]] == kept
    assert message["earlier"] == [
        {
            "cell": "a",
            "jobs": 700,
            "jobs_failed": 0,
            "jobs_cancelled": 0,
            "tasks": 2800,
            "tasks_failed": 700,
            "begin": 0,
            "end": 700,
            "input": 7000,
        }
    ]
    expect_documented("earlier", message["earlier"][0])


def test_the_bytes_of_a_shared_stage_count_once() -> None:
    progress = Progress("app")
    for number in range(400):
        progress.jobs[number] = job(number, stages=[0])
    progress.stages[0] = stage(0)
    progress.message(1.0, whole=False)
    (stage_,) = progress.whole(1.0)["stages"]  # a job that is kept has it
    assert stage_["input"] == 10
    assert progress.whole(1.0)["earlier"][0]["input"] == 0
    for number in range(400, 800):
        progress.jobs[number] = job(number, stages=[])
    progress.message(1.0, whole=False)
    assert progress.whole(1.0)["earlier"][0]["input"] == 10


def test_ten_thousand_stages_fifty_streams_and_many_running_jobs_stay_within_bounds() -> None:
    progress = Progress("app")
    for number in range(150):
        stages = list(range(number * 100, number * 100 + 100))
        progress.jobs[number] = job(number, "RUNNING", stages=stages)
        progress.stages.update((it, stage(it)) for it in stages)
    for number in range(80):
        progress.streams[str(number)] = stream(number, None if number % 2 else 100)
    message = progress.message(1.0, whole=True)
    assert message is not None
    assert [it["id"] for it in message["jobs"]] == list(range(100))
    assert len(message["stages"]) == 600
    assert len(message["streams"]) == 50
    assert sum(it["end"] is None for it in message["streams"]) == 40  # those that run stay


def test_of_many_cells_the_last_are_remembered() -> None:
    progress = Progress("app")
    for number in range(1000):
        progress.jobs[number] = job(number, cell=str(number))
    progress.message(1.0, whole=False)
    cells = [it["cell"] for it in progress.whole(1.0)["earlier"]]
    assert cells == [str(number) for number in range(500, 700)]
