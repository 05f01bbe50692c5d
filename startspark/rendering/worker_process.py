"""The process that evaluates expressions, as the one who asks sees it."""

from __future__ import annotations

import contextlib
import json
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

MODULE = "startspark.rendering.worker"

_PROGRAM = f"""\
import site, sys
sys.path += sys.argv[2:]
site.main()
from {MODULE} import main
main()
"""
"""Runs in the process, which knows Python's own library and nothing else when it begins."""


TAKEN = b"."
"""What the fork says first that takes a task."""


class WorkerError(Exception):
    """The process cannot be run."""


class WorkerProcess:
    """A process that is kept, and forks for each task: what a task does ends with it.

    Each task has a connection of its own, which the process gets through the one that it is
    started with. It ends with the end of that one, and thus also where this process is killed;
    and by itself, where nobody asks for long.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have it come up, so that the first task need not wait for it."""
        with self._lock:
            self._connected()

    def ask(self, task: str, arguments: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """Have a task done.

        Args:
            task: one of `worker.TASKS`.
            arguments: what JSON can say.
            seconds: how long it may take in all.

        Returns:
            its answer; None where it was ended because it took too much.

        Raises:
            TimeoutError: there is none in time.
            WorkerError: there is no process.
            RuntimeError: it has failed, which it should not.
        """
        sent = json.dumps([task, arguments]).encode()
        try:
            # It may end just now because nobody has asked for long; a new one does not.
            answer = self._exchange(sent, seconds) or self._exchange(sent, seconds)
        except socket.timeout:
            raise TimeoutError from None
        if not answer:
            raise WorkerError(f"{sys.executable} does not run {MODULE}")
        found: dict[str, Any] | None = json.loads(answer.removeprefix(TAKEN) or b"null")
        if found and "failure" in found:
            raise RuntimeError(f"{MODULE} has failed: {found['failure']}")
        return found

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _exchange(self, sent: bytes, seconds: float) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            control = self._hand_over(theirs)
            with contextlib.suppress(ConnectionError):  # it has ended: there is nothing to read
                ours.settimeout(seconds)
                ours.sendall(sent)
                ours.shutdown(socket.SHUT_WR)
                with ours.makefile("rb") as stream:
                    if answer := stream.read():
                        return answer
        self._drop(control)
        return b""

    def _hand_over(self, connection: socket.socket) -> socket.socket:
        """Give a connection to the process; returns through which one."""
        with connection, self._lock:
            control = self._connected()
            with contextlib.suppress(ConnectionError):
                socket.send_fds(control, [b"."], [connection.fileno()])
            return control

    def _drop(self, control: socket.socket) -> None:
        """Have the next task done by another process."""
        with self._lock:
            if self._control is control and self._process:
                control.close()
                self._control = None
                self._process.kill()  # it ends anyway, and does so at once
                self._process.wait()

    def _connected(self) -> socket.socket:
        if self._control is None or not self._is_alive():
            if self._control:
                self._control.close()
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    # Without Python's variables, and the folders that the environment adds: what
                    # lies there could take the place of a module of Python's own.
                    [sys.executable, "-ISc", _PROGRAM, str(theirs.fileno()), *_folders()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    cwd=os.sep,  # where only root may write, and not among the user's notebooks
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # an interrupt is for the one who asks
                )
        return self._control


def _folders() -> list[str]:
    """Where the packages are that the process needs, in the order in which this one has found them.

    They need not be in the environment: the user's variables, or a link to a clone, name them, too.
    """
    files = (__file__, jinja2.__file__, markupsafe.__file__)
    rank = {folder: number for number, folder in reversed([*enumerate(sys.path)])}
    found = {str(_root(file)) for file in files if file}
    return sorted(found, key=lambda folder: rank.get(folder, len(rank)))


def _root(file: str) -> Path:
    """The folder that a module's package is in."""
    path = Path(file).parent
    while path.joinpath("__init__.py").exists():
        path = path.parent
    return path
