"""An interrupt waits until what must not be left half done has ended."""

from __future__ import annotations

import signal
from threading import Thread

import pytest

from startspark.kernel.interrupts import deferred


def test_an_interrupt_comes_at_the_end() -> None:
    done = []

    def run() -> None:
        with deferred():
            with deferred():
                signal.raise_signal(signal.SIGINT)
                done.append("inner")
            done.append("outer")

    with pytest.raises(KeyboardInterrupt):
        run()
    assert done == ["inner", "outer"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_is_raised() -> None:
    with deferred():
        pass


def test_another_thread_gets_no_interrupt() -> None:
    handlers = []

    def run() -> None:
        with deferred():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert handlers == [signal.default_int_handler]
