"""A start that no page shows: what it prints is kept, and how far it is, told."""

from __future__ import annotations

import contextvars
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO

from ..kernel.monitor import STARTING, progress
from ..kernel.private_api import attempt

KEPT = 200_000
"""Bytes of the log that are kept: its end."""

PATIENCE = 5
"""Seconds that a thread of ours gets to finish what it is about."""


class Log:
    """What Spark's Java prints; as a context, while Spark starts.

    Java writes to this process's own output. So that goes to a pipe: what comes while Spark starts
    is kept, what comes later is passed on. What Python prints that is no error is shown as ever.
    """

    def __init__(self) -> None:
        self._mark = os.urandom(16)
        self._said = b""
        self._is_drained = threading.Event()
        self._is_over = False
        self._write = -1
        self._stack = ExitStack()

    def __enter__(self) -> Log:
        read, write = os.pipe()
        self._write = write
        self._stack.callback(self._end)
        sys.stdout.flush()
        self._keep_python(self._redirect(1, write))
        self._before = self._redirect(2, write)
        self._redirect_python(write)
        threading.Thread(target=self._listen, args=[read], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _end(self) -> None:
        self._drain()
        self._is_over = True
        os.close(self._write)

    def _drain(self) -> None:
        """Wait until all has been read that has been written so far."""
        self._is_drained.clear()
        os.write(self._write, self._mark)
        self._is_drained.wait(PATIENCE)

    def _redirect(self, number: int, write: int) -> int:
        """Have one of this process's outputs go to the pipe; returns where it went before."""
        before = os.dup(number)
        self._stack.callback(os.close, before)
        os.dup2(write, number)
        self._stack.callback(os.dup2, before, number)
        return before

    def _redirect_python(self, write: int) -> None:
        """What Python prints of errors and warnings goes there, too; what else it prints, not."""
        log = open(write, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
        self._redirected(log, redirect_stderr)

    def _keep_python(self, output: int) -> None:
        """Have what Python prints go where it went before."""
        stream = sys.stdout
        if _writes_to(stream, 1):
            encoding, errors = stream.encoding, stream.errors
            own = open(output, "w", 1, encoding, errors, closefd=False)  # noqa: SIM115
            self._redirected(own, redirect_stdout)

    def _redirected(self, stream: TextIO, redirect: Any) -> None:
        self._stack.enter_context(stream)
        self._stack.enter_context(redirect(stream))

    def _listen(self, read: int) -> None:
        with open(read, "rb", buffering=0) as output:
            while said := output.read(65536):
                if self._is_over:
                    os.write(2, said)
                else:
                    self._keep(said)

    def _keep(self, said: bytes) -> None:
        kept, mark, rest = (self._said + said).partition(self._mark)
        self._said = (kept + rest)[-KEPT:]
        if mark:
            self._is_drained.set()

    def say(self, sentence: str) -> None:
        """Tell, while Spark starts, what does not belong to the log."""
        os.write(self._before, f"startspark: {sentence}\n".encode())

    def text(self) -> str:
        """What has been kept so far."""
        if self._write >= 0 and not self._is_over:
            self._drain()
        return self._said.decode("utf-8", "replace")


def _writes_to(stream: TextIO, number: int) -> bool:
    """Whether a stream is the one of a file descriptor; a kernel's is not."""
    try:
        return stream.fileno() == number
    except (OSError, AttributeError):
        return False


@contextmanager
def phases(tell: Callable[[str], object], is_remote: bool) -> Iterator[None]:
    """Tell how far a start is, each time that it gets further.

    Args:
        tell: gets a sentence, in another thread.
        is_remote: whether Spark Connect is what starts.
    """
    lock, ended = threading.Lock(), threading.Event()

    def watch() -> None:
        told = ""
        while not ended.is_set():
            now = attempt(lambda: sentence(progress(), is_remote), told)
            with lock:
                if now != told and not ended.is_set():
                    tell(now)
            told = now
            ended.wait(STARTING)

    # IPython's kernel knows by the context to which cell a thread belongs.
    run = contextvars.copy_context().run
    thread = threading.Thread(target=run, args=[watch], daemon=True)
    thread.start()
    try:
        yield
    finally:
        with lock:
            ended.set()
        thread.join(PATIENCE)


def sentence(found: Mapping[str, Any], is_remote: bool) -> str:
    """How far a start is; the page has the same sentences.

    Args:
        found: as `monitor.progress` says it.
        is_remote: whether Spark Connect is what starts.
    """
    if is_remote:
        return "Waiting for the Spark Connect server…"
    if found["phase"] == "java":
        return "Launching Java…"
    if found["phase"] == "running":
        return "Spark is up; the rest of the configuration’s code runs…"
    return "Starting the session…" if found["local"] else _resources(found)


def _resources(found: Mapping[str, Any]) -> str:
    executors, wanted = found["executors"], found.get("wanted")
    count = f"{executors} of {wanted}" if wanted else str(executors)
    noun = "executor" if (wanted or executors) == 1 else "executors"
    if executors:
        return f"Waiting for executors: {count} {noun}…"
    return f"Asking the cluster for resources{f': {count} {noun}' if wanted else ''}…"
