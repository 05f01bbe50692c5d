"""The folder of class archives: its free space, its permissions, and the removal of old ones."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..private_api import attempt
from .archive import MANIFEST, is_complete, is_mapped
from .installation import Installation, NoArchiveError

KEPT = 3
"""How many archives, those used last, a folder keeps in any case."""

UNUSED_LIFETIME = 7 * 24 * 3600
"""Seconds after its last use in which an archive is kept: another machine may use it."""

NEEDED = 300 * 10**6
"""Bytes that an archive takes at most while it is built."""

PREFIX = ".building-"
"""Begins the names of folders in which archives are built."""

LIFETIME = 3600
"""Seconds after which a build is taken to have been killed."""

CANNOT_WRITE = "Unable to write"
"""Begins the JVM's message where it cannot write an archive."""


def begin(root: Path) -> Path:
    """Make a folder in which an archive can be built.

    Args:
        root: the folder of archives.

    Raises:
        NoArchiveError: the disk is too full; the JVM would only find that after a minute.
    """
    root.mkdir(parents=True, exist_ok=True)
    short = shortage(root)
    if short:
        raise NoArchiveError(short)
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))


def shortage(folder: Path, written: int = 0) -> str:
    """Return what a disk lacks, as part of a sentence; empty where it has room.

    Args:
        folder: on that disk.
        written: bytes of an archive that are there already.
    """
    free = shutil.disk_usage(folder).free
    if free + written >= NEEDED:
        return ""
    return (
        f"the disk {_disk(folder)}, where {folder} is, has {free / 1e6:.0f} MB left, and an archive"
        f" takes up to {NEEDED / 1e6:.0f} MB: make room there"
    )


def _disk(folder: Path) -> Path:
    """Return where the file system of a folder begins."""
    return next(it for it in (folder.resolve(), *folder.resolve().parents) if it.is_mount())


def reason(error: Exception, building: Path) -> str:
    """Return why there is no archive, as part of a sentence.

    Args:
        error: what has ended the build.
        building: its folder.
    """
    message = str(error).rstrip(".")
    short = shortage(building.parent, attempt(lambda: _size(building), 0))
    if not short and CANNOT_WRITE in message:
        short = f"{building.parent} may have a quota, or the size of files a limit (`ulimit -f`)"
    return f"{message}; {short}" if short else message


def _size(folder: Path) -> int:
    return sum(it.stat().st_size for it in folder.rglob("*") if it.is_file())


def publish(building: Path, place: Path) -> None:
    """Move an archive into place in one step, once it is written to the disk."""
    building.chmod(0o755)  # others may read a shared one
    for path in building.iterdir():
        _sync(path)
    with suppress(OSError):  # some file systems refuse that for folders
        _sync(building)
    if not is_complete(place):
        shutil.rmtree(place, ignore_errors=True)
    try:
        building.rename(place)
    except OSError:
        if not is_complete(place):  # else another build was quicker
            raise


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def let_others_read(place: Path) -> None:
    """Let all users read an archive, whatever the umask was that it was made with."""
    root = place.parent
    for path in (root.parent, root, place, *place.iterdir()):
        with suppress(OSError):  # somebody else's
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def prune(root: Path) -> None:
    """Remove archives that nobody needs, and the folders of killed builds."""
    by_use = sorted(_uses(root), reverse=True)
    old = (place for used, place in by_use[KEPT:] if not _is_needed(used, place))
    for unneeded in (*old, *_dead(root)):
        shutil.rmtree(unneeded, ignore_errors=True)


def _uses(root: Path) -> Iterator[tuple[float, Path]]:
    """Yield the archives, each with the time of its last use."""
    for place in root.iterdir():
        if is_complete(place):
            with suppress(OSError):  # another build removes it just now
                yield (place / MANIFEST).stat().st_mtime, place


def _dead(root: Path) -> Iterator[Path]:
    for building in root.glob(f"{PREFIX}*"):
        with suppress(OSError):  # it ends just now
            if time.time() - building.stat().st_mtime > LIFETIME:
                yield building


def _is_needed(used: float, place: Path) -> bool:
    if time.time() - used < UNUSED_LIFETIME or attempt(lambda: _fits(place), False):
        return True
    return any(_has_mapped(int(it.name), place) for it in Path("/proc").glob("[0-9]*"))


def _has_mapped(process: int, place: Path) -> bool:
    try:
        return is_mapped(place, process)
    except OSError:  # it has ended, or is somebody else's
        return False


def _fits(place: Path) -> bool:
    """Return whether the Java and the Spark of an archive are still here."""
    made_for = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    java, spark, conf = (Path(made_for[it]) for it in ("java", "spark", "conf"))
    return Installation(java, spark, conf, 0).key() == place.name
