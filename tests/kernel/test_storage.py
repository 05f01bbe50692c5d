"""The folder of archives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from disks import full_disk
from imitations import install, make, write
from startspark.kernel.cds import storage
from startspark.kernel.cds.archive import MANIFEST
from startspark.kernel.cds.build_process import Build
from startspark.kernel.cds.installation import NoArchiveError
from startspark.kernel.cds.storage import KEPT, UNUSED_LIFETIME, prune, publish
from startspark.kernel_source import archive_builder

LONG_AGO = 1e9


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with as many archives as it keeps, which were used later than any other."""
    folder = tmp_path / "archives"
    for number in range(KEPT):
        used(make(folder / f"late-{number}"), 2e9)
    return folder


def used(archive: Path, when: float) -> Path:
    """Have an archive used last at a time, in seconds."""
    os.utime(archive / MANIFEST, (when, when))
    return archive


def kept(root: Path) -> set[str]:
    """What pruning leaves besides those."""
    prune(root)
    return {it.name for it in root.iterdir() if not it.name.startswith("late-")}


def test_of_archives_that_nobody_needs_those_used_last_are_kept(tmp_path: Path) -> None:
    for age in range(KEPT + 2):
        used(make(tmp_path / str(age)), LONG_AGO - age)
    prune(tmp_path)
    assert {it.name for it in tmp_path.iterdir()} == {str(age) for age in range(KEPT)}


def test_builds_that_were_killed_are_removed(root: Path) -> None:
    killed, going = root / ".building-1", root / ".building-2"
    for building in (killed, going):
        building.mkdir()
    os.utime(killed, (LONG_AGO, LONG_AGO))
    assert kept(root) == {going.name}


def test_an_archive_stays_as_long_as_its_java_and_spark_do(root: Path, tmp_path: Path) -> None:
    """Each of many kernels with a Spark of its own has one."""
    installed = [install(tmp_path / f"kernel-{number}") for number in range(5)]
    for it in installed:
        about = {name: str(getattr(it, name)) for name in ("java", "spark", "conf")}
        used(make(root / it.key(), **about), LONG_AGO)
    assert kept(root) == {it.key() for it in installed}
    shutil.rmtree(installed[0].spark)
    assert kept(root) == {it.key() for it in installed[1:]}


def test_an_archive_that_was_used_lately_stays(root: Path) -> None:
    now = root.stat().st_mtime
    used(make(root / "used"), now - UNUSED_LIFETIME / 2)
    used(make(root / "old"), now - UNUSED_LIFETIME * 2)
    make(root / "new")
    assert kept(root) == {"used", "new"}


def test_an_archive_in_the_memory_of_a_process_stays(root: Path) -> None:
    archive = used(make(root / "mapped"), LONG_AGO)
    code = (
        "import mmap, sys; file = open(sys.argv[1], 'rb');"
        "mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ); print(); input()"
    )
    command = [sys.executable, "-c", code, str(archive / "classes.jsa")]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        process.stdout.readline()
        assert kept(root) == {"mapped"}
        process.communicate(b"\n")
    assert kept(root) == set()


def test_what_another_build_removes_meanwhile_is_no_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(make(root / "going"), LONG_AGO)

    def is_complete(place: Path) -> bool:
        (place / MANIFEST).unlink()
        return True

    monkeypatch.setattr(storage, "is_complete", is_complete)
    prune(root)


def test_the_second_of_two_builds_leaves_the_archive_of_the_first(tmp_path: Path) -> None:
    for name in ("first", "second"):
        building = make(tmp_path / name)
        write(building / "by", name)
        publish(building, tmp_path / "key")
    assert (tmp_path / "key" / "by").read_text() == "first"


# A build of an imitation, with all of its steps but Java's

SUBMIT = """#!/bin/sh
echo "[1s] org.apache.spark.deploy.SparkSubmit source: shared objects file" > loaded
"""

SAMPLE = """
import os, sys
from pathlib import Path
def run(work, tell):
    tell()
    {}
sys.modules[next(it for it in sys.modules if it.endswith('.training_run'))].run = run
"""

WRITES = "(work.parent / 'classes.jsa').write_text('shared classes')"


@pytest.fixture
def build(machine: Path) -> Callable[..., dict[str, Any]]:
    """Build an archive; returns the last of its messages."""
    submit = machine / "spark" / "bin" / "spark-submit"
    write(submit, SUBMIT)
    submit.chmod(0o755)

    def run(step: str = WRITES, **arguments: Any) -> dict[str, Any]:
        program = archive_builder(str(machine / "share" / "startspark" / "archives"), **arguments)
        library, _, call = program.rstrip().rpartition("\n")
        *_, last = Build(f"{library}\n{SAMPLE.format(step)}\n{call}\n").progress()
        return last

    return run


@pytest.fixture
def private() -> Any:
    """Files of this process's children are their own."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def closed(folder: Path, above: Path) -> set[str]:
    """What others cannot read of a folder, and on the way to it."""
    paths = [*folder.rglob("*"), folder, *folder.parents]
    requested_conf = {it: 0o555 if it.is_dir() else 0o444 for it in paths if above in it.parents}
    return {it.name for it, mode in requested_conf.items() if it.stat().st_mode & mode != mode}


@pytest.mark.usefixtures("private")
def test_others_can_read_a_shared_archive_whatever_the_umask(
    build: Callable[..., dict[str, Any]], machine: Path
) -> None:
    archive = Path(build(shared=True)["folder"])
    assert closed(archive, machine) == set()


@pytest.mark.usefixtures("private")
def test_a_shared_archive_that_others_cannot_read_is_opened(
    build: Callable[..., dict[str, Any]], machine: Path
) -> None:
    archive = Path(build()["folder"])
    assert {"share", "startspark", "archives", "classes.jsa"} <= closed(archive, machine)
    build(shared=True)
    assert closed(archive, machine) == {"share"}  # which is not Start Spark's


FULL = (
    "sys.modules[next(it for it in sys.modules if it.endswith('.storage'))].shutil.disk_usage ="
    " lambda _: __import__('types').SimpleNamespace(free=12 * 10**6)"
)


@pytest.mark.parametrize(
    ("step", "disk", "said"),
    [
        (FULL, nullcontext(), "Java has written none; the disk {}, where {} is, has 12 MB left"),
        (
            f"{FULL}; raise OSError(28, 'No space left on device')",
            nullcontext(),
            "No space left on device; the disk {}, where {} is, has 12 MB left",
        ),
        (
            "os.write(2, b'Unable to write to shared archive.\\n')",
            nullcontext(),
            "Unable to write to shared archive; {1} may have a quota",
        ),
        (WRITES, full_disk(5), "File too large"),
    ],
)
def test_a_disk_that_gets_full_is_named(
    build: Callable[..., dict[str, Any]],
    machine: Path,
    step: str,
    disk: AbstractContextManager[None],
    said: str,
) -> None:
    folder = machine / "share" / "startspark" / "archives"
    mount = next(it for it in folder.parents if it.is_mount())
    with disk:
        assert said.format(mount, folder) in build(step)["error"]
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_too_full_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**7))
    with pytest.raises(NoArchiveError, match=r"has 10 MB left, and an archive takes up to 300 MB"):
        storage.begin(tmp_path)
    assert list(tmp_path.iterdir()) == []
