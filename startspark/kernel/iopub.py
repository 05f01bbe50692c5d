"""Access the running kernel: its IPython shell, its cells, and IOPub messages to the pages."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from .cell_history import CellHistory
from .private_api import IPYKERNEL, IPYTHON, private_api


@private_api("ipykernel", IPYKERNEL, "ipykernel.kernelbase.Kernel")
def kernel() -> Any:
    """Return ipykernel's kernel; None in a terminal, and in kernels without ipykernel."""
    kernels: Any = sys.modules.get("ipykernel.kernelbase")
    if kernels is None or not kernels.Kernel.initialized():
        return None
    return kernels.Kernel.instance()


@private_api("IPython", IPYTHON, "IPython.core.getipython")
def shell() -> Any:
    """Return IPython, which kernels without ipykernel have, too; None in a plain Python."""
    ipython: Any = sys.modules.get("IPython.core.getipython")
    return ipython and ipython.get_ipython()


@private_api("ipykernel", IPYKERNEL, "Kernel.get_parent", default="")
def execution() -> str:
    """Return the id of the execution that the kernel runs; empty in a terminal."""
    found = kernel()
    return str(found.get_parent("shell")["header"]["msg_id"]) if found is not None else ""


@private_api("IPython", IPYTHON, "InteractiveShell.events, post_run_cell", default=False)
def after_cell(on_result: Callable[[Any], object]) -> bool:
    """Call a function once, with the result of the cell that runs (IPython/core/events.py).

    Returns:
        whether it will be called.
    """
    events = shell().events

    def on_end(result: Any) -> None:
        events.unregister("post_run_cell", on_end)
        on_result(result)

    events.register("post_run_cell", on_end)
    return True


class CellError:
    """The error raised by the cell that starts Spark.

    Attributes:
        is_known: whether the cell has ended.
        error: None where it has raised nothing.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Drop the error: it holds the objects that the cell's functions work with."""
        self.is_known = False
        self.error: BaseException | None = None

    def record(self) -> None:
        """Record the error of the cell that runs, once it has ended."""
        self.clear()
        after_cell(self._on_result)

    def _on_result(self, result: Any) -> None:
        self.error, self.is_known = cell_error(result), True


@private_api("IPython", IPYTHON, "ExecutionResult.error_before_exec, error_in_exec")
def cell_error(result: Any) -> Any:
    """Return what a cell has raised; None where it has raised nothing."""
    return result.error_before_exec or result.error_in_exec


class Cells:
    """Track whether the kernel runs a cell, which is not on the stack while it awaits something.

    Attributes:
        runs: whether one has begun, and not ended, since `observe`.
        ended_at: when the last has ended, in seconds of `time.monotonic`.
        are_observed: whether IPython's cell events are available.
        history: which cell ran when.
        interrupted: the ids of executions that an interrupt has ended, for the monitor.
        changed: set as a cell begins or is interrupted, and as a start begins.
    """

    def __init__(self) -> None:
        self.runs = False
        self.ended_at = 0.0
        self.are_observed = False
        self.history = CellHistory()
        self.interrupted: deque[str] = deque(maxlen=10)
        self.changed = threading.Event()

    def observe(self) -> None:
        """Observe the cells from now on."""
        self.are_observed = _on_each_cell(self._begin, self._end, self._on_result)

    def _begin(self) -> None:
        self.runs = True
        self.history.begin(execution())
        self.changed.set()

    def _end(self) -> None:
        self.ended_at = time.monotonic()
        self.runs = False
        self.history.end()

    def _on_result(self, result: Any) -> None:
        if isinstance(cell_error(result), KeyboardInterrupt):
            self.interrupted.append(execution())
            self.changed.set()


@private_api("IPython", IPYTHON, "InteractiveShell.events, pre_execute", default=False)
def _on_each_cell(
    on_begin: Callable[[], object],
    on_end: Callable[[], object],
    on_result: Callable[[Any], object],
) -> bool:
    """Call functions as each cell begins and ends (IPython/core/events.py); False in no IPython."""
    found = shell()
    if found is None:
        return False
    found.events.register("pre_execute", on_begin)
    found.events.register("post_execute", on_end)
    found.events.register("post_run_cell", on_result)
    return True


cells = Cells()


def is_busy() -> bool:
    """Return whether the kernel runs a cell, or code of a page; True where that is not known."""
    return not cells.are_observed or cells.runs or _is_on_stack("run_cell")


@private_api("IPython", IPYTHON, "InteractiveShell.run_cell", default=False)
def _is_on_stack(function: str) -> bool:
    """Return whether the main thread runs a function: `observe` may come after a cell's begin."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None:
        if frame.f_code.co_name == function:
            return True
        frame = frame.f_back
    return False


@private_api("ipykernel", IPYKERNEL, "Kernel.session, Kernel.iopub_socket")
def publish(content: dict[str, Any]) -> None:
    """Send a message to every page.

    It has a type of its own: a page that does not know it ignores it without a warning.
    """
    found = kernel()
    if found is not None:
        found.session.send(found.iopub_socket, "startspark", content, ident=b"startspark")
