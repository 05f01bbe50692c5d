"""Run a step in a forked process, and kill its process group and clean up at the end."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that end this process in order. Its parent's SIGKILL ends standard input."""


def supervise(step: Callable[[], object], clean: Callable[[], object]) -> int:
    """Run a step in a fork; kill it and its child processes when standard input ends.

    Standard input is a pipe, whose other end closes with the process that has started this one.

    Args:
        step: run by the fork, which then exits.
        clean: called after the fork and its child processes have ended.

    Returns:
        the fork's status, as `os.waitpid` returns it.
    """
    _on_signals(_exit)
    ended, held = os.pipe()
    fork = os.fork()
    if not fork:
        _make_group(0)
        _on_signals(signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        step()
        raise SystemExit
    os.close(held)
    try:
        _make_group(fork)  # whoever comes first
        if 0 in select.select([0, ended], [], [])[0]:
            raise SystemExit
    finally:
        _on_signals(signal.SIG_IGN)
        with suppress(OSError):  # nothing of it runs
            os.killpg(fork, signal.SIGKILL)
        status = os.waitpid(fork, 0)[1]
        clean()
    return status


def _make_group(process: int) -> None:
    """Put a process, and all that it starts, into a group, to end them at once."""
    with suppress(OSError):  # it has ended already
        os.setpgid(process, process)


def _on_signals(handler: Any) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)
