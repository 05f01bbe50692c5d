"""The limits of Linux's control groups, of both versions."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from startspark.kernel import cgroup


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have this process in groups with some limits."""
    monkeypatch.setattr(cgroup, "ROOT", tmp_path / "fs")
    monkeypatch.setattr(cgroup, "OWN", tmp_path / "own")

    def write(own: str, **files: str) -> None:
        (tmp_path / "own").write_text(own)
        for name, text in files.items():
            file = tmp_path / "fs" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n")

    return write


V1 = "4:memory:/docker/5e1f\n2:cpu,cpuacct:/docker/5e1f\n0::/\n"


@pytest.mark.parametrize(
    ("own", "files", "processors", "memory"),
    [
        ("0::/\n", {"cpu.max": "200000 100000", "memory.max": "536870912"}, 2, 2**29),
        ("0::/\n", {"cpu.max": "150000 100000"}, 2, math.inf),  # as Java rounds
        ("0::/\n", {"cpu.max": "1000 100000"}, 1, math.inf),
        ("0::/\n", {"cpu.max": "max 100000", "memory.max": "max"}, math.inf, math.inf),
        # A container of version 1 has its own group mounted, at a path of the machine's.
        (
            V1,
            {
                "cpu/cpu.cfs_quota_us": "200000",
                "cpu/cpu.cfs_period_us": "100000",
                "memory/memory.limit_in_bytes": "536870912",
            },
            2,
            2**29,
        ),
        (
            V1,
            {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"},
            math.inf,
            math.inf,
        ),
        # A service of the machine itself, in a slice with a limit of its own.
        (
            "0::/system.slice/jupyter-ann.service\n",
            {
                "system.slice/jupyter-ann.service/cpu.max": "400000 100000",
                "system.slice/jupyter-ann.service/memory.max": "max",
                "system.slice/cpu.max": "300000 100000",
                "system.slice/memory.max": "536870912",
            },
            3,
            2**29,
        ),
        ("0::/\n", {"cpu.max": "", "memory.max": "lots"}, math.inf, math.inf),
        ("nonsense\n", {}, math.inf, math.inf),
    ],
)
def test_the_narrowest_limit_counts(
    groups: Callable[..., None],
    own: str,
    files: dict[str, str],
    processors: float,
    memory: float,
) -> None:
    groups(own, **files)
    assert (cgroup.processors(), cgroup.memory()) == (processors, memory)


def test_elsewhere_there_is_no_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "OWN", tmp_path / "none")
    assert (cgroup.processors(), cgroup.memory()) == (math.inf, math.inf)
