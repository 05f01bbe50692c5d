"""What has the name of a package and is none, and the folder where Java starts."""

from __future__ import annotations

import importlib
import locale
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from startspark.kernel.diagnosis import preflight, python_packages, working_folder
from startspark.kernel.property_origins import Origins

ORIGINS = Origins({"spark.master": "local"})


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A notebook's folder, which is the first of Python's path, in a kernel without imports."""
    with monkeypatch.context() as patch:
        for name in [it for it in sys.modules if it.partition(".")[0] in python_packages.PARTS]:
            patch.delitem(sys.modules, name)
        patch.syspath_prepend(str(tmp_path))
        patch.chdir(tmp_path)
        yield tmp_path
    importlib.invalidate_caches()


def write(path: Path) -> Path:
    """A file that must not run."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit\n")
    importlib.invalidate_caches()
    return path


@pytest.mark.parametrize("name", ["pyspark.py", "py4j.py"])
def test_a_file_with_the_name_of_a_package_is_named_and_not_run(here: Path, name: str) -> None:
    file = write(here / name)
    for launches_java in (True, False):
        cause = preflight.cause(ORIGINS, launches_java)
        assert cause is not None
        assert f"`{file}`" in cause.sentence
        assert cause.advice == "Rename it."
    assert not set(python_packages.PARTS) & set(sys.modules)


def test_so_is_a_folder(here: Path) -> None:
    write(here / "pyspark" / "__init__.py")
    cause = preflight.cause(ORIGINS, True)
    assert cause is not None
    assert f"`{here / 'pyspark'}`" in cause.sentence


def test_one_that_has_run_needs_a_restart_too(here: Path, monkeypatch) -> None:
    module = ModuleType("pyspark")
    module.__spec__ = importlib.util.spec_from_file_location("pyspark", write(here / "pyspark.py"))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pyspark", module)
        cause = python_packages.name_clash(ORIGINS)
    assert cause is not None
    assert cause.advice == "Rename it, then restart the kernel."


def test_a_folder_without_modules_does_no_harm(here: Path) -> None:
    (here / "pyspark").mkdir()
    assert python_packages.name_clash(ORIGINS) is None


def test_the_packages_are_taken_for_that(here: Path) -> None:
    assert python_packages.name_clash(ORIGINS) is None
    assert python_packages.client_only(ORIGINS) is None


def test_so_are_those_in_an_archive(here: Path, monkeypatch) -> None:
    with ZipFile(here / "pyspark.zip", "w") as archive:
        for name in ("__init__", "sql/__init__", "context"):
            archive.writestr(f"pyspark/{name}.py", "")
    monkeypatch.syspath_prepend(str(here / "pyspark.zip"))
    assert python_packages.name_clash(ORIGINS) is None
    assert python_packages.client_only(ORIGINS) is None


def test_the_half_that_connects_starts_no_spark(here: Path) -> None:
    for name in ("__init__", "sql/__init__", "sql/connect"):
        write(here / "pyspark" / "__init__.py")
        write(here / "pyspark" / f"{name}.py")
    cause = preflight.cause(ORIGINS, True)
    assert cause is not None
    assert "pyspark-client" in cause.sentence
    assert preflight.cause(Origins({"spark.remote": "sc://host"}), False) is None


def test_a_folder_that_was_removed_is_told_before_the_start(monkeypatch, tmp_path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    with monkeypatch.context() as patch:
        patch.chdir(gone)
        gone.rmdir()
        cause = preflight.cause(ORIGINS, True)
    assert cause is not None
    assert "was removed" in cause.sentence


@pytest.mark.parametrize(
    ("name", "encoding", "is_told"),
    [
        ("Köln", "ANSI_X3.4-1968", True),
        ("Köln", "ISO-8859-1", False),
        ("天文", "ISO-8859-1", True),
        ("天文", "UTF-8", False),
        ("天文", "unheard-of", False),
        (os.fsdecode(b"\xff"), "UTF-8", True),
        ("plain", "ANSI_X3.4-1968", False),
    ],
)
def test_a_name_that_the_locale_cannot_spell_is_told(
    monkeypatch, tmp_path: Path, name: str, encoding: str, is_told: bool
) -> None:
    (tmp_path / name).mkdir()
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path / name)
        patch.setattr(locale, "nl_langinfo", lambda _: encoding)
        cause = working_folder.cause(ORIGINS)
    assert (cause is not None) == is_told
    if cause:
        assert encoding in cause.sentence
        cause.sentence.encode()
