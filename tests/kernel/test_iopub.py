"""IPython as the kernel code finds it, with and without ipykernel."""

from __future__ import annotations

import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.events import EventManager, available_events

from startspark.kernel import iopub


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> EventManager:
    """The events of an IPython in a kernel without ipykernel, such as xeus-python."""
    found = EventManager(None, available_events)
    ipython = SimpleNamespace(get_ipython=lambda: SimpleNamespace(events=found))
    monkeypatch.delitem(sys.modules, "ipykernel.kernelbase", raising=False)
    monkeypatch.setitem(sys.modules, "IPython.core.getipython", ipython)  # type: ignore[arg-type]
    return found


def test_a_kernel_without_ipykernel_is_busy_while_a_cell_runs(events, monkeypatch) -> None:
    cells = iopub.Cells()
    monkeypatch.setattr(iopub, "cells", cells)
    cells.observe()
    assert not iopub.is_busy()
    events.trigger("pre_execute")
    assert iopub.is_busy()  # else its start would be given up
    before = time.monotonic()
    events.trigger("post_execute")
    assert not iopub.is_busy()
    assert before <= cells.ended_at <= time.monotonic()


def test_it_tells_what_a_cell_has_raised(events) -> None:
    cell = iopub.CellError()
    cell.record()
    error: Any = ValueError()
    events.trigger("post_run_cell", SimpleNamespace(error_before_exec=None, error_in_exec=error))
    assert (cell.is_known, cell.error) == (True, error)


def test_it_has_no_pages_to_tell(events) -> None:
    iopub.publish({"phase": "ended"})
    assert iopub.execution() == ""


def test_a_plain_python_has_no_cells(monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "IPython.core.getipython")
    cells = iopub.Cells()
    cells.observe()
    assert not cells.runs
