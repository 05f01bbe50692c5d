"""Defer keyboard interrupts while the kernel runs a step that must complete."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Recorder:
    """A signal handler that records whether an interrupt has come."""

    has_come = False

    def __call__(self, *_: object) -> None:
        self.has_come = True


@contextmanager
def deferred() -> Iterator[None]:
    """Defer interrupts until the context ends.

    Raises:
        KeyboardInterrupt: at the end, where one has come.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or isinstance(signal.getsignal(signal.SIGINT), _Recorder):  # deferred already
        yield
        return
    recorder = _Recorder()
    before = signal.signal(signal.SIGINT, recorder)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if recorder.has_come:
        raise KeyboardInterrupt
