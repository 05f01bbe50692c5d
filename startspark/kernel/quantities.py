"""Read sizes of memory as Spark does, and write sizes and counts for the user."""

from __future__ import annotations

import re

SHIFTS = {"b": 0, "k": 10, "m": 20, "g": 30, "t": 40, "p": 50}
"""Powers of two, by Spark's units (network/util/JavaUtils.java)."""


def mebibytes(text: str) -> int:
    """Return a size in MiB, which is also the unit of a size without one.

    Raises:
        ValueError: Spark does not accept it as a size.
    """
    found = re.fullmatch(r"(\d+)(b|[kmgtp](?:i?b)?)?", text.strip().lower())
    if found is None:
        raise ValueError(text)
    return (int(found[1]) << SHIFTS[(found[2] or "m")[0]]) >> SHIFTS["m"]


def memory_text(memory: float) -> str:
    """Return a size of memory for the user.

    Args:
        memory: in MiB.
    """
    return f"{memory / 1024:.1f} GiB".replace(".0 ", " ") if memory >= 1024 else f"{memory:.0f} MiB"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as ``2 cores``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
