"""Java's class-data-sharing archives, with which Spark's Java starts in half the time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MANIFEST = "archive.json"
"""What stands in an archive's folder besides Java's files, with their sizes."""

OLDEST_JAVA = 13
"""The first whose archives can be written as it exits (JEP 350)."""

CACHES = 25
"""The first that writes a cache of classes and of what it has learnt of them (JEP 514, 515)."""

LAUNCHER = "launcher.jsa"
"""The archive of the small Java that spark-submit asks for the command of the large one."""

OPTION_VARIABLES = (
    "SPARK_SUBMIT_OPTS",
    "SPARK_LAUNCHER_OPTS",
    "JDK_JAVA_OPTIONS",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
)
"""Where Java and spark-submit look for options, besides Spark's properties."""

QUICK = "-Xlog:disable -XX:TieredStopAtLevel=1"
"""For the launcher, whose output is a command, and whose life is too short to compile much."""

STRANGE = re.compile(r"""[:"'\\`$\n]""")
"""What a path may not have that becomes a part of an option, or of a class path."""

SHARING = re.compile(r"-Xshare|-XX:(\+|-)?(SharedArchive|ArchiveClasses|AutoCreateShared|AOT)")
"""Options of Java's with which somebody has made a choice of their own."""

DRIVER_CLASS_PATH = "spark.driver.extraClassPath"


class NoArchiveError(Exception):
    """Why no archive can be used, or made; a sentence's part."""


class MissingArchiveError(NoArchiveError):
    """None has been made yet."""


@dataclass(frozen=True)
class Installation:
    """The Java and the Spark that pyspark starts from this Python.

    Attributes:
        java: Java's home.
        spark: Spark's home.
        conf: Spark's folder of settings, which is the first in Java's class path.
        version: Java's own, such as 17.
    """

    java: Path
    spark: Path
    conf: Path
    version: int

    @property
    def jars(self) -> str:
        """Spark's classes, as a class path."""
        return f"{self.spark / 'jars'}/*"

    @property
    def file_name(self) -> str:
        """The name of the archive."""
        return "classes.aot" if self.version >= CACHES else "classes.jsa"

    @property
    def library(self) -> Path:
        """Java itself."""
        names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib")
        for path in (self.java / name for name in names):
            if path.exists():
                return path
        raise NoArchiveError(f"{self.java} has no libjvm")

    @property
    def lacks_base(self) -> bool:
        """Whether Java comes without the archive of its own on which others are built."""
        return self.version < CACHES and not self.library.with_name("classes.jsa").exists()

    def settings(self) -> list[str]:
        """The files in the folder of settings."""
        found = (it for it in self.conf.rglob("*") if it.is_file())
        return sorted(str(it.relative_to(self.conf)) for it in found)

    def submit_arguments(self) -> list[str]:
        """What spark-submit has to be told.

        Java archives no class that it finds behind a folder with files in its class path: there,
        Spark's classes have to come first.
        """
        return ["--driver-class-path", self.jars] if self.settings() else []

    def key(self) -> str:
        """The name of the archive that fits: all that Java checks, and what it does not."""
        jars = sorted((self.spark / "jars").glob("*.jar"))
        return hashlib.sha256(
            json.dumps(
                [
                    str(self.java),
                    (self.java / "release").read_text(encoding="utf-8", errors="replace"),
                    _identity(self.library),
                    str(self.spark),
                    [_identity(jar) for jar in jars],
                    str(self.conf),
                    self.settings(),
                ]
            ).encode()
        ).hexdigest()[:16]

    def environment(self, folder: Path) -> dict[str, str]:
        """The variables with which pyspark's Javas use an archive.

        Args:
            folder: the archive's.
        """
        for path in (folder, self.spark):
            if STRANGE.search(str(path)):
                raise NoArchiveError(f"Java's options cannot name the path {path}")
        launcher = folder / LAUNCHER
        # What stands in this variable is split at each space.
        can_launch = launcher.exists() and not re.search(r"[\s*?\[]", str(launcher))
        return {
            "SPARK_SUBMIT_OPTS": self.options(folder),
            "SPARK_LAUNCHER_OPTS": f"{QUICK} -XX:SharedArchiveFile={launcher}"
            if can_launch
            else "",
        }

    def options(self, folder: Path) -> str:
        """The options with which Java uses an archive, and says nothing where it cannot.

        Args:
            folder: the archive's.
        """
        if self.version >= CACHES:
            return f'"-XX:AOTCache={folder / self.file_name}" -Xlog:aot=off -Xlog:cds=off'
        bases = [folder / "base.jsa"] if self.lacks_base else []
        files = ":".join(str(it) for it in (*bases, folder / self.file_name))
        return f'-Xshare:auto "-XX:SharedArchiveFile={files}" -Xlog:cds=off -Xlog:cds+dynamic=off'


def _identity(file: Path) -> tuple[str, int, int]:
    """Layers of images keep whole seconds, and so does Java."""
    status = file.stat()
    return (file.name, status.st_size, int(status.st_mtime))


def installation() -> Installation:
    """Find what pyspark would start.

    Raises:
        NoArchiveError: something is missing, or has no archives.
    """
    java, spark = _java_home(), spark_home()
    try:
        release = (java / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise NoArchiveError(f"{java} has no file `release` that tells its version") from None
    found = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    version = int(found[1]) if found else 0
    if version < OLDEST_JAVA:
        raise NoArchiveError(f"Java {version} writes none; {OLDEST_JAVA} and later do")
    conf = Path(os.environ.get("SPARK_CONF_DIR") or spark / "conf")
    return Installation(java, spark, conf, version)


def _java_home() -> Path:
    """Where spark-class finds Java."""
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else Path(shutil.which("java") or "")
    if not java.is_file():
        raise NoArchiveError("there is no Java")
    return java.resolve().parent.parent


def spark_home() -> Path:
    """Where pyspark finds Spark, without the time that its import takes."""
    home = os.environ.get("SPARK_HOME")
    if home:
        return Path(home)
    try:
        places = getattr(find_spec("pyspark"), "submodule_search_locations", None) or []
    except ValueError:  # somebody has put something else under that name
        places = []
    for place in places:
        if Path(place, "jars").is_dir():
            return Path(place)
    raise NoArchiveError("there is no pyspark with a Spark")


def find(folders: Iterable[str], installed: Installation) -> Path:
    """The folder of the archive that fits.

    Args:
        folders: where to look; the first wins.
        installed: what is going to be started.

    Raises:
        MissingArchiveError: there is none, or it is damaged.
    """
    key = installed.key()
    for folder in (Path(it) / key for it in folders):
        if is_whole(folder):
            return folder
    raise MissingArchiveError("there is none yet for this Java and this Spark")


def is_whole(folder: Path) -> bool:
    """Whether an archive's files can be read, and are as long as when they were written."""
    try:
        sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sizes"]
        return bool(sizes) and all(_size(folder / name) == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _size(file: Path) -> int:
    with file.open("rb") as opened:
        return os.fstat(opened.fileno()).st_size


def size(folder: Path) -> int:
    """Bytes that an archive takes."""
    return sum(it.stat().st_size for it in folder.iterdir())


class Use:
    """The use of an archive for one start, in this process's environment.

    Spark adds what stands there to the properties of the config and of its own files. So none of
    them has to be known, and none is changed.
    """

    def __init__(self) -> None:
        self._before: dict[str, str | None] = {}
        self.folder: Path | None = None
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
        self.folder, self.reason, self.is_missing = None, "", False
        try:
            installed = installation()
            _require_no_choice(asked, installed)
            folder = find(folders, installed)
            found = _added(installed, folder)
            _touch(folder)
        except (NoArchiveError, OSError) as error:
            self.reason = str(error)
            self.is_missing = isinstance(error, MissingArchiveError)
            return {}
        self.folder = folder
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
        if self.folder is None:
            return {"reason": self.reason, "missing": self.is_missing}
        if process is not None and not _is_mapped(self.folder, process):
            return {"reason": f"Java does not take the one in {self.folder}", "missing": False}
        return {"size": size(self.folder)}


def _added(installed: Installation, folder: Path) -> dict[str, str]:
    """An archive's variables, with what the user's own have."""
    variables = {
        name: f"{os.environ.get(name, '')} {value}".strip()
        for name, value in installed.environment(folder).items()
    }
    # Before the word for what is submitted.
    arguments = os.environ.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell")
    own = shlex.join(installed.submit_arguments())
    return {**variables, "PYSPARK_SUBMIT_ARGS": f"{own} {arguments}".strip()}


def _require_no_choice(asked: Mapping[str, Any], installed: Installation) -> None:
    """Leave alone what somebody has set up.

    Raises:
        NoArchiveError: where options do it, or would be overwritten.
    """
    texts = [str(value) for name, value in asked.items() if name.endswith("JavaOptions")]
    texts += [os.environ.get(name, "") for name in OPTION_VARIABLES]
    defaults = _defaults(installed)
    if any(map(SHARING.search, [*texts, defaults])):
        raise NoArchiveError("the options of Java choose for themselves")
    sets_class_path = DRIVER_CLASS_PATH in asked or DRIVER_CLASS_PATH in defaults
    if sets_class_path and installed.submit_arguments():
        raise NoArchiveError(f"{DRIVER_CLASS_PATH} is set")


def _defaults(installed: Installation) -> str:
    """The text of Spark's own file of properties."""
    try:
        return (installed.conf / "spark-defaults.conf").read_text("utf-8", "replace")
    except OSError:
        return ""


def _touch(folder: Path) -> None:
    """Note the use, by which old ones are known; a shared folder may be for reading only."""
    try:
        os.utime(folder / MANIFEST)
    except OSError:
        return


def _is_mapped(folder: Path, process: int) -> bool:
    """Whether a process has a file of a folder in its memory; also where that cannot be known."""
    try:
        return any(f"{folder}{os.sep}" in line for line in _maps(process))
    except OSError:  # not on Linux
        return True


def _maps(process: int) -> Iterator[str]:
    with open(f"/proc/{process}/maps", encoding="utf-8", errors="replace") as lines:
        yield from lines
