"""Why a start without a page has failed, and what to do: what the page's dialog says, as text."""

from __future__ import annotations

import re
import tempfile

from ..kernel import session
from ..kernel.diagnosis.cause import Cause
from ..kernel.diagnosis.explanation import Evidence, explain
from ..kernel.diagnosis.property_origins import Origins


class StartError(Exception):
    """A start that fails, as sentences: what happened, what to do, and where the log is.

    Args:
        cause: why.
        printed: what Spark's Java has printed.
    """

    def __init__(self, cause: Cause, printed: str = "") -> None:
        log = f"Spark's log is in {_saved(printed)}" if printed.strip() else ""
        super().__init__("\n".join(filter(None, [cause.sentence, cause.advice, log])))


def failed(error: BaseException | None, printed: str, origins: Origins) -> StartError:
    """What a user is told of a start that has just failed; nothing of it has been ended yet.

    Args:
        error: what the config's code has raised; None where it has left no Spark.
        printed: what Spark's Java has printed.
        origins: of the properties.
    """
    has_started = session.running() is not None
    return StartError(explain(Evidence(error, printed, origins, has_started)), printed)


def _saved(printed: str) -> str:
    """The path of a file with the log, which only this user can read."""
    descriptor, path = tempfile.mkstemp(prefix="startspark-", suffix=".log")
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(printed)
    return path


_WORDS = (
    (
        r"where the kernel runs \(a cell with `%pip (.*?)`\), or choose another kernel",
        r"there, with `pip \1`",
    ),
    (r"This kernel has", "This Python has"),
    (r"then restart the kernel", "then start again"),
    (r"where the kernel starts", "in this shell"),
    (r"where the kernel runs", "here"),
    (r"the kernel’s is", "this one is"),
    (r"([Tt])he kernel’s (?=environment|machine|user|Java|Python)", r"\1his "),
    (r"kernel", "process"),
)
"""What is said of kernels, and of this process where there is none."""


def without_kernel(sentences: str) -> str:
    """The same for who starts Spark in a shell."""
    for pattern, words in _WORDS:
        sentences = re.sub(pattern, words, sentences)
    return sentences
