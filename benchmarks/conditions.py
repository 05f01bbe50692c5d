"""When, how and on what machine a benchmark measures: the head of its results."""

from __future__ import annotations

import datetime
import os
import platform
import shlex
import subprocess
import sys
from pathlib import Path

from startspark.rendering.context import cpu_count, memory

ROOT = Path(__file__).parent.parent


def conditions() -> str:
    """The date, the command and the machine, in two lines and an empty one."""
    script = os.path.relpath(sys.argv[0], ROOT)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    machine = ", ".join(
        [
            f"{cpu_count()} cores ({_processor()})",
            f"{memory() / 2**30:.0f} GB",
            f"Python {platform.python_version()}",
            _java(),
        ]
    )
    return f"{today}: {shlex.join(['python', script, *sys.argv[1:]])}\n{machine}\n"


def _processor() -> str:
    """The processor's name, where Linux says it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _java() -> str:
    """The version of the Java on the path."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    first = said.splitlines()[0]
    return first.replace(" version", "").replace('"', "")
