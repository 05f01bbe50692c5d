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

TASKS = "Tasks’ Python"

OWN = ".".join(map(str, sys.version_info[:2]))
"""The version of the driver's Python."""

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
    yield from _properties(subject)
    variable = os.environ.get(worker_python.VARIABLE)
    if variable:
        yield _compared(subject, variable, f"Correct or remove {worker_python.VARIABLE} {RESTART}.")
    elif worker_python.variables(subject.origins.requested_conf):
        yield ok(TASKS, f"the kernel’s own, {OWN}, on this machine")
    elif worker_python.ON_THIS_MACHINE.match(subject.master or "local"):
        fix = f"Set {worker_python.VARIABLE} to `{sys.executable}` {RESTART}."
        yield _compared(subject, "python3", fix)
    else:
        yield ok(TASKS, f"the `python3` of the cluster’s machines, which must be {OWN}")


def _properties(subject: Subject) -> Iterator[Finding]:
    """Only spark-submit hands these properties on: a notebook's pyspark reads the variable."""
    key = worker_python.PROPERTIES[0]
    if subject.origins.value(key) is not None:
        yield warning(
            TASKS,
            f"`{key}` has no effect in a notebook, where pyspark reads {worker_python.VARIABLE}.",
            f"Remove {subject.origins.named(key)}, and set {worker_python.VARIABLE} {RESTART}.",
        )


def _compared(subject: Subject, python: str, fix: str) -> Finding:
    """Compare a Python's version with the driver's."""
    path = shutil.which(os.path.expanduser(python))
    if path is None:
        there = warning if subject.uses_cluster else error
        return there(TASKS, f"The tasks’ Python, `{python}`, is not on this machine.", fix)
    found = _version_of_python(path)
    if found == OWN:
        return ok(TASKS, f"`{python}` has the driver’s version, {OWN}")
    said = f"is Python {found}" if found else "does not run"
    return error(TASKS, f"The tasks’ Python, `{python}`, {said}, but the driver’s is {OWN}.", fix)


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
