"""Editing the text of a user's own config."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from disks import full_disk
from startspark.configs import editor
from startspark.configs.catalog import Catalog
from startspark.configs.model import Config
from startspark.errors import WriteError
from startspark.text_file import MAX_BYTES


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    for origin in ("user", "system"):
        (tmp_path / origin).mkdir()
        (tmp_path / origin / f"{origin}.yaml").write_text("mastre: x\n")
    return Catalog([(tmp_path / "user", "user"), (tmp_path / "system", "system")])


@pytest.fixture
def mine(catalog: Catalog) -> Config:
    return catalog.read()["user"]


def edit_request(config: Config, text: str) -> dict[str, str]:
    return {"text": text, "version": editor.text_version(editor.read(config))}


def test_a_broken_config_can_be_edited(catalog: Catalog, mine: Config) -> None:
    assert editor.read(mine) == "mastre: x\n"
    assert editor.read(catalog.read()["system"]) is None


def test_a_text_is_checked_before_it_is_written(catalog: Catalog, mine: Config) -> None:
    assert catalog.with_text(mine, "title: a: b").error.startswith(f"{mine.path}:1: has a colon")
    assert catalog.with_text(mine, "\nextends: gone").error.startswith(f"{mine.path}:2: `extends`")
    assert catalog.with_text(mine, "extends: system").error.startswith(f"{mine.path}:1: `extends`")
    assert catalog.with_text(mine, "title: Mine").title == "Mine"
    assert catalog.read()["user"].error == mine.error


def test_a_text_is_written_to_the_linked_file(mine: Config) -> None:
    kept = mine.path.parent.parent / "kept.yaml"
    mine.path.rename(kept)
    kept.chmod(0o640)
    mine.path.symlink_to(kept)
    editor.check_edit(mine, edit_request(mine, "title: Mine"))
    editor.write(mine.path, "title: Mine")
    assert mine.path.is_symlink()
    assert kept.read_text() == "title: Mine"
    assert kept.stat().st_mode & 0o777 == 0o640
    assert os.listdir(mine.path.parent) == ["user.yaml"]


def test_a_file_that_has_changed_meanwhile_is_kept(mine: Config) -> None:
    edit = edit_request(mine, "title: Mine")
    mine.path.write_text("title: Another")
    with pytest.raises(WriteError, match="has changed since you opened it"):
        editor.check_edit(mine, edit)


@pytest.mark.parametrize("text", ["x" * (MAX_BYTES + 1), "\ud800"])
def test_a_text_that_cannot_be_written_is_refused(mine: Config, text: str) -> None:
    with pytest.raises(WriteError, match="The text has"):
        editor.check_edit(mine, edit_request(mine, text))


def test_an_administrator_s_config_is_not_changed(catalog: Catalog) -> None:
    with pytest.raises(WriteError, match=r"system\.yaml cannot be changed here"):
        editor.check_edit(catalog.read()["system"], {"text": "", "version": ""})


def test_a_full_disk_keeps_the_old_text(mine: Config) -> None:
    with full_disk(), pytest.raises(WriteError, match="Nothing has been changed"):
        editor.write(mine.path, "title: Mine" * 100)
    assert mine.path.read_text() == "mastre: x\n"
