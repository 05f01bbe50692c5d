"""Read small files that processes of this user have written, in folders that others may share.

Such a folder can hold anything: files of other accounts, a named pipe without a writer, endless
ones.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

MOST = 64 * 1024
"""The most bytes of a file: it has some names and numbers."""


def own_text(path: Path) -> str:
    """Return the text of a file, and never wait for it.

    Raises:
        OSError: it cannot be read, or belongs to another account.
        ValueError: it is not text, not a regular file, or too large.
    """
    with open(path, "rb", opener=_open_nonblocking) as file:
        status = os.fstat(file.fileno())
        if user_id() not in (None, status.st_uid):
            raise PermissionError(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST:
            raise ValueError(path)
        return file.read(MOST).decode("utf-8")


def user_id() -> int | None:
    """Return the user id of this process; None on Windows."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def _open_nonblocking(path: str, flags: int) -> int:
    """Open a file: a named pipe would otherwise wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
