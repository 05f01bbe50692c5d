"""Choose the Python that runs the tasks: the kernel's, where they run on this machine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from .property_origins import Origins

VARIABLE = "PYSPARK_PYTHON"
"""The variable that names the tasks' Python; by default it is the first `python3` of the path."""

VARIABLES = (VARIABLE, "PYSPARK_DRIVER_PYTHON")

PROPERTIES = ("spark.pyspark.python", "spark.pyspark.driver.python")

ON_THIS_MACHINE = re.compile(r"local(\[|$)|local-cluster\[|spark://(localhost|127\.0\.0\.1):\d+$")
"""Masters whose tasks find the kernel's Python."""


def variables(requested_conf: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables with which tasks on this machine run the kernel's Python.

    Args:
        requested_conf: the configuration's properties, by name.

    Returns:
        Nothing where the user has set one, or the tasks may run elsewhere.
    """
    origins = Origins(requested_conf)
    if (
        not sys.executable
        or _is_set_by_user(origins)
        or not ON_THIS_MACHINE.match(_master(origins))
    ):
        return {}
    return {VARIABLE: sys.executable}


def _is_set_by_user(origins: Origins) -> bool:
    if os.environ.get(VARIABLE) == sys.executable:  # a start has set it
        return False
    has_variable = any(it in os.environ for it in VARIABLES)
    return has_variable or any(origins.value(it) is not None for it in PROPERTIES)


def _master(origins: Origins) -> str:
    """Return the master that Spark will take, or the address of a Spark Connect server."""
    if "spark.remote" in origins.requested_conf:
        return str(origins.requested_conf["spark.remote"])
    return origins.value("spark.master") or os.environ.get("MASTER") or "local[*]"
