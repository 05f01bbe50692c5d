"""Which values Spark can read."""

from __future__ import annotations

from typing import Any

import pytest

from startspark.properties.reference import find_property
from startspark.properties.value_types import spark_text, value_problem

BOOLEAN, INT, SIZE = "spark.eventLog.enabled", "spark.ui.port", "spark.driver.maxResultSize"
DOUBLE, TIME, HEAP = "spark.memory.fraction", "spark.network.timeout", "spark.driver.memory"


def problem_of(name: str, value: Any) -> str | None:
    return value_problem(find_property(name), spark_text(value))


@pytest.mark.parametrize(
    ("name", "well", "wrong", "wanted"),
    [
        (BOOLEAN, ["true", "False", " true", True], ["yes", "1", "", 1], "true or false"),
        (INT, ["4", "-4", " 4 ", 4], ["4.0", "", "2147483648", 0.5], "a whole number such as 4"),
        (DOUBLE, ["0.6", ".6", "1e-3", "NaN", 1], ["0,6", "60%", "inf"], "a number such as 0.6"),
        (
            TIME,
            ["30s", "5min", "100", "-1", "10MS", 30],
            ["30 s", "1.5s", "2w", "30sec"],
            "a time in whole numbers such as 500ms, 30s or 5min",
        ),
        (
            SIZE,
            ["1g", "512MB", "4GiB", "-1", "1024", 1024],
            ["1.5g", "1 g", "4gigs"],
            "a size in whole numbers such as 512m or 4g",
        ),
        (
            HEAP,
            ["512m", "4G"],
            ["4gb", "4096", "0.5g"],
            "a size in whole numbers with a unit of one letter, such as 512m or 4g",
        ),
        (
            "spark.sql.storeAssignmentPolicy",
            ["ANSI", "legacy"],
            ["loose"],
            "one of ANSI, LEGACY, STRICT",
        ),
    ],
)
def test_a_value_that_spark_cannot_read_is_refused(
    name: str, well: list[Any], wrong: list[Any], wanted: str
) -> None:
    for value in well:
        assert problem_of(name, value) is None, value
    for value in wrong:
        assert problem_of(name, value) == f"must be {wanted}", value


@pytest.mark.parametrize("value", ["{{ size }}", "${spark.executor.memory}", {"env": "SIZE"}, None])
def test_a_value_may_not_be_known_yet(value: Any) -> None:
    assert spark_text(value) is None
