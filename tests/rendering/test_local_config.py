"""The config that every installation has, `local`: sized by hand where the user wants that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from startspark.configs.catalog import Catalog, load
from startspark.errors import ParameterError
from startspark.rendering.renderer import parameter_schemas, render

FOLDER = Path(__file__).parents[2] / "etc" / "jupyter" / "startspark"
LOCAL = load(FOLDER / "local.yaml", "environment")
CONTEXT = {
    "user": "ann",
    "notebook": "stars.ipynb",
    "cpu_count": 8,
    "memory": 16 * 2**30,
    "host": "hub",
    "base_url": "/",
    "env": {},
}


def requested(parameters: dict[str, Any]) -> dict[str, Any]:
    """The properties that the code sets, without what is the same for all configs."""
    conf = render(LOCAL, parameters, CONTEXT).requested_conf
    return {name: conf[name] for name in conf if name in ("spark.master", "spark.driver.memory")}


def test_one_click_takes_all_cores_and_leaves_the_memory_to_spark() -> None:
    assert requested({}) == {"spark.master": "local[*]"}


def test_cores_and_memory_can_be_chosen() -> None:
    found = {"spark.master": "local[3]", "spark.driver.memory": "12g"}
    assert requested({"cores": 3, "memory": 12}) == found


def test_more_than_the_machine_has_is_refused() -> None:
    with pytest.raises(ParameterError) as raised:
        requested({"cores": 9, "memory": 17})
    assert raised.value.refusals == {"cores": "must be at most 8", "memory": "must be at most 16"}


def test_a_machine_with_less_than_a_gigabyte_has_a_valid_form() -> None:
    schemas = parameter_schemas(LOCAL, {**CONTEXT, "memory": 2**29, "cpu_count": 1})
    assert [schemas[it]["maximum"] for it in ("cores", "memory")] == [1, 1]


def test_who_extends_it_is_not_asked_for_more_than_before(tmp_path: Path) -> None:
    (tmp_path / "grid.yaml").write_text(
        "extends: local\nparameters: {queue: {type: string}, memory: {advanced: true}}"
    )
    grid = Catalog([(tmp_path, "user"), (FOLDER, "environment")]).read()["grid"]
    assert grid.error is None
    shown = [name for name, schema in grid.parameters.items() if not schema.get("advanced")]
    assert shown == ["queue"]
