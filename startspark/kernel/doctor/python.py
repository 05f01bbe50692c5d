"""Check the kernel's Python, and the Python that runs Spark's tasks."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from .. import worker_python
from ..diagnosis.cause import RESTART
from .finding import Finding, error, ok, warning
from .subject import Subject

PATIENCE = 20
"""Seconds that another Python gets to say its version."""

ASK_VERSION = "import json, sys; print(json.dumps(sys.version_info[:2]))"


def version(_: Subject) -> Iterator[Finding]:
    """The version and the executable of this Python."""
    yield ok("Python", f"{platform.python_version()}, `{sys.executable}`")


def ipykernel(_: Subject) -> Iterator[Finding]:
    """Whether this Python can run as a kernel."""
    try:
        yield ok("ipykernel", version_of("ipykernel"))
    except PackageNotFoundError:
        yield error(
            "ipykernel",
            "This Python has no ipykernel, and cannot run as a kernel.",
            f"Install it there: `{sys.executable} -m pip install ipykernel`.",
        )


def of_tasks(subject: Subject) -> Iterator[Finding]:
    """Whether the tasks' Python has the version of the driver's, which pyspark wants."""
    if not subject.launches_jvm:
        return
    chosen, where = _chosen(subject)
    own = ".".join(map(str, sys.version_info[:2]))
    if chosen is None:
        yield _of_default(subject, own)
        return
    fix = f"Set it to a Python {own}, or remove it, {where}."
    path = shutil.which(os.path.expanduser(chosen))
    if path is None:
        there = warning if subject.uses_cluster else error
        text = f"The tasks’ Python, `{chosen}`, is not on this machine."
        yield there("Tasks’ Python", text, fix)
        return
    found = _version_of_python(path)
    if found == own:
        yield ok("Tasks’ Python", f"`{chosen}` has the version of the driver’s, {own}")
    else:
        said = f"is Python {found}" if found else "does not run"
        text = f"The tasks’ Python, `{chosen}`, {said}, and the driver’s is {own}."
        yield error("Tasks’ Python", text, fix)


def _chosen(subject: Subject) -> tuple[str | None, str]:
    """Return the Python that the user has chosen for tasks, None for none, and where."""
    # pyspark takes the property of the driver for the variable of all (context.py, launcher).
    if os.environ.get(worker_python.VARIABLE):
        return os.environ[worker_python.VARIABLE], f"in {worker_python.VARIABLE}, {RESTART}"
    key = worker_python.PROPERTIES[0]
    value = subject.origins.value(key)
    return value, f"as `{key}` {subject.origins.where(key)}"


def _of_default(subject: Subject, own: str) -> Finding:
    if subject.uses_cluster and not worker_python.ON_THIS_MACHINE.match(subject.master):
        text = f"on the cluster’s machines the `python3` of their path, which must be {own}"
        return ok("Tasks’ Python", text)
    return ok("Tasks’ Python", f"on this machine the kernel’s own, {own}")


def _version_of_python(path: str) -> str | None:
    """Return the major and minor version of a Python; None where it does not run."""
    command = [path, "-c", ASK_VERSION]
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True
        )
        return ".".join(map(str, json.loads(done.stdout)))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
