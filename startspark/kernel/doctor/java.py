"""Check the Java that pyspark launches."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..cds import installation
from ..diagnosis import failure_causes, preflight
from ..diagnosis.cause import RESTART
from .finding import Finding, error, of_cause, ok, why
from .subject import Subject

PATIENCE = 30
"""Seconds that Java gets to say its version."""

NEWEST_FOR_SPARK_3 = 23
"""The newest Java on which Spark 3.5 starts: later ones refuse `Subject.getSubject` (JEP 486)."""


def java(subject: Subject) -> Iterator[Finding]:
    """Whether there is a Java that suits this Spark, and runs."""
    if not subject.launches_jvm:
        return
    cause = preflight.java(subject.origins)
    if cause:
        yield of_cause("Java", cause)
        return
    home, version = installation.java_home(), installation.java_version()
    problem = _problem(home)
    if problem:
        fix = f"Reinstall Java, or set JAVA_HOME to another one {RESTART}."
        yield error("Java", f"The Java in `{home}` does not run: {problem}.", fix)
    elif (version or 0) > NEWEST_FOR_SPARK_3 and (0, 0) < installation.pyspark_release() < (4, 0):
        yield of_cause("Java", failure_causes.java_too_new())
    else:
        chosen = ", from JAVA_HOME" if os.environ.get("JAVA_HOME") else ""
        yield ok("Java", f"{version or 'of an unknown version'}, in `{home}`{chosen}")


def _problem(home: Path) -> str:
    """Return why a Java does not run, empty where it does. What it prints may hold secrets."""
    command = [str(home / "bin" / "java"), "-version"]
    try:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE
        )
    except OSError as failure:
        return why(failure)
    except subprocess.TimeoutExpired:
        return f"it did not answer within {PATIENCE} seconds"
    return f"it exited with status {done.returncode}" if done.returncode else ""
