"""Java's class-data-sharing archives, with which Spark's Java starts in two thirds of the time."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import jvm_options
from .installation import CACHES, Installation, NoArchiveError, installation

MANIFEST = "archive.json"
"""What stands in an archive's folder besides Java's files, with their sizes."""

QUICK = "-Xlog:disable -XX:TieredStopAtLevel=1"
"""For the launcher, whose output is a command, and whose life is too short to compile much."""

STRANGE = re.compile(r"""[:"'\\`$\n]""")
"""What a path may not have that becomes a part of an option, or of a class path."""

DRIVER_CLASS_PATH = "spark.driver.extraClassPath"

EXECUTOR_OPTIONS = "spark.executor.defaultJavaOptions"
"""Stands before the user's own options, which are in `spark.executor.extraJavaOptions`."""

ON_THIS_MACHINE = re.compile(r"local-cluster\[|spark://(localhost|127\.0\.0\.1):\d+$")
"""Masters whose executors have this machine's Java: an older one may not know the options."""


class MissingArchiveError(NoArchiveError):
    """None has been made yet."""


@dataclass(frozen=True)
class Archive:
    """What Java writes, and takes.

    Attributes:
        folder: where it is, or is going to be.
        installed: what it is for.
    """

    folder: Path
    installed: Installation

    @property
    def classes(self) -> Path:
        """Spark's, in the memory of the Java that it runs in."""
        caches = self.installed.version >= CACHES
        return self.folder / ("classes.aot" if caches else "classes.jsa")

    @property
    def base(self) -> Path:
        """Those of Java itself, for a Java that comes without."""
        return self.folder / "base.jsa"

    @property
    def launcher(self) -> Path:
        """Those of the small Java that spark-submit asks for the command of the large one."""
        return self.folder / "launcher.jsa"

    def variables(self) -> dict[str, str]:
        """The variables with which pyspark's Javas use it.

        Raises:
            NoArchiveError: there is no way to say where it is.
        """
        for path in (self.folder, self.installed.spark):
            if STRANGE.search(str(path)):
                raise NoArchiveError(f"Java's options cannot name the path {path}")
        # What stands in this variable is split at each space.
        can_launch = self.launcher.exists() and not re.search(r"[\s*?\[]", str(self.launcher))
        return {
            "SPARK_SUBMIT_OPTS": self.options(),
            "SPARK_LAUNCHER_OPTS": f"{QUICK} -XX:SharedArchiveFile={self.launcher}"
            if can_launch
            else "",
        }

    def options(self) -> str:
        """The options with which Java uses it, and says nothing where it cannot."""
        if self.installed.version >= CACHES:
            return f'"-XX:AOTCache={self.classes}" -Xlog:aot=off -Xlog:cds=off'
        files = f"{self.base}:{self.classes}" if self.installed.lacks_base else str(self.classes)
        return f'-Xshare:auto "-XX:SharedArchiveFile={files}" -Xlog:cds=off -Xlog:cds+dynamic=off'

    def is_whole(self) -> bool:
        """Whether its files can be read, and are as long as when they were written."""
        return is_whole(self.folder)

    def size(self) -> int:
        """Bytes that it takes."""
        return sum(it.stat().st_size for it in self.folder.iterdir())

    def is_mapped(self, process: int) -> bool:
        """Whether a process has it in its memory; also where that cannot be known.

        Args:
            process: its id.
        """
        try:
            return is_mapped(self.folder, process)
        except OSError:  # not on Linux
            return True


def is_whole(folder: Path) -> bool:
    """Whether a folder has an archive's files, as long as when they were written."""
    try:
        sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sizes"]
        return bool(sizes) and all(_size(folder / name) == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _size(file: Path) -> int:
    with file.open("rb") as opened:
        return os.fstat(opened.fileno()).st_size


def is_mapped(folder: Path, process: int) -> bool:
    """Whether a process has a file of a folder in its memory.

    Raises:
        OSError: that cannot be known.
    """
    name = f"{folder.resolve()}{os.sep}"  # the system says it without links
    with open(f"/proc/{process}/maps", encoding="utf-8", errors="replace") as lines:
        return any(name in line for line in lines)


def find(folders: Iterable[str], installed: Installation) -> Archive:
    """The archive that fits.

    Args:
        folders: where to look; the first wins.
        installed: what is going to be started.

    Raises:
        MissingArchiveError: there is none, or it is damaged.
    """
    key = installed.key()
    for found in (Archive(Path(it, key), installed) for it in folders):
        if found.is_whole():
            return found
    raise MissingArchiveError("there is none yet for this Java and this Spark")


class Use:
    """The use of an archive for one start, in this process's environment.

    Spark adds what stands there to the properties of the config and of its own files. So none of
    them has to be known, and none is changed.
    """

    def __init__(self) -> None:
        self._before: dict[str, str | None] = {}
        self.archive: Archive | None = None
        self.reason = ""
        self.is_missing = False

    def begin(self, folders: Iterable[str], asked: Mapping[str, Any]) -> None:
        """Have the next Java of pyspark's use an archive, if one fits.

        Args:
            folders: where archives are.
            asked: the properties of the config.
        """
        self.end()
        for name, value in self.variables(folders, asked).items():
            self._before[name] = os.environ.get(name)
            os.environ[name] = value

    def variables(self, folders: Iterable[str], asked: Mapping[str, Any]) -> dict[str, str]:
        """The variables with which Java uses an archive; none where none fits.

        Args:
            folders: where archives are.
            asked: the properties of the config.
        """
        self.archive, self.reason, self.is_missing = None, "", False
        found: dict[str, str] = {}
        try:
            installed = installation()
            found = _added({"SPARK_SUBMIT_OPTS": jvm_options.patient(asked, installed)})
            _require_no_choice(asked, installed)
            archive = find(folders, installed)
            found = _with_archive(archive, asked, found)
            _touch(archive)
        except (NoArchiveError, OSError) as error:
            self.reason = str(error)
            self.is_missing = isinstance(error, MissingArchiveError)
            return found
        self.archive = archive
        return found

    def end(self) -> None:
        """Leave the environment as it was."""
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._before.clear()

    def outcome(self, process: int | None) -> dict[str, Any]:
        """What came of it.

        Args:
            process: Java's id, None where another process has started it.

        Returns:
            ``size`` in bytes where an archive is used; else ``reason``, and whether one is
            ``missing`` that can be made.
        """
        if self.archive is None:
            return {"reason": self.reason, "missing": self.is_missing}
        if process is not None and not self.archive.is_mapped(process):
            return {
                "reason": f"Java does not take the one in {self.archive.folder}",
                "missing": False,
            }
        return {"size": self.archive.size()}


def _added(variables: Mapping[str, str], before: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What is added to the user's own variables, behind what these have."""
    return {
        name: f"{before.get(name, '')} {value}".strip()
        for name, value in variables.items()
        if value
    }


def _with_archive(
    archive: Archive, asked: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, str]:
    """An archive's variables, with what they had before."""
    # Before the word for what is submitted.
    arguments = os.environ.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell")
    own = shlex.join([*archive.installed.submit_arguments(), *_for_executors(archive, asked)])
    return {
        **_added(archive.variables(), {**os.environ, **before}),
        "PYSPARK_SUBMIT_ARGS": f"{own} {arguments}".strip(),
    }


def _for_executors(archive: Archive, asked: Mapping[str, Any]) -> list[str]:
    """What has executors use it, too, where they do not have such options already."""
    if not ON_THIS_MACHINE.match(str(asked.get("spark.master", ""))):
        return []
    if EXECUTOR_OPTIONS in asked or EXECUTOR_OPTIONS in jvm_options.defaults(archive.installed):
        return []
    return ["--conf", f"{EXECUTOR_OPTIONS}={archive.options()}"]


def _require_no_choice(asked: Mapping[str, Any], installed: Installation) -> None:
    """Leave alone what somebody has set up.

    Raises:
        NoArchiveError: where options do it, or would be overwritten.
    """
    if jvm_options.are_set(jvm_options.SHARING, asked, installed):
        raise NoArchiveError("the options of Java choose for themselves")
    sets_class_path = any(
        DRIVER_CLASS_PATH in it for it in (asked, jvm_options.defaults(installed))
    )
    if sets_class_path and installed.submit_arguments():
        raise NoArchiveError(f"{DRIVER_CLASS_PATH} is set")


def _touch(archive: Archive) -> None:
    """Note the use, by which old ones are known; a shared folder may be for reading only."""
    try:
        os.utime(archive.folder / MANIFEST)
    except OSError:
        return
