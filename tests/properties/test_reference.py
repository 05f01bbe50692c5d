"""The list of properties and their types are those that Spark has."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from py4j.java_gateway import JVMView
from py4j.protocol import Py4JJavaError
from pyspark.java_gateway import launch_gateway

import archives
from pythons import PYTHONS
from startspark.properties.descriptions import describe_properties
from startspark.properties.reference import find_property
from startspark.properties.value_types import value_problem
from waiting import wait_until

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def tool():
    """tools/spark_properties.py."""
    path = Path(__file__).resolve().parents[2] / "tools" / "spark_properties.py"
    spec = importlib.util.spec_from_file_location("spark_properties_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tool_replaces_the_list_in_the_package(tool) -> None:
    assert tool.LIST.is_file()
    assert tool.DESCRIPTIONS.is_file()


@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_the_list_is_what_spark_registers(tool, python: str) -> None:
    with patch.dict(os.environ, archives.for_spark(python)):
        said = tool.registry(python)
    typed = {name: it["type"] for name, it in said["properties"].items() if it.get("type")}
    typed = {name: kind for name, kind in typed.items() if not name.startswith("spark.test")}
    listed = {name: find_property(name) for name in typed}
    assert len(typed) > 1000
    # A patch release brings a few.
    missing = [name for name in typed if not listed[name]]
    assert len(missing) < len(typed) / 100, f"run `make properties`: {missing}"
    other = [it for it in typed if listed[it] and listed[it].type not in (typed[it], "text")]
    assert len(other) < len(typed) / 100, f"run `make properties`: {other}"
    texts = {it["name"]: it for it in describe_properties()}
    undescribed = [
        name
        for name in typed
        if said["properties"][name]["doc"] and not texts.get(name, {}).get("meaning")
    ]
    assert len(undescribed) < len(typed) / 100, f"run `make properties`: {undescribed}"
    old = [name for name, it in said["properties"].items() if "deprecated" in it]
    assert len(old) > 50
    for known in map(find_property, old):
        assert known is None or known.deprecated or known.removed


@pytest.fixture(scope="module")
def jvm() -> Iterator[JVMView]:
    """A Java process in which Spark has registered its properties."""
    with patch.dict(os.environ, archives.for_spark(sys.executable)):
        gateway = launch_gateway()
    for name in ("package$", "UI$"):
        gateway.jvm.java.lang.Class.forName(f"org.apache.spark.internal.config.{name}")
    yield gateway.jvm
    # A connection that py4j's thread uses just now would be left open.
    client = gateway._gateway_client
    wait_until(lambda: not client.finalizer_deque and len(client.deque) == 2)
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


@pytest.mark.parametrize(
    "name",
    [
        "spark.eventLog.enabled",
        "spark.ui.port",
        "spark.memory.fraction",
        "spark.network.timeout",
        "spark.driver.maxResultSize",
    ],
)
def test_a_value_is_refused_where_spark_refuses_it(jvm: JVMView, name: str) -> None:
    entry = jvm.org.apache.spark.internal.config.ConfigEntry.findEntry(name)
    refused = [text for text in TEXTS if value_problem(find_property(name), text)]
    assert refused == [text for text in TEXTS if refuses(entry, text)]
