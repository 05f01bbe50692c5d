"""Class archives of the tests: most of their Sparks start with one, in half of the time.

    .venv/bin/python tests/support/archives.py

makes those that are missing, one for each pyspark.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from pythons import PYTHONS, QUICK_JAVA, spark_home
from startspark.kernel.cds.archive import find
from startspark.kernel.cds.build_process import Build
from startspark.kernel.cds.installation import installation
from startspark.kernel_source import archive_builder

DATA = Path(__file__).parents[2] / ".venv" / "share" / "startspark-tests"
"""A data folder of Jupyter's with nothing but these archives."""

FOLDERS = (str(DATA / "startspark" / "archives"),)
"""Where the kernels look for one."""

NONE = {"JUPYTER_PATH": ""}
"""The environment of a server whose Sparks shall start without one."""


def of(home: Path) -> Path:
    """The archives of the user who has a home."""
    return home / ".local" / "share" / "jupyter" / "startspark" / "archives"


def for_spark(python: str) -> dict[str, str]:
    """The environment in which all Javas of a Python's Spark use its archive.

    Start Spark does that for the Javas that it starts, and for no other.
    """
    with patch.dict(os.environ, SPARK_HOME=str(spark_home(python))):
        used = find(FOLDERS, installation())
    java = QUICK_JAVA["JAVA_TOOL_OPTIONS"]
    return {"JAVA_TOOL_OPTIONS": f"{java} {used.options()}"}


TRAINING_RUN = """
import sys
run = next(it for name, it in sys.modules.items() if name.endswith(".training_run"))
for name in ("_use", "_open_web_ui"):
    assert hasattr(run, name)
    setattr(run, name, lambda *_: None)
"""
"""A training run that only starts: then an archive is made in half the time."""


def make(python: str) -> None:
    """Make the archive for a Python's pyspark, unless it is there."""
    library, _, call = archive_builder(*FOLDERS).rstrip().rpartition("\n")
    program = f"{library}\n{TRAINING_RUN}\n{call}\n"
    for message in Build(program, python, {**os.environ, **QUICK_JAVA}).progress():
        if "error" in message:
            raise RuntimeError(f"There is no class archive for {python}: {message['error']}")


if __name__ == "__main__":
    with ThreadPoolExecutor() as pool:
        list(pool.map(make, PYTHONS.values()))
