#!/usr/bin/env python3
"""Run the checks and tests, and say what runs, for how long, and whether all passed.

    python3 tools/test.py [STAGE …]

The stages are checks, unit, server and browser; without one, all run. Before them, the environment
is prepared, which takes a moment where it is as it should be.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
VENV = CLONE / ".venv"

Command = list[str]

PYTEST = ["pytest", "-q", "-n", str(2 * (os.cpu_count() or 1))]
"""Tests wait half of their time: for a page, a kernel, a server, another process."""
QUICK = ["-p", "no:schemathesis"]
"""Without a plugin that takes long to load."""
UNIT = ["--dist=worksteal", *QUICK]
"""Unit tests share nothing."""
NOT_UNIT = ["--ignore=tests/browser", "--ignore=tests/server/test_openapi.py"]
NEEDS_SERVER = "server or spark or packaging"

ENVIRONMENT = "environment"

STAGES: dict[str, list[Command]] = {
    ENVIRONMENT: [[sys.executable, "tools/prepare.py", "test"]],
    "checks": [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
        ["npm", "run", "lint", "--silent"],
        ["zizmor", "--offline", "--no-progress", "--quiet", ".github"],
        ["sphinx-build", "-q", "-E", "-W", "--keep-going", "-n", "docs", "build/docs"],
    ],
    "unit": [
        ["npm", "test", "--silent"],
        [*PYTEST, *UNIT, *NOT_UNIT, "-m", f"not ({NEEDS_SERVER})"],
    ],
    "server": [[*PYTEST, "--ignore=tests/browser", "-m", NEEDS_SERVER]],
    "browser": [[*PYTEST, *QUICK, "tests/browser"]],
}


def main(names: list[str]) -> int:
    """Run stages; returns the exit status."""
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"There is no stage {unknown[0]}: write some of {', '.join(STAGES)}.")
        return 2
    begun = time.monotonic()
    failed = []
    for name in [ENVIRONMENT, *names] if names else STAGES:
        if not run(name):
            failed.append(name)
            if name == ENVIRONMENT:  # nothing can run without it
                break
    took = duration(time.monotonic() - begun)
    print(f"\nFailed after {took}: {', '.join(failed)}." if failed else f"\nAll passed in {took}.")
    return bool(failed)


def run(name: str) -> bool:
    """Run a stage's commands at the same time and to the end; returns whether all succeeded."""
    print(f"\n== {name} ==", flush=True)
    begun = time.monotonic()
    with ThreadPoolExecutor() as pool:
        alone = len(STAGES[name]) == 1
        succeeded = all(list(pool.map(execute, STAGES[name], repeat(alone))))
    verdict = "passed" if succeeded else "failed"
    print(f"== {name}: {verdict} in {duration(time.monotonic() - begun)} ==", flush=True)
    return succeeded


def execute(command: Command, alone: bool) -> bool:
    """Run a command; what it prints comes at once, or in one piece where it is not alone."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    output = None if alone else subprocess.PIPE
    done = subprocess.run(
        command,
        cwd=CLONE,
        env={**os.environ, "PATH": path},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        text=True,
    )
    if output:
        print(f"$ {shlex.join(command)}\n{done.stdout}", end="", flush=True)
    return done.returncode == 0


def duration(seconds: float) -> str:
    """A time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
