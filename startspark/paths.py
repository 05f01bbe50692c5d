"""Where class archives are: `startspark/archives` in each of Jupyter's data folders."""

from __future__ import annotations

import sys
from pathlib import Path

from jupyter_core.paths import SYSTEM_JUPYTER_PATH, jupyter_data_dir, jupyter_path

_PLACE = ("startspark", "archives")


def archive_folders() -> list[str]:
    """All of them, the user's own first."""
    return jupyter_path(*_PLACE)


def user_folder() -> Path:
    """The user's own."""
    return Path(jupyter_data_dir(), *_PLACE)


def environment_folder() -> Path:
    """That of this Python's environment."""
    return Path(sys.prefix, "share", "jupyter", *_PLACE)


def system_folder() -> Path:
    """That of the whole machine."""
    return Path(SYSTEM_JUPYTER_PATH[0], *_PLACE)
