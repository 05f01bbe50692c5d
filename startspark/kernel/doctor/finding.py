"""The `Finding` class: what one check has found, and how to fix it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..diagnosis.cause import Cause

OK = "ok"
WARNING = "warning"
ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """What one check has found; names and values stand between backticks.

    Attributes:
        check: the name of the check.
        status: `OK`, `WARNING` or `ERROR`.
        text: what was found.
        fix: what to do, empty where there is nothing to do.
        area: what was examined, such as the server, a kernel or a configuration.
    """

    check: str
    status: str
    text: str
    fix: str = ""
    area: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as a dict, for JSON."""
        return asdict(self)


def ok(check: str, text: str, fix: str = "") -> Finding:
    """Return the finding that all is well."""
    return Finding(check, OK, text, fix)


def warning(check: str, text: str, fix: str) -> Finding:
    """Return the finding of what may go wrong."""
    return Finding(check, WARNING, text, fix)


def error(check: str, text: str, fix: str) -> Finding:
    """Return the finding of what keeps Spark from starting."""
    return Finding(check, ERROR, text, fix)


def why(failure: Exception) -> str:
    """Return why the system has refused something, in a few words."""
    return getattr(failure, "strerror", None) or type(failure).__name__


def of_cause(check: str, cause: Cause, status: str = ERROR) -> Finding:
    """Return what the diagnosis of failed starts would say, as a finding."""
    return Finding(check, status, cause.sentence, cause.advice)
