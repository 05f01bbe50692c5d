#!/usr/bin/env python3
"""Put the extensions of an editable install where Jupyter finds them, and keep them up to date.

    pip install -e ".[lab,spark]" && python tools/develop.py

`pip install -e` installs none of the files below the environment's prefix, and the notebook servers
refuse links that lead out of their folders. So the files are copied, and copied again when they
change: reload the page to see that. Ctrl-C ends it. `--once` copies and ends.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
PAUSE = 0.5


def main(arguments: list[str] | None = None) -> None:
    """Copy all, and then what changes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--once", action="store_true", help="copy, and do not watch")
    parser.add_argument("--prefix", type=Path, default=Path(sys.prefix), help="the environment's")
    options = parser.parse_args(arguments)
    count = update(options.prefix)
    print(f"{count} files are new in {options.prefix}.", flush=True)
    while not options.once:
        time.sleep(PAUSE)
        if update(options.prefix):
            print("Copied what has changed.", flush=True)


def update(prefix: Path) -> int:
    """Copy the files that are not there, or older; returns how many."""
    outdated = [(source, target) for source, target in files(prefix) if is_newer(source, target)]
    for source, target in outdated:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    return len(outdated)


def is_newer(source: Path, target: Path) -> bool:
    """Whether a file differs from its copy, which has the same time."""
    return not target.exists() or source.stat().st_mtime_ns != target.stat().st_mtime_ns


def files(prefix: Path) -> Iterator[tuple[Path, Path]]:
    """Each file that setup.py has pip put below the prefix, and where."""
    for folder, sources in data_files():
        for source in sources:
            yield CLONE / source, prefix / folder / Path(source).name


def data_files() -> list[tuple[str, list[str]]]:
    """What setup.py says."""
    import setuptools  # noqa: F401  # brings distutils on Python 3.12 and later

    from distutils.core import run_setup  # isort: skip

    before = Path.cwd()
    os.chdir(CLONE)
    try:
        found: list[tuple[str, list[str]]] = run_setup("setup.py", stop_after="init").data_files
    finally:
        os.chdir(before)
    return found


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
