"""Find the web UIs of the user's Spark sessions on this machine, from kernels' state files."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import NoWebUIError
from ..kernel.own_file import user_id
from ..kernel.state_file import is_alive, network
from ..sessions import states
from .port_owners import IPAddress, listening_users


def web_ui_address(folders: Iterable[Path], port: int) -> str:
    """Return the IP address on which a running session of this user serves its web UI.

    Args:
        folders: Jupyter's runtime folders.
        port: the web UI's port on this machine.

    Raises:
        NoWebUIError: no session has this port, or a process of another account listens on it.
    """
    _, address = _web_ui(folders, port)
    return str(address)


def why_no_web_ui(folders: Iterable[Path], port: int, application: str) -> str | None:
    """Return why the web UI of a running session cannot be shown; None if it can be.

    Args:
        folders: Jupyter's runtime folders.
        port: the web UI's port, as the session reports it.
        application: the session's application id.
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
        f" another Spark of yours ({found}) has port {port}. {_ONLY_THIS_MACHINE}"
    )


_ONLY_THIS_MACHINE = (
    "A notebook server shows the web UIs of its own machine alone: use a kernel that runs there,"
    " or open the web UI on the kernel's machine."
)


def _web_ui(folders: Iterable[Path], port: int) -> tuple[dict[str, Any], IPAddress]:
    """Return the state of the session with this web UI port, and the address to connect to.

    Raises:
        NoWebUIError: as `web_ui_address`.
    """
    known = [state for state in states(folders) if state["ui_port"] == port]
    running = [state for state in known if is_alive(state)]
    here = [state for state in running if _is_in_this_network(state)]
    if running and not here:
        raise NoWebUIError(
            f"The Spark session with port {port} runs in another network than the notebook server,"
            f" such as a container's. {_ONLY_THIS_MACHINE}"
        )
    if not here:
        raise NoWebUIError(_no_session(known, port))
    state = max(here, key=lambda state: state["since"])
    address = _connect_address(state["ui_address"])
    _check_owner(address, port)
    return state, address


def _is_in_this_network(state: dict[str, Any]) -> bool:
    """Return whether a session shares this process's network namespace, as far as that is known."""
    return state.get("network") in (None, network()) or network() is None


def _connect_address(listening: str) -> IPAddress:
    """Return the address to connect to for a server that listens on this address, or on all."""
    address = ipaddress.ip_address(listening)
    # A JVM that listens on all addresses accepts IPv4 too, and not every machine has IPv6.
    return ipaddress.ip_address("127.0.0.1") if address.is_unspecified else address


def _check_owner(address: IPAddress, port: int) -> None:
    """Raise NoWebUIError unless only this user's processes listen there, as far as is known."""
    users = listening_users(address, port)
    if users is not None and not users:
        raise NoWebUIError(no_answer(port))
    if users is not None and users != {user_id()}:
        raise NoWebUIError(
            f"A program of another account answers on port {port} of this machine instead of"
            " Spark's web UI. Start Spark again in the notebook, so that it takes another port."
        )


def no_answer(port: int) -> str:
    """Return the error message for a web UI that does not answer any more."""
    return (
        f"No Spark web UI answers on port {port}. Its session has ended: start Spark again in the"
        " notebook."
    )


def _no_session(known: list[dict[str, Any]], port: int) -> str:
    """Return the error message for a port that no running session has, from old states with it."""
    here = socket.gethostname()
    elsewhere = sorted({state["host"] for state in known} - {here})
    if elsewhere:
        return (
            f"The Spark session with port {port} runs on {elsewhere[0]}, and the notebook server"
            f" on {here}. A notebook server shows the web UIs of its own machine alone: use a"
            f" kernel that runs there, or ask how to reach http://{elsewhere[0]}:{port}/."
        )
    return (
        f"No running Spark session of yours is known to have its web UI on port {port}. It has"
        " ended, or its kernel runs on another machine. Open its notebook with Start Spark, or"
        " start Spark there again; if that does not help, look for `state file` in the kernel's"
        " log."
    )
