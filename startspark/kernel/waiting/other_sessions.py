"""The user's other sessions on the same cluster or machine, which hold what this one waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import state_file
from ..credentials import hide_credentials

NAMED = 5
"""How many sessions are named, at most."""


def sessions(master: str) -> list[dict[str, Any]]:
    """Return the user's other sessions that share their resources with one, the largest first.

    Args:
        master: that of the one.
    """
    master = hide_credentials(master)  # as in the state files
    found = [it for it in state_file.others() if _shares(str(it.get("master") or ""), master)]
    found.sort(key=lambda it: -int(it.get("cores") or 0))
    keys = ("notebook", "application_id", "executors", "cores", "memory")
    return [{"name": name(it), **{key: it.get(key) for key in keys}} for it in found[:NAMED]]


def names(found: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the names of sessions by application id.

    Args:
        found: as `sessions` returns them.
    """
    return {str(it["application_id"]): it["name"] for it in found if it["application_id"]}


def name(state: dict[str, Any]) -> str:
    """Return what the user knows a session by."""
    return str(state.get("notebook") or state.get("config") or state["application_id"])


def _shares(one: str, other: str) -> bool:
    """Return whether two masters have the same resources; all local ones have this machine's."""
    return bool(one) and (one == other or (one.startswith("local") and other.startswith("local")))
