"""Read and write text files that people edit: configs and templates.

Whoever can write to a config folder can put anything there: a named pipe without a writer, an
endless device, or a link to a file that only the server may read. Reading refuses all of these.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from .errors import FileError

MAX_BYTES = 256 * 1024
"""The largest file that is read. A config or a template is a page of text."""


def locate_message(path: Path, line: int | None, message: str) -> str:
    """Prefix a message with ``path:line:``, which editors and terminals open; None: no line."""
    return f"{path}:{line}: {message}" if line else f"{path}: {message}"


def read(path: Path, folder: Path, link_suffixes: tuple[str, ...] = ()) -> str:
    """Return the text of a file. Never blocks, whatever kind of file the path names.

    Args:
        folder: the folder that must contain the file once links are resolved.
        link_suffixes: suffixes of files outside of the folder that the path may link to.

    Raises:
        FileError: the file is not a regular one, is too large, is not UTF-8 or cannot be read.
    """
    real = os.path.realpath(path)
    if not Path(real).is_relative_to(os.path.realpath(folder)):
        _check_link(real, link_suffixes)
    try:
        return _read_bytes(real).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileError("is not UTF-8: save it with that encoding", line) from None
    except OSError as error:
        raise FileError(_describe(path, error)) from None


def _check_link(real: str, suffixes: tuple[str, ...]) -> None:
    if not suffixes:
        raise FileError(
            f"is a link to {real}, outside of the config folder: put the file itself there"
        )
    if not real.endswith(suffixes):
        raise FileError(f"is a link to {real}, whose name does not end in {' or '.join(suffixes)}")


def _read_bytes(real: str) -> bytes:
    with open(real, "rb", opener=_open_nonblocking) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileError(_NOT_REGULAR)
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileError(
            f"has {max(status.st_size, len(content)):,} bytes, more than the {MAX_BYTES:,}"
            " allowed: shorten it, or remove it if it is not a config or template"
        )
    return content


def _open_nonblocking(real: str, flags: int) -> int:
    """Open a file for reading. Opening a named pipe would otherwise wait for a writer."""
    return os.open(real, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


_NOT_REGULAR = "is not a regular file: remove it, or put a text file in its place"


def _describe(path: Path, error: OSError) -> str:
    """Return why a file cannot be read, and the fix if there is one."""
    if isinstance(error, PermissionError):
        return "may not be read by you: allow it with chmod, or ask its owner"
    if isinstance(error, IsADirectoryError):
        return _NOT_REGULAR
    if path.is_symlink():
        return (
            f"is a link to {os.readlink(path)}, which cannot be opened: correct or remove the link"
        )
    return f"cannot be read: {error.strerror}"


def write(path: Path, text: str, overwrite: bool) -> None:
    """Write a file atomically: a temporary file in the same folder is renamed to it.

    Args:
        overwrite: whether to replace an existing file, whose permissions are kept.

    Raises:
        FileExistsError: the file exists, and `overwrite` is false.
        OSError: the file cannot be written. An existing file is unchanged.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)  # some file systems report a full disk only here
        if overwrite and path.exists():
            os.chmod(temporary, stat.S_IMODE(path.stat().st_mode))
        (os.replace if overwrite else _rename_to_new)(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def _rename_to_new(temporary: str, path: Path) -> None:
    """Rename a file, unless the new name exists: `os.replace` would overwrite it."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(f"{path} exists") from None
        os.replace(temporary, path)
