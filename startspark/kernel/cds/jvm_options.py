"""Detect JVM options that the user has set, and choose those with which Spark starts faster."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Mapping
from typing import Any

from . import speedups
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
"""Options with which the user has chosen class archives."""

COMPILING = re.compile(r"-Xint|-Xcomp|-XX:[+-]?(Tier|CompileThreshold)")
"""Options with which the user has chosen how to compile."""

DELAYED_C2 = {
    "Tier4InvocationThreshold": 50_000,
    "Tier4MinInvocationThreshold": 6_000,
    "Tier4CompileThreshold": 150_000,
    "Tier4BackEdgeThreshold": 400_000,
}
"""Ten times the JVM's own thresholds for tier 4, at which the compiler C2 takes a method.

While Spark starts, C2 takes as much of the processors as Spark does, for methods that are needed
only then. What a query of a few seconds repeats reaches these thresholds all the same.
"""

NEWEST_JAVA = 25
"""The newest Java tried with them: a JVM does not start with options that it does not know."""


def are_set(
    kind: re.Pattern[str], requested_conf: Mapping[str, Any], installed: Installation
) -> bool:
    """Return whether the user has set JVM options that match a pattern.

    Args:
        kind: the pattern, such as `SHARING`.
        requested_conf: the properties of the config.
        installed: the Java and the Spark to launch.
    """
    texts = [str(value) for name, value in requested_conf.items() if name.endswith("JavaOptions")]
    texts += [os.environ.get(name, "") for name in VARIABLES]
    return any(map(kind.search, [*texts, defaults(installed)]))


def defaults(installed: Installation) -> str:
    """Return the text of spark-defaults.conf; empty where there is none."""
    try:
        return (installed.conf / "spark-defaults.conf").read_text("utf-8", "replace")
    except OSError:
        return ""


def delayed_c2_options(requested_conf: Mapping[str, Any], installed: Installation) -> str:
    """Return `DELAYED_C2` as options; empty where this JVM does not know them, or others are set.

    Args:
        requested_conf: the properties of the config.
        installed: the Java and the Spark to launch.
    """
    if not speedups.is_on(speedups.DELAYED_C2):
        return ""
    if installed.version > NEWEST_JAVA or are_set(COMPILING, requested_conf, installed):
        return ""
    if not _knows(installed, min(DELAYED_C2)):
        return ""
    return " ".join(f"-XX:{name}={value}" for name, value in DELAYED_C2.items())


def _knows(installed: Installation, option: str) -> bool:
    """Return whether the JVM has an option: its name then stands in the library."""
    with installed.library.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as library:
            return library.find(option.encode()) >= 0
