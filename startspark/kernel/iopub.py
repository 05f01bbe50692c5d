"""The pages of this kernel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def kernel() -> Any:
    """IPython's kernel; None in a terminal, which has no page."""
    kernels: Any = sys.modules.get("ipykernel.kernelbase")
    if kernels is None or not kernels.Kernel.initialized():
        return None
    return kernels.Kernel.instance()


def shell() -> Any:
    """IPython, which kernels without ipykernel have, too; None in a plain Python."""
    ipython: Any = sys.modules.get("IPython.core.getipython")
    return ipython and ipython.get_ipython()


def execution() -> str:
    """The id of the execution that the kernel runs; empty in a terminal."""
    found = kernel()
    return str(found.get_parent("shell")["header"]["msg_id"]) if found is not None else ""


def after_cell(hear: Callable[[Any], object]) -> None:
    """Have a function get the result of the cell that runs, once (IPython/core/events.py)."""
    events = shell().events

    def on_end(result: Any) -> None:
        events.unregister("post_run_cell", on_end)
        hear(result)

    events.register("post_run_cell", on_end)


class CellError:
    """What the cell has raised that starts Spark.

    Attributes:
        is_known: whether the cell has ended.
        error: None where it has raised nothing.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Keep no error any longer: it holds what the cell's functions work with."""
        self.is_known = False
        self.error: BaseException | None = None

    def follow(self) -> None:
        """Note it once the cell that runs has ended."""
        self.forget()
        after_cell(self._note)

    def _note(self, result: Any) -> None:
        self.is_known, self.error = True, result.error_before_exec or result.error_in_exec


class Cells:
    """Whether the kernel runs a cell; it is not on the stack while it awaits something."""

    def __init__(self) -> None:
        self.runs = False

    def follow(self) -> None:
        """Know that from now on (IPython/core/events.py)."""
        found = shell()
        if found is not None:
            found.events.register("pre_execute", self._begin)
            found.events.register("post_execute", self._end)

    def _begin(self) -> None:
        self.runs = True

    def _end(self) -> None:
        self.runs = False


cells = Cells()


def tell(news: dict[str, Any]) -> None:
    """Send news to every page."""
    found = kernel()
    if found is not None:
        # A type of its own: what a page does not know, it leaves alone, and says no word of it.
        found.session.send(found.iopub_socket, "startspark", news, ident=b"startspark")
