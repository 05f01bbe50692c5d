"""Which values Spark can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from py4j.java_gateway import JVMView
from py4j.protocol import Py4JJavaError
from pyspark.java_gateway import launch_gateway

from startspark.property_list import find
from startspark.property_types import refusal, text_of

BOOLEAN, INT, SIZE = "spark.eventLog.enabled", "spark.ui.port", "spark.driver.maxResultSize"
DOUBLE, TIME, HEAP = "spark.memory.fraction", "spark.network.timeout", "spark.driver.memory"


def refusal_of(name: str, value: Any) -> str | None:
    return refusal(find(name), text_of(value))


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
        assert refusal_of(name, value) is None, value
    for value in wrong:
        assert refusal_of(name, value) == f"must be {wanted}", value


@pytest.mark.parametrize("value", ["{{ size }}", "${spark.executor.memory}", {"env": "SIZE"}, None])
def test_a_value_may_not_be_known_yet(value: Any) -> None:
    assert text_of(value) is None


@pytest.fixture(scope="module")
def jvm() -> Iterator[JVMView]:
    """A Java process in which Spark has registered its properties."""
    gateway = launch_gateway()
    for name in ("package$", "UI$"):
        gateway.jvm.java.lang.Class.forName(f"org.apache.spark.internal.config.{name}")
    yield gateway.jvm
    gateway.shutdown()
    gateway.proc.stdin.close()  # it ends then
    gateway.proc.wait(30)


def refuses(entry: Any, text: str) -> bool:
    """Whether Spark cannot read a value."""
    try:
        entry.valueConverter().apply(text)
    except Py4JJavaError:
        return True
    return False


TEXTS = (
    *("true", "TRUE", " true ", "yes", "1", "0", "", "4", "+4", "-4", " 4 ", "4.0", "2147483648"),
    *("0.6", ".6", "6.", "1e3", "1d", "NaN", "nan", "Infinity", "inf", "0x1p3", "1_000", "4 4"),
    *("512m", "512 m", "512M", "512mb", "1.5g", "1t", "1pb", "1e", "-5m", "+5m", "1k", "10b"),
    *("30s", "30S", "5min", "1h", "1d", "2w", "10us", "10ns", "1.5s", "9" * 20),
)


@pytest.mark.spark
@pytest.mark.parametrize("name", [BOOLEAN, INT, DOUBLE, TIME, SIZE])
def test_a_value_is_refused_where_spark_refuses_it(jvm: JVMView, name: str) -> None:
    entry = jvm.org.apache.spark.internal.config.ConfigEntry.findEntry(name)
    refused = [text for text in TEXTS if refusal(find(name), text)]
    assert refused == [text for text in TEXTS if refuses(entry, text)]
