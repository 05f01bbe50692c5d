"""Reading and writing text files, whatever their paths lead to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from disks import full_disk
from startspark import text_file
from startspark.errors import FileError
from startspark.text_file import MAX_BYTES, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config folder that is reached through a link."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "configs").symlink_to("kept")
    return tmp_path / "configs"


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    """A ConfigMap of Kubernetes is a folder of such links."""
    (folder / "..data").mkdir()
    (folder / "..data" / "a.py.j2").write_text("text")
    (folder / "a.py.j2").symlink_to("..data/a.py.j2")
    assert read(folder / "a.py.j2", folder) == "text"


def test_a_link_out_of_the_folder_needs_a_permitted_suffix(folder: Path) -> None:
    for name in ("other.yaml", "secret"):
        (folder.parent / name).write_text("text")
        (folder / f"to-{name}").symlink_to(folder.parent / name)
    assert read(folder / "to-other.yaml", folder, link_suffixes=(".yaml",)) == "text"
    with pytest.raises(FileError, match=r"secret, whose name does not end in \.yaml"):
        read(folder / "to-secret", folder, link_suffixes=(".yaml",))
    with pytest.raises(
        FileError, match=r"is a link to .*other\.yaml, outside of the config folder"
    ):
        read(folder / "to-other.yaml", folder)


def test_a_folder_that_is_a_link_leads_out_of_the_folder_too(folder: Path) -> None:
    (folder / "sub").symlink_to("/etc")
    with pytest.raises(FileError, match="is a link to /etc/passwd, outside"):
        read(folder / "sub" / "passwd", folder)


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "is not a regular file"),
    "folder": (Path.mkdir, "is not a regular file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "outside of the config folder"),
    "loop": (lambda path: path.symlink_to(path), "cannot be opened"),
    "large": (lambda path: path.write_bytes(b"x" * (MAX_BYTES + 1)), "262,145 bytes"),
    "gone": (lambda path: None, "No such file"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_anything_but_a_text_file_is_refused(folder: Path, kind: str) -> None:
    make, words = UNREADABLE[kind]
    make(folder / "a")
    with pytest.raises(FileError, match=words):
        read(folder / "a", folder)


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with hard links, and without."""
    if not request.param:
        monkeypatch.setattr(os, "link", _refuse)


def _refuse(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.usefixtures("file_system")
def test_a_file_is_overwritten_only_if_it_may_be(folder: Path) -> None:
    path = folder / "a.yaml"
    text_file.write(path, "old", overwrite=False)
    with pytest.raises(FileExistsError):
        text_file.write(path, "new", overwrite=False)
    assert path.read_text() == "old"
    text_file.write(path, "new", overwrite=True)
    assert path.read_text() == "new"
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_full_disk_changes_nothing(folder: Path, overwrite: bool) -> None:
    path = folder / "a.yaml"
    if overwrite:
        path.write_text("old")
    with full_disk(), pytest.raises(OSError, match="too large"):
        text_file.write(path, "new" * 100, overwrite)
    assert [it.read_text() for it in folder.iterdir()] == ["old"] * overwrite
