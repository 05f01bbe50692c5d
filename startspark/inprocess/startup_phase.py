"""Show the progress of a start: a sentence for each phase."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..kernel.monitor import STARTING, progress
from ..kernel.private_api import attempt

JOIN_SECONDS = 5
"""How long the end of a start waits for the thread that follows it."""


@contextmanager
def show_phases(show: Callable[[str], object], is_remote: bool) -> Iterator[None]:
    """Show the phase of the start inside this context whenever it changes.

    Args:
        show: gets a sentence, in another thread; it is not called after the context has ended.
        is_remote: whether Spark Connect is started.
    """
    lock, ended = threading.Lock(), threading.Event()

    def follow() -> None:
        shown = ""
        while not ended.is_set():
            phase = attempt(lambda: sentence(progress(), is_remote), shown)
            with lock:
                if phase != shown and not ended.is_set():
                    show(phase)
            shown = phase
            ended.wait(STARTING)

    # IPython's kernel uses the context to assign a thread's output to a cell.
    run = contextvars.copy_context().run
    thread = threading.Thread(target=run, args=[follow], daemon=True)
    thread.start()
    try:
        yield
    finally:
        with lock:
            ended.set()
        thread.join(JOIN_SECONDS)


def sentence(state: Mapping[str, Any], is_remote: bool) -> str:
    """Return the sentence for a phase; the page shows the same sentences.

    Args:
        state: as `monitor.progress` returns it.
        is_remote: whether Spark Connect is started.
    """
    if is_remote:
        return "Waiting for the Spark Connect server…"
    if state["phase"] == "jvm":
        return "Launching Java…"
    if state["phase"] == "running":
        return "Spark is up; the rest of the configuration’s code runs…"
    return "Starting the session…" if state["local"] else _executors(state)


def _executors(state: Mapping[str, Any]) -> str:
    executors, wanted = state["executors"], state.get("wanted")
    count = f"{executors} of {wanted}" if wanted else str(executors)
    noun = "executor" if (wanted or executors) == 1 else "executors"
    if executors:
        return f"Waiting for executors: {count} {noun}…"
    return f"Asking the cluster for resources{f': {count} {noun}' if wanted else ''}…"
