"""The folders of configs on Jupyter's config path."""

from __future__ import annotations

from pathlib import Path

from jupyter_core import paths

from startspark.paths import config_folders


def test_the_users_folder_comes_first_whatever_jupyter_prefers(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "more"))
    for preferred in ("0", "1"):
        monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", preferred)
        folders = config_folders()
        assert folders[0] == (tmp_path / "mine" / "startspark", "user")
        assert (tmp_path / "more" / "startspark", "system") in folders
        origins = dict(folders)
        assert origins[Path(paths.ENV_CONFIG_PATH[0], "startspark")] == "environment"
        assert origins[Path(paths.SYSTEM_CONFIG_PATH[-1], "startspark")] == "system"
        assert len(folders) == len(origins)
