"""Parts that a start does not need, and that use what Spark, py4j or ipykernel do not promise."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger("startspark")
"""At the level INFO, which Python prints only where that is set up: no user can mend it."""


def attempt(step: Callable[[], Any], default: Any) -> Any:
    """The result of a step that may fail without harm.

    Args:
        step: uses what a new release may have changed.
        default: the result where the step fails, which is logged.
    """
    try:
        return step()
    except Exception:
        log.info("Start Spark goes on without this:", exc_info=True)
        return default
