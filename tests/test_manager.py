"""The manager, by which the server, the command line and the magics use configs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from startspark.errors import (
    BrokenConfigError,
    OverrideError,
    ParameterError,
    RenderError,
    SelectionError,
    UnknownConfigError,
    WriteError,
)
from startspark.manager import ConfigManager
from startspark.settings import StartSpark

GRID = """
title: Grid
app_name: "{{ notebook }}"
conf:
  spark.executor.memroy: 4g
parameters:
  cores: {type: integer, default: 1, maximum: 4}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "grid.yaml").write_text(GRID)
    (tmp_path / "broken.yaml").write_text("title: x\nmastre: y")
    (tmp_path / "gone.yaml").write_text("conf:\n  spark.a: '{{ env.GONE }}'")
    return tmp_path


@pytest.fixture
def manager(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ConfigManager:
    """The configs of a folder that is the user's own."""
    monkeypatch.setattr(StartSpark, "config_folders", lambda _: [(folder, "user")])
    return ConfigManager(StartSpark(), "/base/")


def test_a_config_that_does_not_exist_is_an_error_with_the_nearest_names(
    manager: ConfigManager,
) -> None:
    with pytest.raises(UnknownConfigError, match="no configuration gird: did you mean grid"):
        manager.get("gird")
    with pytest.raises(UnknownConfigError, match="there are "):
        manager.find("zzz")
    with pytest.raises(UnknownConfigError):
        manager.render("zzz", {})
    assert (UnknownConfigError.status, BrokenConfigError.status) == (404, 409)


def test_without_configs_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StartSpark, "config_folders", lambda _: [(tmp_path, "user")])
    with pytest.raises(UnknownConfigError, match="no configuration grid: there is none"):
        ConfigManager(StartSpark()).get("grid")


def test_a_broken_config_is_listed_and_cannot_be_used(manager: ConfigManager, folder: Path) -> None:
    error = f"{folder / 'broken.yaml'}:2: `mastre` is not a config key"
    assert (manager.find("broken").error or "").startswith(error)
    assert {config.name for config in manager.list()} == {"grid", "broken", "gone"}
    for use in (
        manager.get,
        lambda name: manager.render(name, {}),
        lambda it: manager.review(it, {}),
    ):
        with pytest.raises(BrokenConfigError) as raised:
            use("broken")
        assert str(raised.value).startswith(error)


def test_a_render_error_names_file_and_line(manager: ConfigManager, folder: Path) -> None:
    with pytest.raises(RenderError) as raised:
        manager.render("gone", {})
    assert str(raised.value).startswith(f"{folder / 'gone.yaml'}:2: `conf.spark.a` uses")
    assert (raised.value.status, raised.value.details) == (409, {})


def test_a_render_error_of_an_override_is_the_overrides(manager: ConfigManager) -> None:
    with pytest.raises(OverrideError) as raised:
        manager.render("grid", {}, "", {"spark.b": "{{ env.GONE }}"})
    assert raised.value.status == 400
    assert list(raised.value.details["conf"]) == ["spark.b"]


def test_a_parameters_schema_with_an_error_is_located(manager: ConfigManager, folder: Path) -> None:
    text = "title: x\nparameters:\n  n: {type: integer, maximum: '{{ env.GONE }}'}"
    (folder / "limits.yaml").write_text(text)
    located = f"{folder / 'limits.yaml'}:3: `parameters.n.maximum` uses"
    with pytest.raises(RenderError) as raised:
        manager.parameters(manager.get("limits"))
    assert str(raised.value).startswith(located)
    summaries = {summary["name"]: summary for summary in manager.summaries()}
    assert summaries["limits"]["error"].startswith(located)
    with pytest.raises(RenderError, match=r"limits\.yaml:3"):
        manager.create("mine", {"extends": "limits", "title": "Mine"})


def test_typed_text_is_not_kept_with_the_session(manager: ConfigManager, folder: Path) -> None:
    text = """
    parameters:
      cores: {type: integer, default: 1}
      queue: {type: string, enum: [low, high], default: low}
      key: {type: string, default: ""}
    """
    (folder / "secret.yaml").write_text(dedent(text))
    given = {"cores": 2, "queue": "high", "key": "typed-by-ann"}
    started = manager.render("secret", given).start_calls()["started"]
    assert "high" in started
    assert "typed-by-ann" not in started


def test_a_config_is_rendered_with_its_warnings(manager: ConfigManager, folder: Path) -> None:
    result = manager.render("grid", {"cores": 2}, "stars.ipynb", {"spark.executor.cores": "2"})
    assert '.appName("stars.ipynb")' in result.rendered.code
    assert [it.split(" ")[0] for it in result.warnings] == [f"{folder / 'grid.yaml'}:5:"]
    where = result.property_locations()["spark.executor.memroy"]
    assert where == f"{folder / 'grid.yaml'}:5"
    assert "prepare" in result.start_calls()
    with pytest.raises(ParameterError, match="at most 4"):
        manager.render("grid", {"cores": 9})


def test_assignments_are_parameters(manager: ConfigManager) -> None:
    assert manager.render_assignments("grid", ["cores=2"]).config.name == "grid"
    with pytest.raises(SelectionError, match="did you mean cores"):
        manager.render_assignments("grid", ["coers=2"])


def test_a_new_config_is_written_and_listed(manager: ConfigManager, folder: Path) -> None:
    path = manager.create("mine", {"extends": "grid", "title": "Mine"})
    assert path == folder / "mine.yaml"
    assert manager.get("mine").title == "Mine"
    with pytest.raises(WriteError) as raised:
        manager.create("mine", {"extends": "grid", "title": "Mine"})
    assert raised.value.details == {"exists": True}


def test_a_text_is_checked_before_it_is_written(manager: ConfigManager, folder: Path) -> None:
    opened = manager.read_text("broken")
    assert opened["text"] == "title: x\nmastre: y"
    wrong = {"text": "mastre: z", "version": opened["version"]}
    for edit in (manager.check_text, manager.write_text):
        found = edit("broken", wrong)
        assert "`mastre` is not a config key" in found["error"]
        assert (found["written"], found["version"]) == (False, opened["version"])
    right = {"text": "title: z", "version": opened["version"]}
    assert manager.check_text("broken", right)["written"] is False
    found = manager.write_text("broken", right)
    assert (found["error"], found["written"]) == (None, True)
    assert manager.get("broken").title == "z"
    assert manager.read_text("broken")["version"] == found["version"] != opened["version"]
    with pytest.raises(WriteError, match="has changed since"):
        manager.write_text("broken", right)


def test_a_check_looks_for_files(manager: ConfigManager, folder: Path) -> None:
    (folder / "jars.yaml").write_text(f"conf:\n  spark.jars: {folder}/gone.jar")
    report = manager.check(manager.get("jars"))
    assert report["error"] is None
    assert report["warnings"][0].startswith(f"{folder}/jars.yaml:2: `spark.jars` names")


def test_another_folder_goes_first(manager: ConfigManager, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "grid.yaml").write_text("title: Other")
    (other / "child.yaml").write_text("extends: gone\ntitle: Child")
    found = manager.with_folder(other)
    assert found.get("grid").title == "Other"
    assert found.get("child").error is None
    assert manager.get("grid").title == "Grid"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own settings."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "home"))
    return tmp_path / "home" / "startspark"


def test_the_users_default_wins_over_the_administrators(manager: ConfigManager, home: Path) -> None:
    assert manager.default() is None
    manager.settings.default_config = "gone"
    assert manager.default() == {"name": "gone", "set_by": "administrator"}
    manager.set_default("grid")
    assert manager.default() == {"name": "grid", "set_by": "user"}
    manager.set_default(None)
    assert manager.default() == {"name": "gone", "set_by": "administrator"}
    with pytest.raises(UnknownConfigError):
        manager.set_default("gird")


def test_a_default_that_no_config_has_counts_as_none(
    manager: ConfigManager, folder: Path, home: Path
) -> None:
    manager.settings.default_config = "gird"
    (warning,) = manager.settings_warnings()
    assert warning.endswith("there is no configuration gird: did you mean grid?")
    manager.set_default("gone")
    (folder / "gone.yaml").unlink()
    assert manager.default() is None
    (folder / "gone.yaml").write_text("title: Back")
    assert manager.default() == {"name": "gone", "set_by": "user"}
    manager.settings.default_config = "grid"
    assert manager.settings_warnings() == []
