"""Capture the log that Spark's JVM prints to this process's output during a start."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from typing import Any, TextIO

MAX_BYTES = 200_000
"""Bytes of the log that are kept: its end."""

DRAIN_SECONDS = 5
"""How long to wait until the reading thread has read what was written."""


class Log:
    """The log that the JVM prints; as a context manager, it captures the log of a start.

    The JVM writes to the file descriptors 1 and 2, which it inherits. Inside the context these lead
    to a pipe, of which the JVM keeps the ends: what it prints later is forwarded to the error
    output. Errors and warnings that Python prints are captured too. Python's standard output is
    not.
    """

    def __init__(self) -> None:
        self._marker = os.urandom(16)
        self._captured = b""
        self._is_drained = threading.Event()
        self._is_over = False
        self._write_end = -1
        self._stack = ExitStack()

    def __enter__(self) -> Log:
        read_end, self._write_end = os.pipe()
        self._stack.callback(self._end)
        sys.stdout.flush()
        self._keep_python_output(self._redirect(1))
        self._error_output = self._redirect(2)
        self._redirect_python_errors()
        threading.Thread(target=self._read, args=[read_end], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _end(self) -> None:
        self._drain()
        self._is_over = True
        os.close(self._write_end)

    def _drain(self) -> None:
        """Wait until everything that has been written so far has been read."""
        self._is_drained.clear()
        os.write(self._write_end, self._marker)
        self._is_drained.wait(DRAIN_SECONDS)

    def _redirect(self, descriptor: int) -> int:
        """Redirect a file descriptor to the pipe; return a copy of it as it was."""
        original = os.dup(descriptor)
        self._stack.callback(os.close, original)
        os.dup2(self._write_end, descriptor)
        self._stack.callback(os.dup2, original, descriptor)
        return original

    def _redirect_python_errors(self) -> None:
        """Redirect `sys.stderr`, which in a kernel does not write to the file descriptor."""
        log = open(self._write_end, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
        self._enter_redirection(log, redirect_stderr)

    def _keep_python_output(self, original: int) -> None:
        """Let `sys.stdout` write to the original output, if it wrote to the file descriptor."""
        stream = sys.stdout
        if _writes_to(stream, 1):
            encoding, errors = stream.encoding, stream.errors
            own = open(original, "w", 1, encoding, errors, closefd=False)  # noqa: SIM115
            self._enter_redirection(own, redirect_stdout)

    def _enter_redirection(self, stream: TextIO, redirect: Any) -> None:
        self._stack.enter_context(stream)
        self._stack.enter_context(redirect(stream))

    def _read(self, read_end: int) -> None:
        """Read the pipe until the JVM, too, has closed it."""
        with open(read_end, "rb", buffering=0) as output:
            while printed := output.read(65536):
                if self._is_over:
                    os.write(2, printed)
                else:
                    self._capture(printed)

    def _capture(self, printed: bytes) -> None:
        before, marker, after = (self._captured + printed).partition(self._marker)
        self._captured = (before + after)[-MAX_BYTES:]
        if marker:
            self._is_drained.set()

    def show(self, sentence: str) -> None:
        """Print a sentence to the original error output, while the log is captured."""
        os.write(self._error_output, f"startspark: {sentence}\n".encode())

    def text(self) -> str:
        """Return what has been captured so far."""
        if self._write_end >= 0 and not self._is_over:
            self._drain()
        return self._captured.decode("utf-8", "replace")


def _writes_to(stream: TextIO, descriptor: int) -> bool:
    """Return whether a stream writes to a file descriptor; a kernel's `sys.stdout` does not."""
    try:
        return stream.fileno() == descriptor
    except (OSError, AttributeError):
        return False
