"""The `Cause` class, the result of a diagnosis: what happened, and how to fix it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cause:
    """An error and its fix, for the user; names and values stand between backticks.

    Attributes:
        sentence: what happened.
        advice: what to do next.
        key: the property, or the config's own key, that is to be corrected, if it is one.
        needs_room: whether other sessions may hold what is missing.
    """

    sentence: str
    advice: str
    key: str = ""
    needs_room: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the cause as a dict, for the page."""
        return asdict(self)


RESTART = "where the kernel starts, then restart the kernel"
"""The end of a sentence: how a variable of the kernel's environment is corrected."""
