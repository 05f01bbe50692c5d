"""Which Python runs the tasks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from .diagnosis.property_origins import Origins

VARIABLE = "PYSPARK_PYTHON"
"""What pyspark asks for it; else it takes the first `python3` of the path."""

VARIABLES = (VARIABLE, "PYSPARK_DRIVER_PYTHON")

PROPERTIES = ("spark.pyspark.python", "spark.pyspark.driver.python")

ON_THIS_MACHINE = re.compile(r"local(\[|$)|local-cluster\[|spark://(localhost|127\.0\.0\.1):\d+$")
"""Masters whose tasks find the kernel's Python."""


def variables(asked: Mapping[str, Any]) -> dict[str, str]:
    """The variables with which tasks on this machine run the kernel's Python.

    Args:
        asked: the values that the config asks for, by property.

    Returns:
        None where somebody has chosen, or the tasks may run elsewhere.
    """
    origins = Origins(asked)
    if not sys.executable or _is_chosen(origins) or not ON_THIS_MACHINE.match(_master(origins)):
        return {}
    return {VARIABLE: sys.executable}


def _is_chosen(origins: Origins) -> bool:
    if os.environ.get(VARIABLE) == sys.executable:  # by ourselves
        return False
    has_variable = any(it in os.environ for it in VARIABLES)
    return has_variable or any(origins.value(it) is not None for it in PROPERTIES)


def _master(origins: Origins) -> str:
    """The master that Spark will take, or the address of a Spark Connect server."""
    if "spark.remote" in origins.asked:
        return str(origins.asked["spark.remote"])
    return origins.value("spark.master") or os.environ.get("MASTER") or "local[*]"
