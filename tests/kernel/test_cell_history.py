"""Which cell ran when."""

from __future__ import annotations

import asyncio
import time

import pytest

from startspark.kernel import cell_history
from startspark.kernel.cell_history import CellHistory


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, to be set."""
    clock = [0.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    return clock


def run(history: CellHistory, now: list[float], cell: str, begin: float, end: float) -> None:
    now[0] = begin
    history.begin(cell)
    now[0] = end
    history.end()


def test_a_job_belongs_to_the_cell_that_ran_when_it_was_submitted(now) -> None:
    history = CellHistory()
    run(history, now, "first", 1.0004, 2)
    run(history, now, "second", 3, 4)
    now[0] = 5
    history.begin("third")
    moments = [999, 1000, 2000, 2500, 3500, 4500, 5000, 9000]
    found = [history.at(moment) for moment in moments]
    assert found == [None, "first", "first", None, "second", None, "third", "third"]
    assert [history.last_before(it) for it in (999, 2500, 9000)] == [None, "first", "third"]


def test_the_oldest_are_forgotten_and_a_kernel_that_names_none_has_none(now) -> None:
    history = CellHistory()
    for number in range(cell_history.RUNS_KEPT + 5):
        run(history, now, str(number), number, number + 0.5)
    assert history.at(4100) is None
    assert history.at(5100) == "5"
    nameless = CellHistory()
    run(nameless, now, "", 1, 2)
    assert nameless.at(1500) is None


def test_a_job_between_cells_belongs_to_the_last_cell_of_which_a_task_goes_on(now) -> None:
    async def cells() -> None:
        history, go = CellHistory(), asyncio.Event()
        now[0] = 1
        history.begin("with a task")
        task = asyncio.get_running_loop().create_task(go.wait())
        now[0] = 2
        history.end()
        run(history, now, "without", 3, 4)
        assert history.at(3500) == "without"
        assert history.at(4500) == "with a task"
        assert history.at(500) is None
        go.set()
        await task
        assert history.at(4500) is None

    asyncio.run(cells())
