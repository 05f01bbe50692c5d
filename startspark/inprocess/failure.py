"""Explain a failed start as text: what happened, what to do, and where Spark's log is."""

from __future__ import annotations

import re
import tempfile

from ..errors import StartError
from ..kernel import session
from ..kernel.diagnosis.cause import Cause
from ..kernel.diagnosis.explanation import Evidence, explain
from ..kernel.property_origins import Origins


def start_error(cause: Cause, log: str = "") -> StartError:
    """Return an error with a cause, its fix, and the file in which the log is.

    Args:
        cause: why the start has failed.
        log: what the JVM has printed; it is written to a file unless it is blank.
    """
    saved = f"Spark's log is in {_save(log)}" if log.strip() else ""
    return StartError("\n".join(filter(None, [cause.sentence, cause.advice, saved])))


def explain_failure(error: BaseException | None, log: str, origins: Origins) -> StartError:
    """Return the error of a start that has just failed, before anything of it is torn down.

    Args:
        error: what the config's code has raised; None if it has not started Spark.
        log: what the JVM has printed.
        origins: where the config sets the requested properties.
    """
    has_started = session.running() is not None
    return start_error(explain(Evidence(error, log, origins, has_started)), log)


def _save(log: str) -> str:
    """Write the log to a file that only this user can read; return its path."""
    descriptor, path = tempfile.mkstemp(prefix="startspark-", suffix=".log")
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(log)
    return path


_REPLACEMENTS = (
    (
        r"where the kernel runs \(a cell with `%pip (.*?)`\), or choose another kernel",
        r"there, with `pip \1`",
    ),
    (r"This kernel has", "This Python has"),
    (r"where the kernel starts", "in this shell"),
    (r"where the kernel runs", "here"),
    (r"the kernel’s is", "this one is"),
    (r"([Tt])he kernel’s (?=environment|machine|user|Java|Python)", r"\1his "),
    (r"restart the kernel", "start again"),
    (r"`%pip (.*?)` in a cell", r"`pip \1`"),
    (r"`%pip ", "`pip "),
    (r" in a cell with `%cd (.*?)`", r" with `cd \1`"),
    (r"in a cell with `import os; .*?`, or ", ""),
)
"""Patterns of sentences about a kernel, and what to say in a shell, where there is none."""

_KERNEL = r"(?<![\w/.-])kernel(?![\w/-]|\.\w)"
"""The word, and not a part of a path."""


def without_kernel(sentences: str) -> str:
    """Reword a message about a kernel for a user who starts Spark in a shell."""
    for pattern, replacement in _REPLACEMENTS:
        sentences = re.sub(pattern, replacement, sentences)
    parts = sentences.split("`")  # every second one is code
    parts[::2] = [re.sub(_KERNEL, "process", it) for it in parts[::2]]
    return "`".join(parts)
