"""Class archives of the tests: most of their Sparks start with one, in half of the time.

    .venv/bin/python tests/archives.py

makes those that are missing, one for each pyspark.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pythons import PYTHONS, QUICK_JAVA
from startspark.kernel.warm import Build
from startspark.library import builder

DATA = Path(__file__).parents[1] / ".venv" / "share" / "startspark-tests"
"""A data folder of Jupyter's with nothing but these archives."""

FOLDERS = (str(DATA / "startspark" / "archives"),)
"""Where the kernels look for one."""

NONE = {"JUPYTER_PATH": ""}
"""The environment of a server whose Sparks shall start without one."""


def make(python: str) -> None:
    """Make the archive for a Python's pyspark, unless it is there."""
    for news in Build(builder(*FOLDERS), python, {**os.environ, **QUICK_JAVA}).news():
        if "error" in news:
            raise RuntimeError(f"There is no class archive for {python}: {news['error']}")


if __name__ == "__main__":
    with ThreadPoolExecutor() as pool:
        list(pool.map(make, PYTHONS.values()))
