"""Check pyspark, and the Spark that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..cds import installation
from ..diagnosis import preflight, python_packages
from .finding import WARNING, Finding, of_cause, ok
from .subject import Subject


def pyspark(subject: Subject) -> Iterator[Finding]:
    """Whether pyspark can be imported, and can do what the start needs."""
    checks = [python_packages.name_clash, preflight.pyspark]
    if subject.launches_jvm:
        checks.append(python_packages.client_only)
    cause = next(filter(None, (check(subject.origins) for check in checks)), None)
    if cause:
        yield of_cause("pyspark", cause)
    else:
        yield ok("pyspark", installation.pyspark_version() or "of an unknown version")


def spark_home(subject: Subject) -> Iterator[Finding]:
    """Whether there is a Spark, and pyspark is of its version."""
    if not subject.launches_jvm:
        return
    cause = preflight.spark_home(subject.origins)
    if cause:
        yield of_cause("SPARK_HOME", cause)
        return
    other = preflight.other_spark()
    if other:
        yield of_cause("SPARK_HOME", other, WARNING)
        return
    home = os.environ.get("SPARK_HOME")
    if home:
        yield ok("SPARK_HOME", f"`{home}`, of pyspark’s version")
    elif installation.pyspark_version():
        yield ok("SPARK_HOME", "not set: pyspark’s own Spark")
