"""Detect environment variables that would make a start use Spark Connect."""

from __future__ import annotations

import os

from ..environment import uses_spark_connect
from ..property_origins import Origins
from .cause import RESTART, Cause


def cause(origins: Origins) -> Cause | None:
    """Return the cause where a variable would make the start use Spark Connect, which has no `sc`.

    Args:
        origins: of the start's properties.
    """
    if uses_spark_connect(origins.requested_conf) or "spark.master" in origins.requested_conf:
        return None
    is_set = "SPARK_REMOTE" in os.environ
    if not is_set and os.environ.get("SPARK_API_MODE", "").lower() != "connect":
        return None
    name = "SPARK_REMOTE" if is_set else "SPARK_API_MODE"
    return Cause(
        f"The kernel’s environment sets `{name}`, but the configuration sets neither `master` nor"
        " `remote`: Spark Connect would be used, which has no `sc`.",
        "Set one of them in the configuration, or remove the variable: in a cell with"
        f" `import os; del os.environ['{name}']`, or {RESTART}.",
    )
