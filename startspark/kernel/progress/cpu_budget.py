"""Bound what watching Spark costs: the processor time of the thread that watches."""

from __future__ import annotations

import time
from collections.abc import Callable

SHARE = 0.005
"""The share of a processor that the thread may take; the JVM takes about as much for it."""

SAVED = 0.02
"""Seconds of a processor that may be saved up, for the first look at something new."""

OF_ONE_LOOK = 0.0025
"""Seconds of a processor after which a look reads nothing more that can wait."""

WHILE_FREE = 0.05
"""The same while the kernel is free and nothing runs."""


class CpuBudget:
    """Processor time to spend, which grows with the time that passes.

    Args:
        clock: seconds that have passed.
        cpu: seconds of a processor that this thread has taken.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        cpu: Callable[[], float] = time.thread_time,
    ) -> None:
        self._clock = clock
        self._cpu = cpu
        self._left = SAVED
        self._earned_at = clock()
        self._begun_at = 0.0
        self._limit = OF_ONE_LOOK

    def is_left(self, debt: float = 0.0) -> bool:
        """Return whether a look may begin.

        Args:
            debt: seconds of a processor that may be owed.
        """
        now = self._clock()
        self._left = min(SAVED, self._left + SHARE * (now - self._earned_at))
        self._earned_at = now
        return self._left > -debt

    def begin(self, is_free: bool) -> None:
        """Begin a look.

        Args:
            is_free: whether it keeps nobody from anything.
        """
        self._begun_at = self._cpu()
        self._limit = WHILE_FREE if is_free else OF_ONE_LOOK

    def may_go_on(self) -> bool:
        """Return whether the look may read what can wait."""
        return self._cpu() - self._begun_at < self._limit

    def end(self) -> None:
        """End a look, and pay for it; in a free kernel, what others pay at most."""
        spent = self._cpu() - self._begun_at
        self._left -= min(spent, OF_ONE_LOOK) if self._limit == WHILE_FREE else spent


class Interval:
    """Say when something is due that costs more or less.

    Args:
        shortest: seconds between two times.
        share: of a processor that it may take.
    """

    def __init__(self, shortest: float, share: float) -> None:
        self._shortest = shortest
        self._share = share
        self._due = 0.0
        self._begun_at = 0.0

    def begins(self) -> bool:
        """Return whether it is due, and begin it if so."""
        self._begun_at = time.thread_time()
        return time.monotonic() >= self._due

    def end(self) -> None:
        """End it, and find when it is due again."""
        cost = time.thread_time() - self._begun_at
        self._due = time.monotonic() + max(self._shortest, cost / self._share)
