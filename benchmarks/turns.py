"""The same with the extension and without, in turn."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import TypeVar

Loads = TypeVar("Loads")


def take_turns(
    load: Callable[[bool, Loads], object], new: Callable[[], Loads], rounds: int
) -> tuple[Loads, Loads]:
    """Load without the extension and with it; returns what was noted of each.

    Args:
        load: gets whether the extension is enabled, and what notes the load.
        new: makes what notes loads.
        rounds: how often each is loaded, after once for the server's caches.
    """
    loads = {False: new(), True: new()}
    for enabled in (False, True):
        load(enabled, new())
    for number in range(rounds):
        for enabled in (False, True) if number % 2 else (True, False):
            load(enabled, loads[enabled])
    return loads[False], loads[True]


def columns(without: list[float], with_it: list[float]) -> tuple[str, str, str, str]:
    """The ratio of the medians, both in ms, and the differences round by round with quartiles."""
    more = sorted(one - other for one, other in zip(with_it, without))
    low, middle, high = statistics.quantiles(more, n=4)
    before, after = statistics.median(without), statistics.median(with_it)
    return (
        f"{after / before:.2f}",
        f"{before:.0f} ms",
        f"{after:.0f} ms",
        f"{middle:+.0f} ms ({low:+.0f} to {high:+.0f})",
    )
