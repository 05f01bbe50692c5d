"""Which of the user's Spark sessions have a web UI here, as `kernel/state_file.py` has noted."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ..kernel.state_file import PREFIX, is_alive, network
from .port_owners import IPAddress, accounts

_STATE = Draft202012Validator(
    {
        "type": "object",
        "required": ["host", "process_id", "process_mark", "since", "ui_port", "ui_address"],
        "properties": {
            "host": {"type": "string"},
            "process_id": {"type": "integer"},
            "process_mark": {"type": "string"},
            "network": {"type": ["string", "null"]},
            "since": {"type": "integer"},
            "ui_port": {"type": ["integer", "null"]},
            "ui_address": {"type": ["string", "null"]},
        },
    }
)


class NoWebUIError(Exception):
    """Why a port's web UI is not served, and what to do."""


def web_ui_address(folders: Iterable[Path], port: int) -> str:
    """Where a running session of this user's serves its web UI on a port.

    Args:
        folders: Jupyter's runtime folders.
        port: of this machine.

    Raises:
        NoWebUIError: none does, or somebody else would answer.
    """
    _, address = _web_ui(folders, port)
    return str(address)


def why_no_web_ui(folders: Iterable[Path], port: int, application: str) -> str | None:
    """Why the web UI of a running session cannot be shown; None where it can.

    Args:
        folders: Jupyter's runtime folders.
        port: where the session says that it is.
        application: the session's id.
    """
    try:
        state, _ = _web_ui(folders, port)
    except NoWebUIError as error:
        return str(error)
    found = state.get("application_id")
    if found == application:
        return None
    return (
        f"Spark's web UI is on another machine than the notebook server, or in a container: here,"
        f" another Spark of yours ({found}) has port {port}. {_ASK_THERE}"
    )


_ASK_THERE = (
    "A notebook server shows the web UIs of its own machine alone: use a kernel that runs there,"
    " or open the web UI on the kernel's machine."
)


def _web_ui(folders: Iterable[Path], port: int) -> tuple[dict[str, Any], IPAddress]:
    """What is noted of the session that has its web UI on a port here, and where that listens.

    Raises:
        NoWebUIError: none does, or somebody else would answer.
    """
    noted = [state for state in _states(folders) if state["ui_port"] == port]
    running = [state for state in noted if is_alive(state)]
    here = [state for state in running if _is_in_this_network(state)]
    if running and not here:
        raise NoWebUIError(
            f"The Spark session with port {port} runs in another network than the notebook server,"
            f" such as a container's. {_ASK_THERE}"
        )
    if not here:
        raise NoWebUIError(_why_none(noted, port))
    state = max(here, key=lambda state: state["since"])
    address = _local(state["ui_address"])
    _expect_own(address, port)
    return state, address


def _is_in_this_network(state: dict[str, Any]) -> bool:
    """Whether its ports are this process's, as far as that is known."""
    return state.get("network") in (None, network()) or network() is None


def _states(folders: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """What is noted, by processes that may have ended."""
    for folder in folders:
        for path in folder.glob(f"{PREFIX}*.json"):
            try:
                state = json.loads(_own_text(path))
            except (OSError, ValueError):  # it is gone just now, or none of ours
                continue
            if _STATE.is_valid(state):
                yield state


def _own_text(path: Path) -> str:
    """A file's text.

    Raises:
        PermissionError: it is another account's.
    """
    with path.open(encoding="utf-8") as file:
        if _user() not in (None, os.fstat(file.fileno()).st_uid):
            raise PermissionError(path)
        return file.read()


def _user() -> int | None:
    """The account of this server; None on Windows."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def _local(noted: str) -> IPAddress:
    """The address by which this machine reaches what listens on an address, or on all."""
    address = ipaddress.ip_address(noted)
    # Java's sockets for all addresses take IPv4, too, and not each machine has IPv6.
    return ipaddress.ip_address("127.0.0.1") if address.is_unspecified else address


def _expect_own(address: IPAddress, port: int) -> None:
    users = accounts(address, port)
    if users is not None and not users:
        raise NoWebUIError(gone(port))
    if users is not None and users != {_user()}:
        raise NoWebUIError(
            f"A program of another account answers on port {port} of this machine instead of"
            " Spark's web UI. Start Spark again in the notebook, so that it takes another port."
        )


def gone(port: int) -> str:
    """What to say where a web UI is no more."""
    return (
        f"No Spark web UI answers on port {port}. Its session has ended: start Spark again in the"
        " notebook."
    )


def _why_none(noted: list[dict[str, Any]], port: int) -> str:
    here = socket.gethostname()
    elsewhere = sorted({state["host"] for state in noted} - {here})
    if elsewhere:
        return (
            f"The Spark session with port {port} runs on {elsewhere[0]}, and the notebook server"
            f" on {here}. A notebook server shows the web UIs of its own machine alone: use a"
            f" kernel that runs there, or ask for a way to http://{elsewhere[0]}:{port}/."
        )
    return (
        f"No running Spark session of yours is known that has its web UI on port {port}. It has"
        " ended, or its kernel runs on another machine. Open its notebook with Start Spark, or"
        " start Spark there again; if that does not help, look for `state file` in the kernel's"
        " log."
    )
