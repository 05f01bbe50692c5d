"""Check each installed kernel, in its own Python."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ..kernel.cds.build_process import PROGRAM
from ..kernel.doctor.finding import ERROR, OK, WARNING, Finding, error, warning
from ..kernel.doctor.privacy import tidy
from ..kernel_source import examination
from ..kernelspecs import Kernelspec, kernelspecs

PATIENCE = 120
"""Seconds that a kernel's Python gets for all checks."""

CHECK = "Kernel"

PYSPARK = "pyspark"


def findings() -> Iterator[Finding]:
    """Yield what there is to say about each kernel that runs Python.

    A kernel without pyspark is an error only where no other has it.
    """
    with ThreadPoolExecutor(4) as pool:
        found = [it for of_kernel in pool.map(_of_kernel, kernelspecs()) for it in of_kernel]
    has_pyspark = any(it.check == PYSPARK and it.status == OK for it in found)
    for finding in found:
        is_without = finding.check == PYSPARK and finding.status == ERROR
        yield replace(finding, status=WARNING) if is_without and has_pyspark else finding
    if not found:
        fix = "Install one: `pip install ipykernel`, or `python -m ipykernel install`."
        yield Finding(CHECK, ERROR, "There is no kernel for Python.", fix, "Kernels")


def _of_kernel(kernel: Kernelspec) -> list[Finding]:
    area = f"Kernel {kernel.name}"
    return [
        it if it.area else replace(it, area=area, text=tidy(it.text), fix=tidy(it.fix))
        for it in _examined(kernel, area)
    ]


def _examined(kernel: Kernelspec, area: str) -> list[Finding]:
    correct = f"Correct `{kernel.file}`, or remove it: `jupyter kernelspec remove {kernel.name}`."
    if kernel.error:
        return [error(CHECK, f"`{kernel.file}` cannot be read: {kernel.error}.", correct)]
    if kernel.language.lower() != "python":
        return []
    if not kernel.is_python:
        text = f"`{kernel.command}` starts it, which is not Python, so it cannot be examined here."
        fix = "Start it in a notebook, and choose *Check this notebook’s Spark* there."
        return [warning(CHECK, text, fix)]
    try:
        return _ask(kernel, area)
    except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        return [error(CHECK, f"Its Python, `{kernel.python}`, does not run: {reason}.", correct)]


def _ask(kernel: Kernelspec, area: str) -> list[Finding]:
    """Run the checks in a kernel's Python.

    Raises:
        OSError: it cannot be run.
        ValueError: it does not answer; the message says why.
        subprocess.TimeoutExpired: it takes too long.
    """
    program = f"import json\nprint()\nprint(json.dumps({examination(area)}))\n"
    done = subprocess.run(
        [kernel.python, "-c", PROGRAM],
        input=json.dumps(program) + "\n",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=kernel.environment(),
        cwd=os.sep,
        timeout=PATIENCE,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it exited with status {done.returncode}"]
        raise ValueError(said[-1])
    printed = done.stdout.strip()
    if not printed:
        raise ValueError("it printed nothing")
    answer = json.loads(printed.splitlines()[-1])
    return [Finding(**it) for it in answer["findings"]]
