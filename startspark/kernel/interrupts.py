"""Keeps interrupts out of what must not be left half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Note:
    """Notes whether an interrupt has come."""

    has_come = False

    def __call__(self, *_: object) -> None:
        self.has_come = True


@contextmanager
def deferred() -> Iterator[None]:
    """Let an interrupt wait until this has ended.

    Raises:
        KeyboardInterrupt: at the end, where one has come.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or isinstance(signal.getsignal(signal.SIGINT), _Note):  # it waits already
        yield
        return
    note = _Note()
    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if note.has_come:
        raise KeyboardInterrupt
