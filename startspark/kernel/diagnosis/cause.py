"""Why Spark does not start."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cause:
    """What a user is told; names of files, properties and values stand between backticks.

    Attributes:
        sentence: what happened.
        advice: what to do next.
        key: the property, or the config's own key, that is to be corrected, if it is one.
    """

    sentence: str
    advice: str
    key: str = ""

    def told(self) -> dict[str, Any]:
        """The same for the page."""
        return asdict(self)


RESTART = "where the kernel starts, then restart the kernel"
"""How a variable of the kernel's environment is corrected."""
