"""List this user's Spark sessions on this machine, from the state files of their processes.

`kernel/state_file.py` writes these files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .kernel.state_file import is_alive, read_all

REQUIRED = ("ui_port", "ui_address")
"""The keys that a state has even where it has no value for them."""

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
        for _, state in read_all(folder):
            if state.keys() >= set(REQUIRED):
                yield state
