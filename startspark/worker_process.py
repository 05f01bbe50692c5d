"""The process that evaluates expressions, as the one who asks sees it."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MODULE = "startspark.render_worker"
PACKAGE_FOLDER = Path(__file__).parent.parent


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
            task: one of `render_worker.TASKS`.
            arguments: what JSON can say.
            seconds: how long it may take in all.

        Returns:
            its answer; None where it was ended because it took too much.

        Raises:
            TimeoutError: there is none in time.
            RuntimeError: it has failed, which it should not.
        """
        sent = json.dumps([task, arguments]).encode()
        try:
            # It may end just now because nobody has asked for long; a new one does not.
            answer = self._exchange(sent, seconds) or self._exchange_again(sent, seconds)
        except socket.timeout:
            raise TimeoutError from None
        if not answer:
            return None
        found: dict[str, Any] = json.loads(answer)
        if "failure" in found:
            raise RuntimeError(f"{MODULE} has failed: {found['failure']}")
        return found

    def _exchange_again(self, sent: bytes, seconds: float) -> bytes:
        if self._is_alive():
            return b""  # the fork alone has ended
        answer = self._exchange(sent, seconds)
        if not answer and not self._is_alive():
            raise RuntimeError(f"{sys.executable} cannot run {MODULE}")
        return answer

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _exchange(self, sent: bytes, seconds: float) -> bytes:
        ours, theirs = socket.socketpair()
        with ours, contextlib.suppress(ConnectionError):  # it has ended: there is nothing to read
            with theirs, self._lock:
                socket.send_fds(self._connected(), [b"."], [theirs.fileno()])
            ours.settimeout(seconds)
            ours.sendall(sent)
            ours.shutdown(socket.SHUT_WR)
            with ours.makefile("rb") as stream:
                return stream.read()
        return b""

    def _connected(self) -> socket.socket:
        if self._control is None or not self._is_alive():
            if self._control:
                self._control.close()
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", MODULE, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    # Python looks for modules here first, and not among the user's notebooks.
                    cwd=PACKAGE_FOLDER,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # an interrupt is for the one who asks
                )
        return self._control
