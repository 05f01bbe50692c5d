"""What the kernel says of a session's executors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from startspark.kernel.spark_status import executors

DYNAMIC = {"spark.master": "yarn", "spark.dynamicAllocation.enabled": "true"}


def context(conf: dict[str, str], living: int, ended: int) -> Any:
    """A SparkContext of Scala's with a driver and executors."""
    return SimpleNamespace(
        conf=lambda: SimpleNamespace(get=lambda key, default=None: conf.get(key, default)),
        statusTracker=lambda: SimpleNamespace(getExecutorInfos=lambda: range(living + 1)),
        statusStore=lambda: SimpleNamespace(
            executorList=lambda only_active: SimpleNamespace(
                size=lambda: living + 1 + (0 if only_active else ended)
            )
        ),
    )


@pytest.mark.parametrize(
    ("conf", "living", "ended", "said"),
    [
        ({"spark.master": "yarn", "spark.executor.instances": "2"}, 0, 0, (0, 2, 0)),
        ({"spark.master": "yarn", "spark.executor.instances": "2"}, 1, 1, (1, 2, 1)),
        ({"spark.master": "spark://a:1"}, 1, 2, (1, None, 2)),
        (DYNAMIC, 0, 4, (0, 0, 4)),
        ({**DYNAMIC, "spark.dynamicAllocation.minExecutors": "3"}, 2, 1, (2, 3, 1)),
        ({"spark.master": "local[*]"}, 0, 0, (0, None, 0)),
    ],
    ids=["to come", "one lost", "no number", "none needed", "a minimum", "local"],
)
def test_executors_that_were_lost_are_told_from_those_to_come(
    conf: dict[str, str], living: int, ended: int, said: tuple[int, int | None, int]
) -> None:
    executors_, wanted, lost = said
    found = executors(context(conf, living, ended))
    assert found == {"executors": executors_, "wanted": wanted, "lost": lost}


def test_a_spark_that_does_not_tell_has_lost_none() -> None:
    mute = context({"spark.master": "yarn"}, 1, 1)
    del mute.statusStore
    assert executors(mute)["lost"] == 0
