"""Base class of starts in this process: prepare, run the config's code, report or explain."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..kernel.property_origins import Origins
from ..render_result import RenderResult
from .failure import explain_failure
from .log_capture import Log
from .startup_phase import show_phases


@dataclass(frozen=True)
class Outcome:
    """The result of a start: the session, and whether it is new.

    Attributes:
        is_new: whether this start has started the session.
        facts: the session as the kernel's code describes it; ``running`` is False if another
            start is under way.
    """

    is_new: bool
    facts: dict[str, Any]


class Start(ABC):
    """Base class of a start of Spark in this process.

    Args:
        result: the rendered config.
        names: the namespace in which the config's code runs.
    """

    def __init__(self, result: RenderResult, names: dict[str, Any]) -> None:
        self.result = result
        self.names = names
        self.log = Log()
        self.origins = Origins(result.rendered.requested_conf, result.property_locations())

    def run(self, show: Callable[[str], object]) -> Outcome:
        """Start Spark, unless it runs already or another start is under way.

        Args:
            show: gets a sentence for each phase, in another thread.

        Raises:
            StartError: Spark does not start; nothing of the start is left.
        """
        with self.log, show_phases(show, "remote" in self.result.config.data):
            try:
                return self.prepare() or self._run_code()
            except BaseException:
                self.abandon()
                raise

    def _run_code(self) -> Outcome:
        """Run the config's code, and describe the session that it has started."""
        error = None
        try:
            exec(compile(self.result.rendered.code, "<Start Spark>", "exec"), self.names)
            facts = self.report()
            if facts["running"]:
                return Outcome(True, facts)
        except (Exception, SystemExit) as raised:
            error = raised
        raise explain_failure(error, self.printed() + self.log.text(), self.origins) from error

    @abstractmethod
    def prepare(self) -> Outcome | None:
        """Prepare the process; return an outcome if the code must not run.

        Raises:
            StartError: the start cannot succeed.
        """

    @abstractmethod
    def report(self) -> dict[str, Any]:
        """Return the facts about the session after the code has run, with ``running``."""

    @abstractmethod
    def printed(self) -> str:
        """Return what a JVM has printed whose output the log does not capture."""

    @abstractmethod
    def abandon(self) -> None:
        """Tear down what a failed or interrupted start has left."""
