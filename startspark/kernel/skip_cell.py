"""Skip the rest of a cell that a page has queued and no longer needs."""

from __future__ import annotations

from typing import Any

from .iopub import after_cell
from .private_api import IPYTHON, private_api


class SkipError(Exception):
    """Raised to skip the rest of a cell."""

    def _render_traceback_(self) -> list[str]:
        """Show no traceback (IPython/core/interactiveshell.py)."""
        return []


def rest_of_cell() -> None:
    """End the running cell without an error, which would cancel the cells queued behind it.

    Raises:
        SkipError: always; only IPython sees it.
    """
    after_cell(_remove_error)
    raise SkipError


@private_api("IPython", IPYTHON, "ExecutionResult.error_in_exec")
def _remove_error(result: Any) -> None:
    if isinstance(result.error_in_exec, SkipError):
        result.error_in_exec = None
