"""Java's options: those that somebody has set, and those with which Spark starts sooner."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Mapping
from typing import Any

from .installation import Installation

VARIABLES = (
    "SPARK_SUBMIT_OPTS",
    "SPARK_LAUNCHER_OPTS",
    "JDK_JAVA_OPTIONS",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
)
"""Where Java and spark-submit look for them, besides Spark's properties."""

SHARING = re.compile(r"-Xshare|-XX:(\+|-)?(SharedArchive|ArchiveClasses|AutoCreateShared|AOT)")
"""Those with which somebody has made a choice of class archives."""

COMPILING = re.compile(r"-Xint|-Xcomp|-XX:[+-]?(Tier|CompileThreshold)")
"""Those with which somebody has said how to compile."""

PATIENT = {
    "Tier4InvocationThreshold": 50_000,
    "Tier4MinInvocationThreshold": 6_000,
    "Tier4CompileThreshold": 150_000,
    "Tier4BackEdgeThreshold": 400_000,
}
"""Ten times what Java waits for by itself, before its better compiler takes a method.

While Spark starts, that compiler takes as much of the processors as Spark does, for what is needed
only then. What a query of a few seconds repeats reaches these numbers all the same.
"""

NEWEST_JAVA = 25
"""The last one that was tried with them: Java does not start with what it does not know."""


def are_set(kind: re.Pattern[str], asked: Mapping[str, Any], installed: Installation) -> bool:
    """Whether somebody has set options of a kind.

    Args:
        kind: finds them.
        asked: the properties of the config.
        installed: what is going to be started.
    """
    texts = [str(value) for name, value in asked.items() if name.endswith("JavaOptions")]
    texts += [os.environ.get(name, "") for name in VARIABLES]
    return any(map(kind.search, [*texts, defaults(installed)]))


def defaults(installed: Installation) -> str:
    """The text of Spark's own file of properties."""
    try:
        return (installed.conf / "spark-defaults.conf").read_text("utf-8", "replace")
    except OSError:
        return ""


def patient(asked: Mapping[str, Any], installed: Installation) -> str:
    """`PATIENT`, as options, for a Java that knows them; nothing where somebody has set others.

    Args:
        asked: the properties of the config.
        installed: what is going to be started.
    """
    if installed.version > NEWEST_JAVA or are_set(COMPILING, asked, installed):
        return ""
    if not _knows(installed, min(PATIENT)):
        return ""
    return " ".join(f"-XX:{name}={value}" for name, value in PATIENT.items())


def _knows(installed: Installation, option: str) -> bool:
    """Whether Java has an option of a name, which then stands in its library."""
    with installed.library.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as library:
            return library.find(option.encode()) >= 0
