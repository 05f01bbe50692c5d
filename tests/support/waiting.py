"""Waiting for a condition."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil


def wait_until(condition: Callable[[], object], seconds: float = 120) -> None:
    """Ask again and again whether something is so.

    Raises:
        TimeoutError: it is not, in all that time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} gave nothing for {seconds} s")
        time.sleep(0.05)


def has_ended(process: int) -> bool:
    """Whether a process is no more, or only waits for its parent to notice."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
