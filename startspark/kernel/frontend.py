"""The pages of this kernel."""

from __future__ import annotations

import sys
from typing import Any


def kernel() -> Any:
    """IPython's kernel; None in a terminal, which has no page."""
    kernels: Any = sys.modules.get("ipykernel.kernelbase")
    if kernels is None or not kernels.Kernel.initialized():
        return None
    return kernels.Kernel.instance()


def execution() -> str:
    """The id of the execution that the kernel runs; empty in a terminal."""
    found = kernel()
    return str(found.get_parent("shell")["header"]["msg_id"]) if found is not None else ""


class Cells:
    """Whether the kernel runs a cell; it is not on the stack while it awaits something."""

    def __init__(self) -> None:
        self.runs = False

    def follow(self) -> None:
        """Know that from now on (IPython/core/events.py)."""
        found = kernel()
        if found is not None:
            found.shell.events.register("pre_execute", self._begin)
            found.shell.events.register("post_execute", self._end)

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
