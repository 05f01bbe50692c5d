"""Read the limits of processors and memory from Linux's control groups, which containers set."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
"""Lists this process's groups, in lines of ``number:controllers:path``; version 2's line has no
controllers."""


def processors() -> float:
    """Return the limit of processors, rounded up as Java does; `inf` without a limit."""
    quota = min(map(_quota, _folders("cpu")), default=math.inf)
    return quota if quota == math.inf else max(1, math.ceil(quota))


def memory() -> float:
    """Return the limit of memory in bytes; `inf` without a limit."""
    names = ("memory.max", "memory.limit_in_bytes")
    return min(
        (_number(it / name) for it in _folders("memory") for name in names), default=math.inf
    )


def _quota(folder: Path) -> float:
    """Return one group's limit of processors."""
    quota = _number(folder / "cpu.max")  # version 2: both numbers in one file
    if quota < math.inf:
        return quota / _number(folder / "cpu.max", 1)
    quota = _number(folder / "cpu.cfs_quota_us")
    return quota / _number(folder / "cpu.cfs_period_us") if quota < math.inf else quota


def _number(file: Path, index: int = 0) -> float:
    """Return a number in a file; `inf` if the file has no positive number there."""
    try:
        number = int(file.read_text(encoding="ascii").split()[index])
    except (OSError, ValueError, IndexError):  # no such group, or "max"
        return math.inf
    return number if number > 0 else math.inf


def _folders(controller: str) -> Iterator[Path]:
    """Yield the folders of this process's groups and of all groups around them.

    In a container, the path can name a folder that only the host has; the container's own group is
    then the root.
    """
    for mount, path in _groups(controller):
        inner = mount / path.lstrip("/")
        around = (inner, *inner.parents)
        yield from (it for it in around if mount in (it, *it.parents))


def _groups(controller: str) -> Iterator[tuple[Path, str]]:
    """Yield the mount point and the path of each group that controls this process."""
    try:
        lines = OWN.read_text(encoding="utf-8").splitlines()
    except OSError:  # not on Linux
        return
    for _, controllers, path in (it.split(":", 2) for it in lines if it.count(":") > 1):
        if not controllers:
            yield ROOT, path
            yield ROOT / "unified", path
        elif controller in controllers.split(","):
            yield from ((ROOT / name, path) for name in {controller, controllers})
