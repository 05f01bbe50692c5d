"""What a Java that waits is launched with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from startspark.kernel.java import terms


@pytest.mark.parametrize(
    "change",
    [
        lambda patch, folder: patch.setenv("TRIED", "changed"),
        lambda patch, folder: patch.chdir(folder),
    ],
)
def test_what_a_cell_changes_makes_other_terms(
    change: Callable[[pytest.MonkeyPatch, Path], object],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    before = terms({})
    assert terms({}) == before
    change(monkeypatch, tmp_path)
    assert terms({}) != before
