"""Real clusters of the other kernels' Spark: driver and cluster need the same."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import standalone
from pythons import OTHER_PYTHON
from standalone import Cluster

SPARK_HOME = next(OTHER_PYTHON.parents[1].glob("lib/python*/site-packages/pyspark"), Path())


def running(folder: Path) -> AbstractContextManager[Cluster]:
    """A cluster without workers."""
    return standalone.running(SPARK_HOME, folder)
