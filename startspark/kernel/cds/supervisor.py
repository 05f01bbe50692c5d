"""Has a process do something that takes long, and leaves nothing of it, however that ends."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Those that end this process in order. Of SIGKILL, it only hears from the one who started it."""


def supervise(step: Callable[[], object], clean: Callable[[], object]) -> int:
    """Fork for a step; end it with all that it has started, and this process, with standard input.

    That is a pipe, whose other end goes with the process that has started this one.

    Args:
        step: what the fork does, and exits.
        clean: called when nothing of that runs any more.

    Returns:
        how the fork has ended, as `os.waitpid` says it.
    """
    _on_signals(_exit)
    ended, held = os.pipe()
    fork = os.fork()
    if not fork:
        _be_a_group(0)
        _on_signals(signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        step()
        raise SystemExit
    os.close(held)
    try:
        _be_a_group(fork)  # whoever comes first
        if 0 in select.select([0, ended], [], [])[0]:
            raise SystemExit
    finally:
        _on_signals(signal.SIG_IGN)
        with suppress(OSError):  # nothing of it runs
            os.killpg(fork, signal.SIGKILL)
        status = os.waitpid(fork, 0)[1]
        clean()
    return status


def _be_a_group(process: int) -> None:
    """Have all that a process starts end with it at once."""
    with suppress(OSError):  # it has ended already
        os.setpgid(process, process)


def _on_signals(do: Any) -> None:
    for number in SIGNALS:
        signal.signal(number, do)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)
