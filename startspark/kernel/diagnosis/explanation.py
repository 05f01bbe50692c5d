"""Explain a failed start by what was raised, and by what its JVM has printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..private_api import attempt
from ..property_origins import Origins
from . import failure_causes, preflight
from .cause import RESTART, Cause
from .known_failures import CONNECT, RULES

LENGTH = 20_000
"""How many characters of a text's beginning, and of its end, are searched for reasons."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a failed start.

    Attributes:
        error: what the code has raised; None where it has raised nothing, and left no session.
        printed: what the JVM has printed, as far as that is known.
        origins: of the start's properties.
        has_started: whether there is a session nevertheless.
    """

    error: BaseException | None
    printed: str = ""
    origins: Origins = field(default_factory=Origins)
    has_started: bool = False


def explain(evidence: Evidence) -> Cause:
    """Return the cause of a failed start."""
    if evidence.error is None:
        return _known("", evidence) or Cause(
            "The configuration’s code ran, but there is no running Spark.",
            "Check `after` and `template` in the configuration.",
        )
    return _of_error(evidence.error, evidence)


def _of_error(error: BaseException, evidence: Evidence) -> Cause:
    if isinstance(error, KeyboardInterrupt):
        return Cause("The start was interrupted.", "Start again when you like.")
    variable = _missing_variable(error)
    if variable:
        return Cause(
            f"The kernel’s environment has no variable `{variable}`.",
            f"The configuration reads it there. Set it {RESTART}.",
        )
    raised = _raised(error)
    if evidence.has_started and not re.search(CONNECT, raised):
        return _after_the_start(error)
    return _known(raised, evidence) or _suspected() or _unknown(error)


def _known(raised: str, evidence: Evidence) -> Cause | None:
    """Return what the first rule that matches makes of the error and the output."""
    text = f"{raised}\n{_ends(evidence.printed)}"
    for pattern, make_cause in RULES:
        found = re.search(pattern, text, re.MULTILINE)
        cause = found and make_cause(found, evidence.origins)
        if cause:
            return cause
    return None


def _missing_variable(error: BaseException) -> str:
    """Return the name of a variable that `os.environ` does not have, if that was the error."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    is_of_os = where is not None and where.tb_frame.f_globals.get("__name__") == "os"
    return str(error.args[0]) if isinstance(error, KeyError) and is_of_os else ""


def _raised(error: BaseException) -> str:
    """Return the text of an error, and of the errors that have led to it."""
    words, seen = [], set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        words.append(f"{type(current).__name__}: {_ends(str(current))}")
        current = current.__cause__ or current.__context__
    return "\n".join(words)


def _ends(text: str) -> str:
    """Return a long text's beginning and end: one of them has the reason."""
    return text if len(text) <= 2 * LENGTH else f"{text[:LENGTH]}\n{text[-LENGTH:]}"


def _after_the_start(error: BaseException) -> Cause:
    return Cause(
        f"Spark started, but the configuration’s own code failed: {_first_line(error)}",
        "Correct `after` or `template` there. This Spark was stopped again.",
        "after",
    )


def _first_line(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _suspected() -> Cause | None:
    """Return a likely reason where no rule matches."""
    checks = (preflight.other_spark, failure_causes.nameless_user)
    return next(filter(None, (attempt(check, None) for check in checks)), None)


def _unknown(error: BaseException) -> Cause:
    return Cause(
        f"Spark did not start: {_first_line(error)}",
        "Show the details to the author of the configuration.",
    )
