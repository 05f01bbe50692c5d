"""Writing new configs into the user's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disks import full_disk
from startspark.configs import yaml_reader
from startspark.configs.catalog import Catalog
from startspark.configs.writer import create
from startspark.errors import OverrideError, ParameterError, WriteError

BASE = """
title: Cluster
conf: {spark.executor.memory: 4g, spark.ui.killEnabled: false}
parameters: {executors: {type: integer, default: 4, maximum: 8}}
"""


class Folders:
    """The folders of a user and of an administrator, whose config is `base`."""

    def __init__(self, folder: Path, *order: str) -> None:
        self.user, self.system = folder / "user", folder / "system"
        self.system.mkdir()
        (self.system / "base.yaml").write_text(BASE)
        self.catalog = Catalog([(folder / origin, origin) for origin in order])

    def create(self, name: str, **request: object) -> Path:
        base = self.catalog.read()["base"]
        return create(self.catalog, name, base, base.parameters, {"title": "My own", **request})


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path, "user", "system")


def test_the_new_config_has_only_what_differs(folders: Folders) -> None:
    path = folders.create(
        "mine",
        title="Große Läufe: off",
        parameters={"executors": 8},
        conf={"spark.executor.memory": "8g", "spark.ui.killEnabled": None, "a": {"env": "B"}},
    )
    assert path == folders.user / "mine.yaml"
    assert path.read_text() == (
        "title: 'Große Läufe: off'\nextends: base\nconf:\n  spark.executor.memory: 8g\n"
        "  spark.ui.killEnabled: null\n  a:\n    env: B\nparameters:\n  executors:\n"
        "    default: 8\n"
    )
    mine = folders.catalog.read()["mine"]
    assert mine.error is None
    assert mine.data["conf"] == {"spark.executor.memory": "8g", "a": {"env": "B"}}
    assert mine.parameters["executors"] == {"type": "integer", "default": 8, "maximum": 8}


def test_a_config_is_overwritten_only_on_request(folders: Folders) -> None:
    path = folders.user / "mine.yml"
    folders.user.mkdir()
    path.write_text("title: Old")
    with pytest.raises(WriteError) as refused:
        folders.create("mine")
    assert refused.value.exists
    assert str(refused.value) == f"“Old” has this name already: {path} would be overwritten."
    assert path.read_text() == "title: Old"
    assert folders.create("mine", title="New", overwrite=True) == path
    assert path.read_text() == "title: New\nextends: base\n"
    assert list(folders.user.iterdir()) == [path]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".x", "x" * 65, "ä"])
def test_a_name_that_is_not_allowed_is_refused(folders: Folders, name: str) -> None:
    with pytest.raises(WriteError, match="A name has at most 64"):
        folders.create(name)
    assert not folders.user.exists() or not list(folders.user.iterdir())


def test_a_config_is_hidden_only_on_request(folders: Folders) -> None:
    other = folders.system / "other.yaml"
    other.write_text("title: Other")
    for name, rest in ((other.stem, ""), ("base", ", and extends it")):
        with pytest.raises(WriteError, match=f"yours would replace it for you{rest}") as refused:
            folders.create(name)
        assert refused.value.exists
        assert str(folders.system / f"{name}.yaml") in str(refused.value)
    assert not folders.user.exists()


def test_a_new_config_needs_a_title(folders: Folders) -> None:
    with pytest.raises(WriteError, match="Give the new configuration a title"):
        folders.create("mine", title=" ")
    assert not folders.user.exists()


def test_a_users_config_of_an_administrators_name_extends_it(folders: Folders) -> None:
    folders.create("base", title="Mine", overwrite=True)
    assert folders.catalog.read()["base"].title == "Mine"
    with pytest.raises(WriteError, match="give it another name"):
        folders.create("base", overwrite=True)


def test_a_config_does_not_replace_one_that_its_base_extends(folders: Folders) -> None:
    folders.create("mine", extends="base")
    mine = folders.catalog.read()["mine"]
    request = {"title": "Theirs", "overwrite": True}
    with pytest.raises(WriteError, match="mine extends base: give the new configuration another"):
        create(folders.catalog, "base", mine, mine.parameters, request)


def test_a_config_that_would_be_broken_is_not_written(folders: Folders) -> None:
    with pytest.raises(WriteError, match=r"would be broken: .*mine\.yaml:1"):
        folders.create("mine", title="half a pair \ud800")
    assert not folders.user.exists()


def test_a_config_that_would_not_win_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is an administrator's configuration, which wins"):
        Folders(tmp_path, "system", "user").create("base")


def test_without_a_user_s_folder_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="does not read users' own configurations"):
        Folders(tmp_path, "system").create("mine")


def test_an_invalid_config_is_not_written(folders: Folders) -> None:
    with pytest.raises(OverrideError):
        folders.create("mine", conf={"spark.some.password": "abc"})
    with pytest.raises(ParameterError):
        folders.create("mine", parameters={"executors": 99})
    assert not folders.user.exists()


def test_a_folder_that_cannot_be_written_is_named(folders: Folders) -> None:
    folders.user.write_text("a file")
    with pytest.raises(WriteError, match=r"mine\.yaml cannot be written: "):
        folders.create("mine")


def test_a_full_disk_leaves_no_half_config(folders: Folders) -> None:
    with full_disk(), pytest.raises(WriteError, match="Nothing has been changed") as refused:
        folders.create("mine", title="x" * 100)
    assert not refused.value.exists
    assert not list(folders.user.iterdir())
    assert folders.create("mine", title="x" * 100).exists()


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.dictionaries(texts, texts | st.booleans() | st.integers() | st.none(), min_size=1))
def test_written_data_is_read_back_unchanged(data: dict[str, object]) -> None:
    assert yaml_reader.parse(yaml_reader.dump(data)).data == data
