"""The Pythons of the tests' kernels, and what their Javas are told."""

from __future__ import annotations

import sys
from pathlib import Path

OTHER_PYTHON = Path(__file__).parents[2] / ".venv-kernel" / "bin" / "python"
"""An environment with another pyspark and without Start Spark."""

PYTHONS = {"own": sys.executable, "other": str(OTHER_PYTHON)}

QUICK_JAVA = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""In every environment: a test's Java ends before it has gained from being compiled any better."""


def spark_home(python: str) -> Path:
    """Where a Python's pyspark is, and Spark with it."""
    (home,) = Path(python).parents[1].glob("lib/python*/site-packages/pyspark")
    return home
