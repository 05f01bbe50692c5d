"""What a container, or a service of the system, may use: the limits of Linux's control groups."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
"""Has a line ``number:controllers:path`` for each of this process's groups; version 2 has no
controllers there."""


def processors() -> float:
    """How many processors may be busy, as a whole number like Java's; `inf` without a limit."""
    quota = min(map(_quota, _folders("cpu")), default=math.inf)
    return quota if quota == math.inf else max(1, math.ceil(quota))


def memory() -> float:
    """How many bytes may be taken; `inf` without a limit."""
    names = ("memory.max", "memory.limit_in_bytes")
    return min(
        (_number(it / name) for it in _folders("memory") for name in names), default=math.inf
    )


def _quota(folder: Path) -> float:
    """A group's own limit of processors."""
    quota = _number(folder / "cpu.max")  # version 2: both numbers in one file
    if quota < math.inf:
        return quota / _number(folder / "cpu.max", 1)
    quota = _number(folder / "cpu.cfs_quota_us")
    return quota / _number(folder / "cpu.cfs_period_us") if quota < math.inf else quota


def _number(file: Path, index: int = 0) -> float:
    """A number in a file; `inf` where there is none, or no positive one."""
    try:
        number = int(file.read_text(encoding="ascii").split()[index])
    except (OSError, ValueError, IndexError):  # no such group, or "max"
        return math.inf
    return number if number > 0 else math.inf


def _folders(controller: str) -> Iterator[Path]:
    """The folders of this process's groups, and of those that these are in.

    A container sees its own group as the root, or by a path that leads nowhere in it.
    """
    for mount, path in _groups(controller):
        inner = mount / path.lstrip("/")
        yield from (it for it in (inner, *inner.parents) if it.is_relative_to(mount))


def _groups(controller: str) -> Iterator[tuple[Path, str]]:
    """Where each version of control groups has this process."""
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
