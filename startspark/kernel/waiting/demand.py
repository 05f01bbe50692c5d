"""What one executor asks of the cluster, and how a sentence says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

UNITS = {"k": 1 / 1024, "m": 1, "g": 1024, "t": 1024**2, "p": 1024**3}

LENGTH = 400
"""So many characters of what a cluster, or another one's application, says are shown."""


@dataclass(frozen=True)
class Demand:
    """What the application asks for each executor, of Spark's conf.

    Attributes:
        memory: in MiB, without overhead.
        cores: None where Spark leaves that to the cluster manager.
    """

    memory: int
    cores: int | None

    @staticmethod
    def of(conf: Any) -> Demand:
        """Read it.

        Args:
            conf: the JVM's SparkConf.
        """
        cores = str(conf.get("spark.executor.cores", ""))
        return Demand(
            mebibytes(str(conf.get("spark.executor.memory", "1g"))),
            int(cores) if cores.isdigit() else None,
        )


def mebibytes(text: str) -> int:
    """Return a size as Spark reads it, without a unit in MiB (network/util/JavaUtils.java).

    Raises:
        ValueError: it is none.
    """
    found = re.fullmatch(r"(\d+)([kmgtp]?)(?:i?b)?", text.strip().lower())
    if found is None:
        raise ValueError(text)
    return int(int(found[1]) * UNITS[found[2] or "m"])


def shown(memory: float) -> str:
    """Return an amount of memory for the user.

    Args:
        memory: in MiB.
    """
    return f"{memory / 1024:.1f} GiB".replace(".0 ", " ") if memory >= 1024 else f"{memory:.0f} MiB"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as ``2 cores``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def in_one_line(text: str) -> str:
    """Return what others say, for a sentence of ours."""
    return " ".join(str(text).split())[:LENGTH]
