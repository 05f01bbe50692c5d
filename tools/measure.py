#!/usr/bin/env python3
"""Run the benchmarks whose results are in the docs, one after another: `make benchmarks`.

    python3 tools/measure.py [NAME …]

What each prints is kept in benchmarks/results/, from where the docs take it. A benchmark that fails
leaves its last results.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
RESULTS = CLONE / "benchmarks" / "results"
PICTURE = CLONE / "docs" / "images" / "start.svg"

BENCHMARKS: dict[str, list[str]] = {
    "start": [
        *("--rounds", "4"),
        *("--without", "preload", "delayed_c2", "launcher_archive"),
        *("--picture", str(PICTURE.relative_to(CLONE))),
    ],
    "work": [],
    "hold": [],
    "page": ["--rounds", "20"],
    "lab": ["--rounds", "15"],
    "rest": [],
    "load": [],
    "cli": [],
    "progress": ["--pairs", "120", "--rounds", "4"],
}
"""Each benchmark's options."""


def main(names: list[str]) -> int:
    """Run benchmarks; returns the exit status."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]}: write some of {', '.join(BENCHMARKS)}.")
        return 2
    RESULTS.mkdir(exist_ok=True)
    return max([measure(name) for name in names or BENCHMARKS])


def measure(name: str) -> int:
    """Run a benchmark in the environment of `make test`; returns its exit status."""
    python = CLONE / ".venv" / "bin" / "python"
    begun = time.monotonic()
    command = [python, f"benchmarks/{name}.py", *BENCHMARKS[name]]
    done = subprocess.run(command, cwd=CLONE, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0:
        (RESULTS / f"{name}.txt").write_text(done.stdout, encoding="utf-8")
    verdict = "measured" if done.returncode == 0 else "failed"
    print(f"{name}: {verdict} in {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
