"""Switches for the parts of Start Spark that only make a start faster.

The environment variable STARTSPARK_WITHOUT turns parts off: their names, separated by commas. A
part is skipped where pyspark has a version that it was not tried with, or with which it gains
nothing.
"""

from __future__ import annotations

import functools
import os
import re

from ..private_api import log
from .installation import pyspark_release

VARIABLE = "STARTSPARK_WITHOUT"

EARLY_LAUNCH = "early_launch"
"""The JVM is launched before the code runs (jvm/launcher.py)."""

EARLY_IMPORTS = "early_imports"
"""Python modules are imported while the JVM comes up (startup.py)."""

PRELOAD = "preload"
"""Classes are initialized before they are needed (jvm/preload.py)."""

DELAYED_C2 = "delayed_c2"
"""The compiler C2 takes methods later (cds/jvm_options.py)."""

LAUNCHER_ARCHIVE = "launcher_archive"
"""The JVM that works out spark-submit's command has an archive, and only C1 (cds/archive.py)."""

NAMES = (EARLY_LAUNCH, EARLY_IMPORTS, PRELOAD, DELAYED_C2, LAUNCHER_ARCHIVE)

OLDEST, NEWEST = (3, 5), (4, 99)
"""The versions of pyspark for which they are meant; tried are 3.5.9 and 4.3.0."""

FOR_SPARK_4 = {DELAYED_C2, LAUNCHER_ARCHIVE}
"""Parts that gain nothing with pyspark 3.5 (benchmarks/start.py)."""


def is_on(name: str) -> bool:
    """Return whether a part is enabled: not turned off, and meant for the installed pyspark.

    Args:
        name: one of `NAMES`.
    """
    return name not in _turned_off(os.environ.get(VARIABLE, "")) and _is_meant_for_pyspark(name)


@functools.lru_cache  # an unknown name is logged once
def _turned_off(names: str) -> frozenset[str]:
    found = frozenset(filter(None, re.split(r"[\s,]+", names)))
    unknown = found.difference(NAMES)
    if unknown:
        log.warning(
            "%s has %s, which turns off nothing. It can have %s.",
            VARIABLE,
            ", ".join(sorted(unknown)),
            ", ".join(NAMES),
        )
    return found


def _is_meant_for_pyspark(name: str) -> bool:
    """Return whether the installed pyspark has a version for which a part is meant."""
    release = pyspark_release()
    if release == (0, 0) or OLDEST <= release <= NEWEST:
        return name not in FOR_SPARK_4 or release >= (4, 0)
    log.info("Start Spark starts without %s: it was not tried with pyspark %s.%s", name, *release)
    return False
