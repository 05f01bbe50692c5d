"""Find the class archive that fits a start, and have Spark's JVMs use it."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import jvm_options, speedups
from .installation import CACHES, Installation, NoArchiveError, installation

MANIFEST = "archive.json"
"""The file in an archive's folder that has the sizes of the JVM's files."""

LAUNCHER_OPTIONS = "-Xlog:disable -XX:TieredStopAtLevel=1"
"""For the launcher's JVM, whose output is a command, and whose life is too short for C2."""

UNQUOTABLE = re.compile(r"""[:"'\\`$\n]""")
"""What a path may not contain that becomes part of an option, or of a class path."""

DRIVER_CLASS_PATH = "spark.driver.extraClassPath"

EXECUTOR_OPTIONS = "spark.executor.defaultJavaOptions"
"""Stands before the user's own options, which are in `spark.executor.extraJavaOptions`."""

ON_THIS_MACHINE = re.compile(r"local-cluster\[|spark://(localhost|127\.0\.0\.1):\d+$")
"""Masters whose executors have this machine's Java: an older one may not know the options."""


class MissingArchiveError(NoArchiveError):
    """No archive has been built yet for this Java and this Spark."""


@dataclass(frozen=True)
class Archive:
    """A folder with class archives.

    Attributes:
        folder: where it is, or is going to be.
        installed: the Java and Spark that it is for.
    """

    folder: Path
    installed: Installation

    @property
    def classes(self) -> Path:
        """The archive of Spark's classes."""
        caches = self.installed.version >= CACHES
        return self.folder / ("classes.aot" if caches else "classes.jsa")

    @property
    def base(self) -> Path:
        """The base archive, for a Java that comes without one."""
        return self.folder / "base.jsa"

    @property
    def launcher(self) -> Path:
        """The archive of the launcher's JVM, which works out the command of spark-submit's."""
        return self.folder / "launcher.jsa"

    def variables(self) -> dict[str, str]:
        """Return the environment variables with which pyspark's JVMs use the archive.

        Raises:
            NoArchiveError: no option can name its path.
        """
        for path in (self.folder, self.installed.spark):
            if UNQUOTABLE.search(str(path)):
                raise NoArchiveError(f"Java's options cannot name the path {path}")
        return {"SPARK_SUBMIT_OPTS": self.options(), "SPARK_LAUNCHER_OPTS": self.launcher_options()}

    def launcher_options(self) -> str:
        """Return the options of the launcher's JVM; empty where it has no archive."""
        # The shell splits this variable at each space, and expands patterns in it.
        is_usable = self.launcher.exists() and not re.search(r"[\s*?\[]", str(self.launcher))
        if not is_usable or not speedups.is_on(speedups.LAUNCHER_ARCHIVE):
            return ""
        return f"{LAUNCHER_OPTIONS} -XX:SharedArchiveFile={self.launcher}"

    def options(self) -> str:
        """Return the options with which a JVM uses the archive, or ignores it silently."""
        if self.installed.version >= CACHES:
            return f'"-XX:AOTCache={self.classes}" -Xlog:aot=off -Xlog:cds=off'
        files = f"{self.base}:{self.classes}" if self.installed.lacks_base else str(self.classes)
        return f'-Xshare:auto "-XX:SharedArchiveFile={files}" -Xlog:cds=off -Xlog:cds+dynamic=off'

    def is_complete(self) -> bool:
        """Return whether the archive's files are readable and have the sizes in the manifest."""
        return is_complete(self.folder)

    def size(self) -> int:
        """Return the archive's size on disk, in bytes."""
        return sum(it.stat().st_size for it in self.folder.iterdir())

    def is_mapped(self, process: int) -> bool:
        """Return whether a process has mapped the archive; True where that cannot be known.

        Args:
            process: the process's id.
        """
        try:
            return is_mapped(self.folder, process)
        except OSError:  # not on Linux
            return True


def is_complete(folder: Path) -> bool:
    """Return whether a folder has all files of an archive, with the sizes in the manifest."""
    try:
        sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sizes"]
        return bool(sizes) and all(_size(folder / name) == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _size(file: Path) -> int:
    with file.open("rb") as opened:
        return os.fstat(opened.fileno()).st_size


def is_mapped(folder: Path, process: int) -> bool:
    """Return whether a process has mapped a file of a folder.

    Raises:
        OSError: that cannot be known.
    """
    name = f"{folder.resolve()}{os.sep}"  # the system resolves links
    with open(f"/proc/{process}/maps", encoding="utf-8", errors="replace") as lines:
        return any(name in line for line in lines)


def find(folders: Iterable[str], installed: Installation) -> Archive:
    """Return the archive for a Java and a Spark.

    Args:
        folders: where to look; the first wins.
        installed: the Java and the Spark to launch.

    Raises:
        MissingArchiveError: there is none, or it is damaged.
    """
    key = installed.key()
    for found in (Archive(Path(it, key), installed) for it in folders):
        if found.is_complete():
            return found
    raise MissingArchiveError("there is none yet for this Java and this Spark")


class ArchiveActivation:
    """The archive of one start; as a context manager, it sets the variables with which JVMs use it.

    Spark adds the environment's options to the properties of the config and of its own files. So
    none of these has to be known, and none is changed.

    Args:
        folders: where archives are; the first that fits wins.
        requested_conf: the configuration's properties, by name.

    Attributes:
        variables: the variables with which a JVM uses the archive.
        archive: None where none is used.
        reason: why none is used.
        is_missing: whether that is because none has been made yet.
    """

    def __init__(self, folders: Iterable[str], requested_conf: Mapping[str, Any]) -> None:
        self._before: dict[str, str | None] = {}
        self.variables: dict[str, str] = {}
        self.archive: Archive | None = None
        self.reason = ""
        self.is_missing = False
        try:
            self._find(folders, requested_conf)
        except (NoArchiveError, OSError) as error:
            self.reason = str(error)
            self.is_missing = isinstance(error, MissingArchiveError)

    def _find(self, folders: Iterable[str], requested_conf: Mapping[str, Any]) -> None:
        installed = installation()
        options = jvm_options.delayed_c2_options(requested_conf, installed)
        self.variables = _added({"SPARK_SUBMIT_OPTS": options})
        _require_no_choice(requested_conf, installed)
        archive = find(folders, installed)
        self.variables = _with_archive(archive, requested_conf, self.variables)
        _touch(archive)
        self.archive = archive

    def __enter__(self) -> ArchiveActivation:
        """Have the next JVM that pyspark launches use the archive."""
        for name, value in self.variables.items():
            self._before[name] = os.environ.get(name)
            os.environ[name] = value
        return self

    def __exit__(self, *_: object) -> None:
        self.deactivate()

    def deactivate(self) -> None:
        """Restore the environment; does nothing where it was not changed."""
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._before.clear()

    def outcome(self, process: int | None) -> dict[str, Any]:
        """Describe whether the archive is used.

        Args:
            process: the JVM's id, None where another process has started it.

        Returns:
            ``size`` in bytes where an archive is used; else ``reason``, and whether one is
            ``missing`` that can be made.
        """
        if self.archive is None:
            return {"reason": self.reason, "missing": self.is_missing}
        if process is not None and not self.archive.is_mapped(process):
            reason = f"Java does not take the one in {self.archive.folder}"
            return {"reason": reason, "missing": False}
        return {"size": self.archive.size()}


def _added(variables: Mapping[str, str], before: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Append values to the user's own variables; empty ones change nothing."""
    return {
        name: f"{before.get(name, '')} {value}".strip()
        for name, value in variables.items()
        if value
    }


def _with_archive(
    archive: Archive, requested_conf: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, str]:
    """Return an archive's variables, each appended to what it had before."""
    arguments = os.environ.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell")
    options = [*archive.installed.submit_arguments(), *_for_executors(archive, requested_conf)]
    return {
        **_added(archive.variables(), {**os.environ, **before}),
        "PYSPARK_SUBMIT_ARGS": f"{shlex.join(options)} {arguments}".strip(),
    }


def _for_executors(archive: Archive, requested_conf: Mapping[str, Any]) -> list[str]:
    """Return arguments with which executors use it, too, unless they have such options."""
    if not ON_THIS_MACHINE.match(str(requested_conf.get("spark.master", ""))):
        return []
    sources = (requested_conf, jvm_options.defaults(archive.installed))
    if any(EXECUTOR_OPTIONS in source for source in sources):
        return []
    return ["--conf", f"{EXECUTOR_OPTIONS}={archive.options()}"]


def _require_no_choice(requested_conf: Mapping[str, Any], installed: Installation) -> None:
    """Check that the user has not set options that an archive would need.

    Raises:
        NoArchiveError: they are set.
    """
    if jvm_options.are_set(jvm_options.SHARING, requested_conf, installed):
        raise NoArchiveError("the options of Java choose for themselves")
    sets_class_path = any(
        DRIVER_CLASS_PATH in it for it in (requested_conf, jvm_options.defaults(installed))
    )
    if sets_class_path and installed.submit_arguments():
        raise NoArchiveError(f"{DRIVER_CLASS_PATH} is set")


def _touch(archive: Archive) -> None:
    """Note the time of use, for `storage.prune`; a shared folder may be read-only."""
    try:
        os.utime(archive.folder / MANIFEST)
    except OSError:
        return
