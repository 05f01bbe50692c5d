"""The Pythons of the tests' kernels, and what their Javas are told."""

from __future__ import annotations

import sys
from pathlib import Path

OTHER_PYTHON = Path(__file__).parents[1] / ".venv-kernel" / "bin" / "python"
"""An environment with another pyspark and without Start Spark."""

PYTHONS = {"own": sys.executable, "other": str(OTHER_PYTHON)}

QUICK_JAVA = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""A test's Java ends before it has gained from being compiled any better."""
