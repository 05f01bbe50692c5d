"""Remember which cell ran when, to find the one that has submitted a job."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from .private_api import attempt

RUNS_KEPT = 1000
"""An older job is already known."""


@dataclass
class Run:
    """One execution of a cell.

    Attributes:
        cell: the id of the execution's request.
        begin: in milliseconds since 1970.
        end: None while it runs.
        tasks: of asyncio that it has created, and that went on when it ended.
    """

    cell: str
    begin: float
    end: float | None = None
    tasks: tuple[Any, ...] = ()

    def has_tasks(self) -> bool:
        """Return whether an asyncio task of the cell goes on."""
        self.tasks = tuple(task for task in self.tasks if not task.done())
        return bool(self.tasks)


class CellHistory:
    """The last cells that ran, each of which begins after the one before has ended."""

    def __init__(self) -> None:
        self._runs: deque[Run] = deque(maxlen=RUNS_KEPT)
        self._lock = threading.Lock()
        self._tasks_before: set[Any] = set()

    def begin(self, cell: str) -> None:
        """Note that a cell begins.

        Args:
            cell: the id of the execution's request; empty where that is not known.
        """
        self._tasks_before = _asyncio_tasks()
        with self._lock:
            if cell:
                # Spark counts in whole milliseconds.
                self._runs.append(Run(cell, int(time.time() * 1000)))

    def end(self) -> None:
        """Note that the cell that began last ends."""
        left = tuple(_asyncio_tasks() - self._tasks_before)
        with self._lock:
            if self._runs and self._runs[-1].end is None:
                self._runs[-1].end = time.time() * 1000
                self._runs[-1].tasks = left

    def at(self, moment: float) -> str | None:
        """Return the cell whose code ran at a time; None where none did, and no task of any.

        A task of asyncio runs between the cells: then the last cell of which one went on counts.

        Args:
            moment: in milliseconds since 1970.
        """
        with self._lock:
            begun = [run for run in reversed(self._runs) if run.begin <= moment]
        if begun and (begun[0].end is None or moment <= begun[0].end):
            return begun[0].cell
        return next((run.cell for run in begun if run.has_tasks()), None)

    def last_before(self, moment: float) -> str | None:
        """Return the last cell that had begun at a time, whether or not it had ended."""
        with self._lock:
            return next((it.cell for it in reversed(self._runs) if it.begin <= moment), None)


def _asyncio_tasks() -> set[Any]:
    """Return the tasks of this thread's event loop that have not ended."""

    def find() -> set[Any]:
        try:
            return asyncio.all_tasks(asyncio.get_running_loop())
        except RuntimeError:  # no loop runs
            return set()

    found: set[Any] = attempt(find, set())
    return found
