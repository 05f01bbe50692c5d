#!/usr/bin/env python3
"""Run every test, and print which lines and branches of Start Spark they run.

    python3 tools/coverage.py

Python is measured in the tests' own process, in the servers, the kernels and the command line;
JavaScript in node and in the browser. It takes the environment that `make test` prepares.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
VENV = CLONE / ".venv"
DATA = CLONE / "build" / "coverage"
SCRIPTS = DATA / "javascript"

C8 = ("node_modules/.bin/c8", "report", f"--temp-directory={SCRIPTS}", "--reporter=text")


def main() -> None:
    """Measure, and print two tables."""
    shutil.rmtree(DATA, ignore_errors=True)
    SCRIPTS.mkdir(parents=True)
    run("npm", "test", "--silent", NODE_V8_COVERAGE=str(SCRIPTS))
    pages = {"STARTSPARK_PAGE_COVERAGE": str(SCRIPTS), "COVERAGE_FILE": str(DATA / "python")}
    run("coverage", "run", "-m", "pytest", "-q", "-n", "auto", **pages)
    run("coverage", "combine", "--quiet")
    run("coverage", "report")
    run(*C8, "--all", "--src=startspark/static", "--include=startspark/static/**/*.js")


def run(*command: str, **environment: str) -> None:
    """Run one of the environment's commands, whether it succeeds or not."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, cwd=CLONE, env={**os.environ, "PATH": path, **environment})


if __name__ == "__main__":
    main()
