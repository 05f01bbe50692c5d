"""The list of properties is what Spark registers."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from kernels import PYTHONS
from startspark import property_list


def test_every_property_without_a_heir_has_a_reason() -> None:
    for name in property_list.names():
        known = property_list.find(name)
        if known.deprecated or known.removed:
            assert known.instead or known.why, name


@pytest.fixture(scope="module")
def tool():
    """tools/spark_properties.py."""
    path = Path(__file__).resolve().parents[1] / "tools" / "spark_properties.py"
    spec = importlib.util.spec_from_file_location("spark_properties_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.spark
@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_the_list_is_what_spark_registers(tool, python: str) -> None:
    said = tool.registry(python)
    typed = {name: it["type"] for name, it in said["properties"].items() if it.get("type")}
    typed = {name: kind for name, kind in typed.items() if not name.startswith("spark.test")}
    listed = {name: property_list.find(name) for name in typed}
    assert len(typed) > 1000
    # A patch release brings a few.
    missing = [name for name in typed if not listed[name]]
    assert len(missing) < len(typed) / 100, f"run `make properties`: {missing}"
    other = [it for it in typed if listed[it] and listed[it].type not in (typed[it], "text")]
    assert len(other) < len(typed) / 100, f"run `make properties`: {other}"
    old = [name for name, it in said["properties"].items() if "deprecated" in it]
    assert len(old) > 50
    for known in map(property_list.find, old):
        assert known is None or known.deprecated or known.removed
