"""Keep a child process that evaluates configs, and send it one request at a time."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from ..errors import RenderError

PATIENCE = 60
"""Seconds to wait for a reply: on a busy machine, a new Python may take long to start. The worker
itself limits the time of a request to much less."""

MODULE = "startspark.rendering.worker"

_PROGRAM = f"""\
import site, sys
sys.path += sys.argv[1:]
site.main()
from {MODULE} import main
main()
"""
"""What the child runs; until it adds folders, it can import Python's own library alone."""

_TOO_MUCH = "has an expression that takes too long, or needs too much memory"

_log = logging.getLogger("startspark")


class WorkerProcess:
    """A child process that serves one request at a time, and is replaced where it fails.

    A child that hangs, dies or has used up its time or memory is killed, and the next request
    starts another. The child ends with this process, even if that is killed: its standard input
    ends then.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def start(self) -> None:
        """Start the child, so that the first request need not wait for it.

        Raises:
            RenderError: it cannot be started.
        """
        with self._lock:
            self._child = self._living_child()

    def stop(self) -> None:
        """End the child."""
        with self._lock:
            if self._child:
                self._child.end()
            self._child = None

    def request(self, task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the child's reply, a JSON object.

        Args:
            task: a key of `worker.TASKS`.
            arguments: the task's arguments, of types that JSON has.

        Raises:
            RenderError: the child cannot be started, does not reply in time, or died.
        """
        message = json.dumps([task, arguments]).encode() + b"\n"
        with self._lock:
            child, self._child = self._living_child(), None
            try:
                reply: dict[str, Any] = json.loads(child.request(message))
                if not reply.pop("is_last", False):
                    self._child = child
            finally:  # also after an interrupt: the child would send the wrong reply next
                if not self._child:
                    child.end()
        return reply

    def _living_child(self) -> _Child:
        if self._child and self._child.is_alive():
            return self._child
        if self._child:
            self._child.end()
        return _Child()


class _Child:
    """One child process; a socket is its standard input and output."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(PATIENCE)
        try:
            with theirs:
                self._process = subprocess.Popen(
                    # Without Python's variables and the folders that the environment adds: a
                    # module there could take the place of one of Python's own.
                    [sys.executable, "-ISc", _PROGRAM, *_folders()],
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    stderr=subprocess.PIPE,
                    cwd=os.sep,  # where only root can write, unlike the folder of the notebooks
                    start_new_session=True,  # Ctrl-C does not reach it
                )
        except OSError as error:
            self._socket.close()
            raise RenderError(
                f"cannot be evaluated: no process can be started: {error}", ()
            ) from error

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process.poll() is None

    def request(self, message: bytes) -> bytes:
        """Send one line and return the line that answers it.

        Raises:
            RenderError: there is none.
        """
        try:
            self._socket.sendall(message)
            with self._socket.makefile("rb") as stream:
                reply = stream.readline()
        except socket.timeout:
            reason = f"could not be evaluated within {PATIENCE} s: the machine is too busy"
            raise RenderError(reason, ()) from None
        except ConnectionError:
            reply = b""
        if not reply.endswith(b"\n"):
            raise RenderError(self._cause_of_death(), ())
        return reply

    def end(self) -> None:
        """Kill the process, and release all that belongs to it."""
        self._socket.close()
        with self._process:
            self._process.kill()

    def _cause_of_death(self) -> str:
        self._process.kill()  # without effect on one that is ending by itself
        assert self._process.stderr
        printed = self._process.stderr.read().decode(errors="replace").strip()
        if printed:
            _log.error("%s printed:\n%s", MODULE, printed)
        if self._process.wait() < 0:  # a signal: of its timer, or of the system
            return _TOO_MUCH
        return f"could not be evaluated: {sys.executable} cannot run {MODULE}: {printed[-500:]}"


def _folders() -> list[str]:
    """Return the folders of the packages that the child needs, in the order of `sys.path`.

    The environment's own folder of packages may not have them: the user's variables, or a link to
    a clone, can name others.
    """
    files = (__file__, jinja2.__file__, markupsafe.__file__)
    rank = {folder: number for number, folder in reversed([*enumerate(sys.path)])}
    found = {str(_root(file)) for file in files if file}
    return sorted(found, key=lambda folder: rank.get(folder, len(rank)))


def _root(file: str) -> Path:
    """Return the folder that holds a module's package."""
    path = Path(file).parent
    while path.joinpath("__init__.py").exists():
        path = path.parent
    return path
