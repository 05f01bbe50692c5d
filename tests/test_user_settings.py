"""The user's own settings, in a file that others may have changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from startspark.errors import WriteError
from startspark.user_settings import default_config, set_default_config, settings_file


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the settings, which is not there yet."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    return settings_file()


def test_a_default_is_kept_and_removed(file: Path) -> None:
    assert default_config() == ""
    set_default_config("grid")
    assert default_config() == "grid"
    set_default_config(None)
    assert default_config() == ""


def test_a_file_that_cannot_be_looked_for_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "/" + "x" * 5000)
    assert default_config() == ""
    with pytest.raises(WriteError, match="cannot be written"):
        set_default_config("grid")


def test_other_settings_are_kept(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"other": [1], "default_config": "old"}')
    set_default_config("new")
    assert json.loads(file.read_text()) == {"other": [1], "default_config": "new"}


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"default_config": 7}', "\udcff"])
def test_what_is_malformed_counts_as_none(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert default_config() == ""


def test_a_file_that_is_not_understood_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("by hand")
    with pytest.raises(WriteError, match="is not a JSON object"):
        set_default_config("grid")
    assert file.read_text() == "by hand"


def test_a_folder_that_cannot_be_made_is_an_error(file: Path) -> None:
    file.parent.write_text("a file")
    with pytest.raises(WriteError, match="Nothing has been changed"):
        set_default_config("grid")
