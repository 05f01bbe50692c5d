"""Real clusters of the other kernels' Spark: driver and cluster need the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import archives
import standalone
from pythons import PYTHONS, spark_home
from standalone import Cluster


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A cluster without workers."""
    python = PYTHONS["other"]
    # Its processes inherit this environment.
    with (
        patch.dict(os.environ, archives.for_spark(python)),
        standalone.running(spark_home(python), folder) as cluster,
    ):
        yield cluster
