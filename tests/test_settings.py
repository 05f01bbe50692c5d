"""Settings in Jupyter's configuration files."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyter_core.application import JupyterApp
from traitlets import TraitError

from startspark.settings import StartSpark, load_settings


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of configs."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    return tmp_path / "startspark"


def test_the_users_folder_comes_first(own_folder: Path) -> None:
    folders = StartSpark().config_folders()
    assert folders[0] == (own_folder, "user")
    assert len(folders) > 1


def test_users_configs_can_be_forbidden_to_override(own_folder: Path) -> None:
    origins = [origin for _, origin in StartSpark(allow_overrides=False).config_folders()]
    assert origins[0] != "user"
    assert origins[-1] == "user"
    assert sorted(origins) == sorted(origin for _, origin in StartSpark().config_folders())


def test_users_configs_can_be_ignored(own_folder: Path) -> None:
    folders = StartSpark(allow_user_configs=False).config_folders()
    assert "user" not in [origin for _, origin in folders]
    assert folders


def test_folders_replace_those_of_jupyter(tmp_path: Path) -> None:
    settings = StartSpark(folders=[str(tmp_path), "~/configs"])
    home = Path("~/configs").expanduser()
    assert settings.config_folders() == [(tmp_path, "system"), (home, "system")]


def test_an_invalid_pattern_is_refused() -> None:
    with pytest.raises(TraitError, match="secret_names is not a regular expression"):
        StartSpark(secret_names="(")


def test_idle_minutes_are_not_negative() -> None:
    with pytest.raises(TraitError):
        StartSpark(idle_minutes=-1)


def test_the_servers_own_settings_count_without_a_server(own_folder: Path) -> None:
    home = own_folder.parent
    (home / "jupyter_server_config.py").write_text("c.StartSpark.idle_minutes = 5")
    (home / "jupyter_notebook_config.json").write_text('{"StartSpark": {"folders": ["/etc/x"]}}')
    settings = load_settings()
    assert settings.idle_minutes == 5
    assert settings.config_folders() == [(Path("/etc/x"), "system")]


@pytest.mark.parametrize(
    "names",
    [
        ["jupyter_config.py"],
        ["jupyter_config.json"],
        ["jupyter_config.py", "jupyter_config.json"],
        ["jupyter_config.json", "jupyter_server_config.py"],
        ["jupyter_config.json", "jupyter_notebook_config.py"],
        ["jupyter_server_config.py", "jupyter_server_config.json"],
    ],
)
def test_the_same_file_wins_as_in_a_server(own_folder: Path, names: list[str]) -> None:
    for minutes, name in enumerate(names, 1):
        text = (
            f"c.StartSpark.idle_minutes = {minutes}"
            if name.endswith(".py")
            else f'{{"StartSpark": {{"idle_minutes": {minutes}}}}}'
        )
        (own_folder.parent / name).write_text(text)
    assert load_settings().idle_minutes == len(names)
    assert as_a_server(names[-1]) == len(names)


def as_a_server(name: str) -> float:
    """Return the setting that a Jupyter application has which reads the file."""
    app = JupyterApp(config_file_name=name.partition(".")[0])
    app.load_config_file()
    return StartSpark(config=app.config).idle_minutes


def test_a_server_s_file_wins_over_one_for_all_of_jupyter_in_any_folder(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    system.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(system))
    (system / "jupyter_server_config.py").write_text("c.StartSpark.idle_minutes = 2")
    (own_folder.parent / "jupyter_config.py").write_text("c.StartSpark.idle_minutes = 1")
    assert load_settings().idle_minutes == as_a_server("jupyter_server_config.py") == 2


def test_a_failing_configuration_file_is_ignored(own_folder: Path) -> None:
    broken = own_folder.parent / "jupyter_server_config.py"
    broken.write_text("1 / 0")
    with pytest.warns(UserWarning, match="is ignored, because it fails: ZeroDivisionError") as it:
        assert load_settings().config_folders()[0] == (own_folder, "user")
    assert str(broken) in str(it[0].message)
