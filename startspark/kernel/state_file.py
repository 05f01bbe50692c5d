"""The state file: tells other processes of this user which Spark session this process has.

The notebook server finds the web UI by it, and lists the user's sessions.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import gateway
from . import session as sessions
from .credentials import hide_credentials
from .own_file import own_text
from .private_api import IPYKERNEL, PYSPARK, attempt, log, private_api

PREFIX = "startspark-"
"""Begins the name of each such file; the process's number and `.json` follow."""

STATE = "_startspark_state"
"""The attribute in which a session has the content of its file, without what changes."""

TYPES: dict[str, Any] = {
    **dict.fromkeys(("host", "process_mark"), str),
    **dict.fromkeys(("process_id", "since"), int),
    **dict.fromkeys(("network", "kernel_id", "notebook", "config", "version"), (str, type(None))),
    **dict.fromkeys(("master", "application_id", "ui_address"), (str, type(None))),
    **dict.fromkeys(("ui_port", "executors", "cores", "memory", "idle_since"), (int, type(None))),
}
"""The types of a state's values by key; those that may be None may be missing, too."""

UPDATE = 5.0
"""Seconds between two versions of a file that differ in what changes."""

_written: Path | None = None
_written_state: dict[str, Any] = {}
_written_at = 0.0


def write(session: Any, use: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Write the file of a running session, unless it is there and current. A failure is logged.

    Args:
        session: as `session.running` finds it.
        use: what changes: ``executors``, ``cores``, ``memory`` in bytes, ``idle_since`` in
            milliseconds since 1970, or None while a job runs.
    """
    global _written, _written_state, _written_at
    path = None
    try:
        path, notes = _path(), vars(session)
        is_new = STATE not in notes
        if is_new:
            _remove_dead(path.parent)
            notes[STATE] = _state(session)
        # A start notes this once Spark runs, and the monitor may write the file before.
        recorded = sessions.recorded(session)
        notebook = recorded.get("notebook") or _notebook()
        state = {**notes[STATE], "config": recorded.get("config"), "notebook": notebook, **use}
        if not is_new and path.exists() and not _is_outdated(state):
            return
        _replace(path, json.dumps(state))
        _written, _written_state, _written_at = path, state, time.monotonic()
        _remove_at_exit()
    except Exception as error:  # without the file, only the web UI is missing
        # An OSError's own text would name a file that has another name each time.
        _warn(path, getattr(error, "strerror", None) or f"{type(error).__name__}: {error}")


def _is_outdated(state: dict[str, Any]) -> bool:
    """Return whether the file says something else, and has done so for some time."""
    return state != _written_state and time.monotonic() - _written_at >= UPDATE


def remove() -> None:
    """Remove the file, where this process has written one."""
    global _written
    with contextlib.suppress(OSError):
        if _written is not None and _written == _path():  # not that of the process that forked
            _written.unlink()
    _written = None


@functools.lru_cache  # the monitor tries again every second, and one warning is enough
def _warn(path: Path | None, reason: str) -> None:
    log.warning(
        "Start Spark cannot write its state file %s: %s. The notebook server will not show Spark's"
        " web UI. Make sure that you can write to that folder, or set JUPYTER_RUNTIME_DIR for the"
        " server, and start the kernel again.",
        path,
        reason,
    )


@functools.lru_cache
def _remove_at_exit() -> None:
    atexit.register(remove)


def is_alive(state: dict[str, Any]) -> bool:
    """Return whether the process that has written a state runs, on this machine."""
    found = _mark(state["process_id"]) if state["host"] == socket.gethostname() else None
    return found is not None and found == state["process_mark"]


def network() -> str | None:
    """Return the network namespace of this process, in which its ports are; None: not known."""
    try:
        return os.readlink("/proc/self/ns/net")
    except OSError:
        return None


def _path() -> Path:
    return _folder() / f"{PREFIX}{os.getpid()}.json"


def _folder() -> Path:
    """Return the runtime folder of the server that has started this kernel, else Jupyter's.

    A server has it in its settings, and puts the kernel's connection file there.
    """
    connection_file = _connection_file()
    if connection_file:
        return Path(connection_file).parent
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())


@private_api("ipykernel", IPYKERNEL, "IPKernelApp.abs_connection_file", default="")
def _connection_file() -> str:
    """Return the path of this kernel's connection file; empty where ipykernel runs none."""
    app = getattr(sys.modules.get("ipykernel.kernelapp"), "IPKernelApp", None)
    return str(app.instance().abs_connection_file) if app and app.initialized() else ""


def _state(session: Any) -> dict[str, Any]:
    """Return the file's content. Its reader ignores keys that it does not know."""
    state = {
        "host": socket.gethostname(),
        "process_id": os.getpid(),
        "process_mark": _mark(os.getpid()),
        "network": network(),
        "kernel_id": _kernel_id(),
        "version": attempt(lambda: session.version, None),
        "master": None,
        "since": int(time.time() * 1000),
        "application_id": None,
        "ui_port": None,
        "ui_address": None,
    }
    if not sessions.is_remote(session):
        state.update(since=session.startTime, application_id=session.applicationId)
        state.update(master=attempt(lambda: hide_credentials(session.master), None))
        state.update(_web_ui(gateway.jvm_context_of(session)))
    return state


def _notebook() -> str:
    """Return the notebook as jupyter_server names it when it launches the kernel, if it does.

    notebook 6 does not, and nbclassic's page has only the folder named.
    """
    name = os.environ.get("JPY_SESSION_NAME", "")
    return "" if name.endswith("/") else name


def _kernel_id() -> str | None:
    """Return the id of this kernel, of which the server has made the connection file's name."""
    name = Path(_connection_file() or "").stem
    return name[len("kernel-") :] if name.startswith("kernel-") else None


@private_api("Spark", PYSPARK, "SparkContext.ui", default={})
def _web_ui(context: Any) -> dict[str, Any]:
    """Return where the web UI listens; nothing where it is off, or Spark does not tell."""
    if not context.ui().isDefined():
        return {}
    ui = context.ui().get()
    port = ui.boundPort()
    return {"ui_port": port, "ui_address": _bound_address(ui, port) or _requested_address()}


@private_api("Spark", PYSPARK, "WebUI.serverInfo")
def _bound_address(ui: Any, port: int) -> str | None:
    """Return the address to which Jetty's socket is bound."""
    for connector in ui.serverInfo().get().server().getConnectors():
        if connector.getLocalPort() == port:
            bound = connector.getTransport().getLocalAddress()
            return str(bound.getAddress().getHostAddress())
    return None


def _requested_address() -> str:
    """Return the address that Spark asks for (core/ui/WebUI.scala), as Java resolves it."""
    host = gateway.java_class("java.lang.System").getenv("SPARK_LOCAL_IP") or "0.0.0.0"
    return str(gateway.java_class("java.net.InetAddress").getByName(host).getHostAddress())


def _mark(process_id: int) -> str | None:
    """Return what tells a process from a later one with its number; None where there is none."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    if not boot.exists():
        return _creation_time(process_id)
    try:  # Linux: unlike the time, the ticks since its start are no matter of the clock
        stat = Path(f"/proc/{process_id}/stat").read_text()
        return f"{boot.read_text().strip()} {stat.rpartition(')')[2].split()[19]}"
    except OSError:
        return None


def _creation_time(process_id: int) -> str | None:
    import psutil  # which ipykernel brings

    try:
        return str(psutil.Process(process_id).create_time())
    except psutil.Error:
        return None


def others() -> list[dict[str, Any]]:
    """Return the states of this user's other processes that run on this machine."""
    found = read_all(_folder())
    return [it for _, it in found if it["process_id"] != os.getpid() and is_alive(it)]


def read_all(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the state files of this user in a folder, each with its state; skip all else there.

    Their processes may have ended.
    """
    for path in folder.glob(f"{PREFIX}*.json"):
        # It was removed just now, or others have put there what is none.
        with contextlib.suppress(OSError, ValueError, RecursionError):
            yield path, _checked(json.loads(own_text(path)))


def _checked(state: Any) -> dict[str, Any]:
    """Return a state whose values have the types that `_state` and `write` give them.

    Raises:
        ValueError: it has not.
    """
    if not isinstance(state, dict) or any(
        not isinstance(state.get(name), kind) or isinstance(state.get(name), bool)
        for name, kind in TYPES.items()
    ):
        raise ValueError(state)
    return state


def _remove_dead(folder: Path) -> None:
    """Remove the files of killed processes of this machine."""
    for path, state in read_all(folder):
        if state["host"] == socket.gethostname() and not is_alive(state):
            with contextlib.suppress(OSError):
                path.unlink()


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all; `mkstemp` lets its owner alone read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f".{PREFIX}", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
