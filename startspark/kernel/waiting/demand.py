"""What one executor asks of the cluster, and how a sentence says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..quantities import mebibytes

LENGTH = 400
"""How many characters of a text from a cluster or another application are shown, at most."""


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


def in_one_line(text: str) -> str:
    """Return what others say, for a sentence of ours."""
    return " ".join(str(text).split())[:LENGTH]
