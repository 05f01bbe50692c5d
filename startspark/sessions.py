"""List this user's Spark sessions on this machine, from the state files of their processes.

`kernel/state_file.py` writes these files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from .kernel.state_file import PREFIX, is_alive

_NUMBER: dict[str, Any] = {"type": ["integer", "null"]}
_TEXT: dict[str, Any] = {"type": ["string", "null"]}

_STATE = Draft202012Validator(
    {
        "type": "object",
        "required": ["host", "process_id", "process_mark", "since", "ui_port", "ui_address"],
        "properties": {
            "host": {"type": "string"},
            "process_id": {"type": "integer"},
            "process_mark": {"type": "string"},
            "since": {"type": "integer"},
            **dict.fromkeys(("network", "kernel_id", "notebook", "config", "version"), _TEXT),
            **dict.fromkeys(("master", "application_id", "ui_address"), _TEXT),
            **dict.fromkeys(("ui_port", "executors", "cores", "memory", "idle_since"), _NUMBER),
        },
    }
)

SHOWN = (
    *("kernel_id", "process_id", "notebook", "config", "version", "master", "application_id"),
    *("ui_port", "executors", "cores", "memory", "since", "idle_since"),
)
"""The keys of a state that `running` returns."""


def running(folders: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the sessions that run on this machine, the oldest first.

    Args:
        folders: Jupyter's runtime folders.

    Returns:
        the keys of `SHOWN`; None where a process does not know one. Times are in milliseconds
        since 1970, ``memory`` is in bytes, ``idle_since`` is None while a job runs, too.
    """
    found = sorted(filter(is_alive, states(folders)), key=lambda state: state["since"])
    return [{key: state.get(key) for key in SHOWN} for state in found]


def states(folders: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the valid state files of this user; their processes may have ended.

    Args:
        folders: Jupyter's runtime folders.
    """
    for folder in dict.fromkeys(folders):
        for path in folder.glob(f"{PREFIX}*.json"):
            try:
                state = json.loads(_own_text(path))
            except (OSError, ValueError):  # removed just now, or not a state file of ours
                continue
            if _STATE.is_valid(state):
                yield state


def _own_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        PermissionError: the file belongs to another account.
    """
    with path.open(encoding="utf-8") as file:
        if user_id() not in (None, os.fstat(file.fileno()).st_uid):
            raise PermissionError(path)
        return file.read()


def user_id() -> int | None:
    """Return the user id of this process; None on Windows."""
    return os.geteuid() if hasattr(os, "geteuid") else None
