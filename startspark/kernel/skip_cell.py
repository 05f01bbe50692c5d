"""Skips what a page has had queued and does not need any more."""

from __future__ import annotations

from typing import Any

from .iopub import after_cell


class SkipError(Exception):
    """The rest of the cell is not wanted."""

    def _render_traceback_(self) -> list[str]:
        """Nothing is shown of it."""
        return []


def rest_of_cell() -> None:
    """End the cell that runs, without an error: one would end the cells that are queued behind it.

    Raises:
        SkipError: always; only IPython sees it.
    """
    after_cell(_forgive)
    raise SkipError


def _forgive(result: Any) -> None:
    if isinstance(result.error_in_exec, SkipError):
        result.error_in_exec = None
