"""Configs that extend others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from startspark.configs.catalog import Catalog
from startspark.configs.model import Config

Read = Callable[..., dict[str, Config]]


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """The user's, and the system's."""
    made = [tmp_path / "user", tmp_path / "system"]
    for folder in made:
        folder.mkdir()
    return made


@pytest.fixture
def catalog(folders: list[Path]) -> Catalog:
    return Catalog(list(zip(folders, ("user", "system"))))


@pytest.fixture
def read(catalog: Catalog, folders: list[Path]) -> Read:
    """Write the user's configs, then read the catalog."""

    def write_and_read(**texts: str) -> dict[str, Config]:
        for name, text in texts.items():
            (folders[0] / f"{name}.yaml").write_text(text)
        return catalog.read()

    return write_and_read


BASE = """
title: Cluster
description: For all
master: spark://there:7077
conf: {spark.executor.memory: 4g, spark.cores.max: 8, spark.ui.killEnabled: false}
parameters:
  executors: {type: integer, title: Executors, default: 4, maximum: 8}
after: print("ready")
"""


def test_keys_that_a_config_does_not_set_are_inherited(read: Read) -> None:
    child = read(
        base=BASE,
        child="""
extends: base
conf: {spark.executor.memory: 8g, spark.ui.killEnabled: null}
parameters:
  executors: {maximum: 20}
  queue: {type: string}
""",
    )["child"]
    assert child.error is None
    assert child.data == {
        "description": "For all",
        "master": "spark://there:7077",
        "conf": {"spark.executor.memory": "8g", "spark.cores.max": "8"},
        "parameters": {
            "executors": {"type": "integer", "title": "Executors", "default": 4, "maximum": 20},
            "queue": {"type": "string"},
        },
        "after": 'print("ready")',
    }
    assert child.title == "child"


def test_a_base_may_extend_another(read: Read) -> None:
    configs = read(base=BASE, middle="extends: base\nmaster: yarn", child="extends: middle")
    assert configs["child"].data["master"] == "yarn"
    assert configs["child"].data["conf"] == configs["base"].data["conf"]


def test_a_remote_replaces_an_inherited_master(read: Read) -> None:
    child = read(base=BASE, child="extends: base\nremote: sc://there")["child"]
    assert child.error is None
    assert "master" not in child.data


def test_a_users_config_extends_the_one_that_it_wins_over(read: Read, folders) -> None:
    (folders[1] / "cluster.yaml").write_text(BASE)
    config = read(cluster="extends: cluster\ntitle: Mine")["cluster"]
    assert (config.title, config.origin) == ("Mine", "user")
    assert config.data["master"] == "spark://there:7077"


def test_a_changed_base_changes_its_descendants(read: Read) -> None:
    before = read(base=BASE, child="extends: base")["child"]
    assert read()["child"] is before
    after = read(base=BASE.replace("4g", "6g"))["child"]
    assert after.data["conf"]["spark.executor.memory"] == "6g"
    assert after.version != before.version


def test_a_template_is_beside_the_file_that_names_it(read: Read, folders) -> None:
    (folders[1] / "base.yaml").write_text("template: own.py.j2")
    assert read(child="extends: base")["child"].folder == folders[1]


def test_a_value_s_location_is_in_the_file_that_sets_it(read: Read, folders) -> None:
    child = read(base=BASE, child="extends: base\nconf:\n  spark.cores.max: 9")["child"]
    assert child.location(("conf", "spark.cores.max")) == (folders[0] / "child.yaml", 3)
    assert child.location(("conf", "spark.executor.memory")) == (folders[0] / "base.yaml", 5)


def test_the_location_of_a_property_is_that_of_its_key(read: Read, folders) -> None:
    config = read(a="remote: sc://there\napp_name: x\nconf:\n  spark.ui.port: 1")["a"]
    lines = {"spark.remote": 1, "spark.app.name": 2, "spark.ui.port": 4}
    found = config.property_locations(lines)
    assert found == {name: f"{folders[0]}/a.yaml:{line}" for name, line in lines.items()}
    assert read(b="title: x")["b"].property_locations(["spark.ui.port"]) == {}


@pytest.mark.parametrize(
    ("texts", "line", "sentence"),
    [
        ({"child": "\nextends: bsae"}, 2, "names `bsae`, but there is no such config"),
        ({"child": "extends: basis"}, 1, "did you mean `base`?"),
        ({"child": "extends: child"}, 1, "names `child` itself, and no other folder has"),
        ({"child": "extends: a", "a": "extends: child"}, 1, "is circular, a → child → a"),
        ({"child": "extends: a", "a": "mastre: x"}, 1, "names `a`, which is broken: "),
        ({"child": "extends: ../base"}, 1, "must be the name of a config"),
        (
            {"child": "extends: base\nparameters:\n  executors: {minimum: 5}"},
            5,
            "`default` does not match the parameter's other keys: must be at least 5",
        ),
        (
            {"child": "extends: base\nparameters:\n  n: {default: 1}"},
            3,
            "`parameters.n` needs `type`",
        ),
    ],
)
def test_an_error_has_the_line_that_causes_it(
    read: Read, texts: dict[str, str], line: int, sentence: str
) -> None:
    configs = read(base=BASE.replace("\n  executors", "\n\n  executors").lstrip(), **texts)
    assert configs["base"].error is None
    error = configs["child"].error
    assert sentence in error
    assert f":{line}: " in error or "parameter" in sentence


def test_without_extends_a_property_needs_a_value(read: Read) -> None:
    assert "must be one value" in read(alone="conf: {a: null}")["alone"].error
