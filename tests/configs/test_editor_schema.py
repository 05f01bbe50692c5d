"""The JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from startspark.configs.editor_schema import editor_schema
from startspark.configs.validation import SCHEMA, find_errors
from startspark.properties.reference import property_names

EXAMPLES = Path(__file__).parents[2] / "examples"
CONFIGS = sorted(
    it for it in EXAMPLES.rglob("*.yaml") if it.parent.name in ("configs", "startspark")
)
EDITOR = editor_schema()
CONF = EDITOR["properties"]["conf"]["properties"]


def errors(data: Any) -> list[str]:
    return [it.message for it in Draft7Validator(EDITOR).iter_errors(data)]


def test_it_is_a_schema_of_the_draft_that_it_names() -> None:
    Draft7Validator.check_schema(EDITOR)
    assert set(EDITOR["properties"]) == set(SCHEMA["properties"])


@pytest.mark.parametrize("path", CONFIGS, ids=lambda it: it.name)
def test_the_examples_are_valid(path: Path) -> None:
    assert errors(yaml.safe_load(path.read_text())) == []


def test_there_are_examples() -> None:
    assert len(CONFIGS) > 5


def test_each_property_is_there_but_those_with_keys_of_their_own() -> None:
    assert set(property_names()) - set(CONF) == {"spark.remote", "spark.app.name"}
    assert set(CONF) <= set(property_names())
    assert len(CONF) > 1900


def test_a_property_has_description_default_values_and_deprecation() -> None:
    memory = CONF["spark.executor.memory"]
    assert memory["description"].startswith("Amount of memory to use per executor process")
    assert memory["description"].endswith("size, default 1g, since Spark 0.7")
    assert memory["default"] == "1g"
    assert CONF["spark.sql.adaptive.enabled"]["default"] is True
    assert CONF["spark.sql.shuffle.partitions"]["default"] == 200
    assert CONF["spark.sql.adaptive.enabled"]["anyOf"][0] == {"type": "boolean"}
    assert CONF["spark.scheduler.mode"]["anyOf"][0] == {"enum": ["FAIR", "FIFO", "NONE"]}
    assert "default" not in CONF["spark.dynamicAllocation.initialExecutors"]
    assert "write `spark.yarn.jars`" in CONF["spark.yarn.jar"]["deprecationMessage"]


VALUES = ["text", "{{ cpu_count }}", 4, 0.5, True, {"env": "NAME"}]
WRONG = [[1], {"env": "1"}, {"enw": "NAME"}, {}, None]


@pytest.mark.parametrize("name", ["spark.scheduler.mode", "spark.ui.enabled", "spark.app.own"])
def test_it_takes_the_same_values_as_start_spark(name: str) -> None:
    for value in [*VALUES, *WRONG]:
        data = {"conf": {name: value}}
        assert bool(errors(data)) == bool(list(find_errors(data))), value
    assert errors({"extends": "other", "conf": {name: None}}) == []


@pytest.mark.parametrize(
    "data", [{"master": "a", "remote": "b"}, {"conf": {"spark.master": "x"}}, {"mastre": "x"}]
)
def test_it_refuses_what_start_spark_refuses(data: dict[str, Any]) -> None:
    assert errors(data)
    assert list(find_errors(data))
