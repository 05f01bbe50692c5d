"""Read and write the files that people write: configs and templates.

Whoever may write into a folder of configs can put anything there: a named pipe that nobody writes
into, a device without end, or a link to what only the server may read.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from .errors import FileError

MAX_BYTES = 256 * 1024
"""A config is a page of text, and so is a template; a larger file was not meant to be one."""


def read(path: Path, folder: Path, linked: tuple[str, ...] = ()) -> str:
    """The text of a file; nothing that its path can lead to makes this wait.

    Args:
        folder: where the file must be, links followed.
        linked: how the name of a file elsewhere ends that the path may be a link to.

    Raises:
        FileError: it is no file that a person wrote, or cannot be read.
    """
    real = os.path.realpath(path)
    if not Path(real).is_relative_to(os.path.realpath(folder)):
        _check_link(real, linked)
    try:
        return _bytes(real).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileError("is not UTF-8: save it with that encoding", line) from None
    except OSError as error:
        raise FileError(_fix(path, error)) from None


def _check_link(real: str, linked: tuple[str, ...]) -> None:
    if not linked:
        raise FileError(
            f"is a link to {real}, outside of the folder of configs: put the file itself there"
        )
    if not real.endswith(linked):
        raise FileError(f"is a link to {real}, whose name does not end in {' or '.join(linked)}")


def _bytes(real: str) -> bytes:
    with open(real, "rb", opener=_open_without_waiting) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileError(_NO_FILE)
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileError(
            f"has {max(status.st_size, len(content)):,} bytes, and at most {MAX_BYTES:,} are read:"
            " remove it if it is none of yours, or make it shorter"
        )
    return content


def _open_without_waiting(real: str, flags: int) -> int:
    """Open for reading; a named pipe without a writer would wait for one."""
    return os.open(real, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


_NO_FILE = "is no file: remove it, or put a text file in its place"


def _fix(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "may not be read by you: allow it with chmod, or ask its owner"
    if isinstance(error, IsADirectoryError):
        return _NO_FILE
    if path.is_symlink():
        return f"is a link to {os.readlink(path)}, which cannot be opened: mend or remove the link"
    return f"cannot be read: {error.strerror}"


def write(path: Path, text: str, overwrite: bool) -> None:
    """Write a file, whole or not at all: beside its place, and then moved there.

    Args:
        overwrite: whether it may take the place of another, and be read by whom that one was.

    Raises:
        FileExistsError: there is another.
        OSError: it cannot be written; what was there before still is.
    """
    descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)  # some disks say only now that they are full
        if overwrite and path.exists():
            os.chmod(part, stat.S_IMODE(path.stat().st_mode))
        (os.replace if overwrite else _move)(part, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _move(part: str, path: Path) -> None:
    """Move a file to where there is none."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(f"there is {path}") from None
        os.replace(part, path)
