"""What a config inherits."""

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
    """Write the user's configs, and read all."""

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


def test_what_is_not_said_is_as_in_the_base(read: Read) -> None:
    heir = read(
        base=BASE,
        heir="""
extends: base
conf: {spark.executor.memory: 8g, spark.ui.killEnabled: null}
parameters:
  executors: {maximum: 20}
  queue: {type: string}
""",
    )["heir"]
    assert heir.error is None
    assert heir.data == {
        "description": "For all",
        "master": "spark://there:7077",
        "conf": {"spark.executor.memory": "8g", "spark.cores.max": "8"},
        "parameters": {
            "executors": {"type": "integer", "title": "Executors", "default": 4, "maximum": 20},
            "queue": {"type": "string"},
        },
        "after": 'print("ready")',
    }
    assert heir.title == "heir"


def test_a_family_has_generations(read: Read) -> None:
    configs = read(base=BASE, child="extends: base\nmaster: yarn", heir="extends: child")
    assert configs["heir"].data["master"] == "yarn"
    assert configs["heir"].data["conf"] == configs["base"].data["conf"]


def test_a_remote_takes_the_place_of_a_master(read: Read) -> None:
    heir = read(base=BASE, heir="extends: base\nremote: sc://there")["heir"]
    assert heir.error is None
    assert "master" not in heir.data


def test_a_users_config_extends_the_one_that_it_wins_over(read: Read, folders) -> None:
    (folders[1] / "cluster.yaml").write_text(BASE)
    config = read(cluster="extends: cluster\ntitle: Mine")["cluster"]
    assert (config.title, config.origin) == ("Mine", "user")
    assert config.data["master"] == "spark://there:7077"


def test_a_change_of_the_base_is_a_change_of_the_heir(read: Read) -> None:
    before = read(base=BASE, heir="extends: base")["heir"]
    assert read()["heir"] is before
    after = read(base=BASE.replace("4g", "6g"))["heir"]
    assert after.data["conf"]["spark.executor.memory"] == "6g"
    assert after.version != before.version


def test_a_template_is_looked_for_beside_the_file_that_names_it(read: Read, folders) -> None:
    (folders[1] / "base.yaml").write_text("template: own.py.j2")
    assert read(heir="extends: base")["heir"].folder == folders[1]


def test_a_place_is_in_the_file_that_says_it(read: Read, folders) -> None:
    heir = read(base=BASE, heir="extends: base\nconf:\n  spark.cores.max: 9")["heir"]
    assert heir.place(("conf", "spark.cores.max")) == (folders[0] / "heir.yaml", 3)
    assert heir.place(("conf", "spark.executor.memory")) == (folders[0] / "base.yaml", 5)


@pytest.mark.parametrize(
    ("texts", "line", "sentence"),
    [
        ({"heir": "\nextends: bsae"}, 2, "names `bsae`, and there is no such config"),
        ({"heir": "extends: basis"}, 1, "did you mean `base`?"),
        ({"heir": "extends: heir"}, 1, "names `heir` itself, and no other folder has"),
        ({"heir": "extends: a", "a": "extends: heir"}, 1, "goes round in a circle, a → heir → a"),
        ({"heir": "extends: a", "a": "mastre: x"}, 1, "names `a`, which is broken: "),
        ({"heir": "extends: ../base"}, 1, "must be the name of a config"),
        (
            {"heir": "extends: base\nparameters:\n  executors: {minimum: 5}"},
            5,
            "`default` breaks the parameter's own rules: must be at least 5",
        ),
        (
            {"heir": "extends: base\nparameters:\n  n: {default: 1}"},
            3,
            "`parameters.n` needs `type`",
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(
    read: Read, texts: dict[str, str], line: int, sentence: str
) -> None:
    configs = read(base=BASE.replace("\n  executors", "\n\n  executors").lstrip(), **texts)
    assert configs["base"].error is None
    error = configs["heir"].error
    assert sentence in error
    assert f":{line}: " in error or "parameter" in sentence


def test_without_extends_a_property_needs_a_value(read: Read) -> None:
    assert "must be one value" in read(alone="conf: {a: null}")["alone"].error
