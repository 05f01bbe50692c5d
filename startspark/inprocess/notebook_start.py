"""Start and stop Spark in a notebook's kernel for the magics, with the same code as the page."""

from __future__ import annotations

from typing import Any

from ..kernel.diagnosis.cause import Cause
from ..kernel_source import call, jvm_output, library
from ..render_result import RenderResult
from .failure import start_error
from .start import Outcome, Start


class NotebookStart(Start):
    """A start in a kernel, which the page and other starts see like one by the button.

    Args:
        result: the rendered config.
        names: the notebook's namespace.
    """

    def __init__(self, result: RenderResult, names: dict[str, Any]) -> None:
        super().__init__(result, names)
        self._calls = result.start_calls()

    def prepare(self) -> Outcome | None:
        found = _evaluate(self._calls["prepare"])
        if "cause" in found:
            raise start_error(Cause(**found["cause"]))
        if found["running"] or found.get("claimed"):
            return Outcome(False, found)
        exec(call("enter", page=self._calls["page"]), {})
        return None

    def report(self) -> dict[str, Any]:
        return _evaluate(self._calls["started"])

    def printed(self) -> str:
        return jvm_output()

    def abandon(self) -> None:
        _evaluate(self._calls["abandon"])


def watch(look: str) -> None:
    """Have the session watched from now on, as by a page.

    Args:
        look: an expression with the administrator's limits, as `ConfigManager.kernel_calls` has it.
    """
    _evaluate(look)


def stop() -> bool:
    """Stop Spark and its JVM; return whether it was running."""
    # This leaves the administrator's limits as they are.
    was_running: bool = _evaluate(call("reset_idle_time"))["running"]
    _evaluate(call("stop"))
    return was_running


def _evaluate(expression: str) -> dict[str, Any]:
    """Return what a function of the kernel's library returns, after loading the library."""
    exec(library(), {})
    found: dict[str, Any] = eval(expression)
    return found
