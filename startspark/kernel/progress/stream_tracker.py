"""Find the streams of an application: as Spark lists them, or by the jobs of their batches."""

from __future__ import annotations

import time
from typing import Any

from ..cell_history import CellHistory
from .cpu_budget import Interval
from .snapshot import Progress, Record


class StreamTracker:
    """Keep the streams of an application's `Progress` up to date.

    Args:
        store: the application's `StatusStore`.
        progress: gets what is found.
        history: which cell ran when.
    """

    def __init__(self, store: Any, progress: Progress, history: CellHistory) -> None:
        self._store = store
        self._progress = progress
        self._history = history
        self._batches: dict[str, Record] = {}  # the last of each stream
        self._cells: dict[str, str | None] = {}
        self._interval = Interval(1.0, 0.001)

    def are_active(self) -> bool:
        """Return whether a stream runs."""
        return any(stream["end"] is None for stream in self._progress.streams.values())

    def note_batch(self, job: Record) -> None:
        """Note a job of a stream's batch; a batch can have several.

        Args:
            job: as `StatusStore.job` describes it.
        """
        run, number = job["batch"]["run"], int(job["batch"]["batch"])
        known = self._batches.get(run)
        if known is None or number > known["batch"]:
            begin = job["begin"]
            first = known["first"] if known else begin
            name = job["batch"]["name"] or ""
            self._batches[run] = {"batch": number, "begin": begin, "first": first, "name": name}

    def look(self) -> None:
        """Put the streams into the progress, if it is time to."""
        if not self._interval.begins():
            return
        listed = {stream["id"]: stream for stream in self._store.streams()}
        for run, stream in {**self._unlisted(listed), **listed}.items():
            batch = self._batches.get(run, {})
            if batch and batch["batch"] >= (stream["batch"] or 0):
                stream = {**stream, "batch": batch["batch"], "batch_begin": batch["begin"]}
            self._progress.streams[run] = {**stream, "cell": self._cell_of(run, stream, listed)}
        self._interval.end()

    def _unlisted(self, listed: dict[str, Record]) -> dict[str, Record]:
        """Describe the streams that are known by their batches alone, as without a web UI."""
        found = {run: it for run, it in self._batches.items() if run not in listed}
        active = self._store.active_streams() if found else ""
        return {run: self._stream(run, batch, run in active) for run, batch in found.items()}

    def _stream(self, run: str, batch: Record, is_active: bool) -> Record:
        end = self._progress.streams.get(run, {}).get("end") or time.time() * 1000
        return {
            "id": run,
            "name": batch["name"],
            "begin": batch["first"],
            "end": None if is_active else end,
            "batch": batch["batch"],
            "batch_begin": batch["begin"],
            "rows_per_second": None,
        }

    def _cell_of(self, run: str, stream: Record, listed: dict[str, Record]) -> str | None:
        """Return the cell that started a stream; a batch may begin when that has ended."""
        if run not in self._cells:
            find = self._history.at if run in listed else self._history.last_before
            self._cells[run] = find(stream["begin"])
        return self._cells[run]
