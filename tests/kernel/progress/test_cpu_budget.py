"""How much of a processor the watching thread may take."""

from __future__ import annotations

import pytest

from startspark.kernel.progress import cpu_budget
from startspark.kernel.progress.cpu_budget import CpuBudget


@pytest.fixture
def clock() -> dict[str, float]:
    """Seconds that have passed, and seconds of a processor that were taken."""
    return {"time": 0.0, "cpu": 0.0}


@pytest.fixture
def budget(clock) -> CpuBudget:
    """A budget of that clock."""
    return CpuBudget(lambda: clock["time"], lambda: clock["cpu"])


@pytest.mark.parametrize("cost", [0.0005, 0.002, 0.03])
def test_the_dearer_a_look_the_rarer(clock, budget, cost: float) -> None:
    looks = 0
    for tick in range(4000):  # a thousand seconds
        clock["time"] = tick / 4
        if tick % 2 == 0 and budget.is_left():
            looks += 1
            budget.begin(is_free=False)
            clock["cpu"] += cost
            budget.end()
    most = cpu_budget.SHARE * 1000 + cpu_budget.SAVED + cost
    assert clock["cpu"] <= most
    assert looks == 2000 or clock["cpu"] > 0.9 * cpu_budget.SHARE * 1000


def test_one_look_reads_little_while_something_runs_and_more_while_nothing_does(
    clock, budget
) -> None:
    for is_free, most in ((False, cpu_budget.OF_ONE_LOOK), (True, cpu_budget.WHILE_FREE)):
        budget.begin(is_free)
        clock["cpu"] += most * 0.9
        assert budget.may_go_on()
        clock["cpu"] += most * 0.2
        assert not budget.may_go_on()
        budget.end()
    assert budget.is_left()  # what was read in a free kernel is not made up for
