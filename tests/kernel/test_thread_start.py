"""Threads record the cell that starts them, for as long as a session is followed."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from startspark.kernel import iopub, jobs


@pytest.fixture
def standard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The start of a thread as it is without Start Spark, restored afterwards."""
    monkeypatch.setattr(iopub, "execution", lambda: "cell")
    found = threading.Thread.start
    yield found
    threading.Thread.start = found  # type: ignore[method-assign]


def cell_of_a_thread() -> str:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return str(getattr(thread, jobs.CELL, ""))


def test_a_thread_is_started_as_before_once_spark_has_stopped(standard) -> None:
    assert cell_of_a_thread() == ""
    jobs.remember_cells()
    jobs.remember_cells()
    assert cell_of_a_thread() == "cell"
    jobs.forget_cells()
    assert threading.Thread.start is standard
    jobs.forget_cells()
    assert threading.Thread.start is standard


def test_what_others_have_changed_since_stays(standard) -> None:
    jobs.remember_cells()
    ours = threading.Thread.start

    @functools.wraps(ours)
    def theirs(thread: threading.Thread) -> None:
        ours(thread)

    threading.Thread.start = theirs  # type: ignore[method-assign]
    jobs.forget_cells()
    assert threading.Thread.start is theirs
    jobs.remember_cells()
    assert threading.Thread.start is theirs
    assert cell_of_a_thread() == "cell"
