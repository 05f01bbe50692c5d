"""Find the Java and the Spark that pyspark starts from this Python."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_JAVA = 13
"""The first whose class archives can be written as it exits (JEP 350)."""

CACHES = 25
"""The first that writes a cache of classes and of what it has learnt of them (JEP 514, 515)."""


class NoArchiveError(Exception):
    """No class archive can be used, or made; the message is part of a sentence."""


@dataclass(frozen=True)
class Installation:
    """The Java and the Spark that pyspark launches.

    Attributes:
        java: Java's home.
        spark: Spark's home.
        conf: Spark's conf folder, the first entry of the class path.
        version: Java's major version, such as 17.
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
    def library(self) -> Path:
        """The JVM's library.

        Raises:
            NoArchiveError: there is none.
        """
        names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib")
        for path in (self.java / name for name in names):
            if path.exists():
                return path
        raise NoArchiveError(f"{self.java} has no libjvm")

    @property
    def lacks_base(self) -> bool:
        """Whether Java comes without the base archive on which others are built."""
        return self.version < CACHES and not self.library.with_name("classes.jsa").exists()

    def settings(self) -> list[str]:
        """Return the files in Spark's conf folder."""
        found = (it for it in self.conf.rglob("*") if it.is_file())
        return sorted(str(it.relative_to(self.conf)) for it in found)

    def submit_arguments(self) -> list[str]:
        """Return arguments for spark-submit with which Spark's classes can be archived.

        Java archives no class that it finds behind a folder with files in its class path: there,
        Spark's classes have to come first.
        """
        return ["--driver-class-path", self.jars] if self.settings() else []

    def key(self) -> str:
        """Return the name of the archive that fits: a hash of all that it depends on."""
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


def _identity(file: Path) -> tuple[str, int, int]:
    """Return what Java checks of a file; like the layers of images, it keeps whole seconds."""
    status = file.stat()
    return (file.name, status.st_size, int(status.st_mtime))


def installation() -> Installation:
    """Find the Java and the Spark that pyspark would launch.

    Raises:
        NoArchiveError: one of them is missing, or does not support class archives.
    """
    java, spark = java_home(), spark_home()
    version = java_version()
    if version is None:
        raise NoArchiveError(f"{java} has no file `release` that tells its version")
    if version < OLDEST_JAVA:
        raise NoArchiveError(f"Java {version} cannot write one; {OLDEST_JAVA} and later can")
    return Installation(java, spark, conf_folder(), version)


def java_version() -> int | None:
    """Return the version of the Java that Spark starts, such as 17; None where it is not known.

    Raises:
        NoArchiveError: there is no Java.
    """
    try:
        release = (java_home() / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # Java 8 calls itself 1.8.
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', release, re.MULTILINE)
    return int(found[1]) if found else None


def java_home() -> Path:
    """Return where spark-class finds Java.

    Raises:
        NoArchiveError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else Path(shutil.which("java") or "")
    if not java.is_file():
        raise NoArchiveError("there is no Java")
    return java.resolve().parent.parent


def spark_home() -> Path:
    """Return where pyspark finds Spark, without importing pyspark.

    Raises:
        NoArchiveError: there is none.
    """
    home = os.environ.get("SPARK_HOME")
    if home:
        return Path(home)
    for place in _pyspark_folders():
        if Path(place, "jars").is_dir():
            return Path(place)
    raise NoArchiveError("there is no pyspark with a Spark")


def _pyspark_folders() -> list[str]:
    try:
        return list(getattr(find_spec("pyspark"), "submodule_search_locations", None) or ())
    except ValueError:  # the user has put something else under that name
        return []


def pyspark_version() -> str:
    """Return the version of the kernel's pyspark, without importing it; empty where not known."""
    for place in _pyspark_folders():
        version = Path(place, "version.py")
        if version.is_file():
            found = re.search(r"__version__[^=]*= *['\"]([^'\"]+)", version.read_text("utf-8"))
            return found[1] if found else ""
    return ""


def pyspark_release() -> tuple[int, int]:
    """Return the major and minor number of `pyspark_version`; (0, 0) where not known."""
    found = re.match(r"(\d+)\.(\d+)", pyspark_version())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def conf_folder() -> Path:
    """Return Spark's conf folder, which need not exist.

    Raises:
        NoArchiveError: there is no Spark.
    """
    return Path(os.environ.get("SPARK_CONF_DIR") or spark_home() / "conf")
