"""The steps of a start in this process, without a real Spark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from startspark.errors import StartError
from startspark.inprocess.start import Outcome, Start
from startspark.render_result import RenderResult
from startspark.rendering.codegen import Rendered

RUNNING = {"running": True}


class RecordedStart(Start):
    """A start that records its steps; the config's code records that it has run."""

    def __init__(self, result: RenderResult, found: Outcome | None, facts: dict[str, Any]) -> None:
        self.steps: list[str] = []
        super().__init__(result, {"steps": self.steps})
        self._found, self._facts = found, facts

    def prepare(self) -> Outcome | None:
        self.steps.append("prepare")
        return self._found

    def report(self) -> dict[str, Any]:
        self.steps.append("report")
        return self._facts

    def printed(self) -> str:
        self.steps.append("explain")
        return ""

    def abandon(self) -> None:
        self.steps.append("abandon")


@pytest.fixture
def started(config: Any) -> Callable[..., RecordedStart]:
    """Return a start with some code, what `prepare` finds, and what `report` returns."""

    def make(
        code: str, found: Outcome | None = None, facts: dict[str, Any] = RUNNING
    ) -> RecordedStart:
        rendered = Rendered(f"steps.append('run')\n{code}", {})
        result = RenderResult(config("template: a.py.j2"), rendered, {}, [])
        return RecordedStart(result, found, facts)

    return make


def run(start: Start) -> Outcome:
    return start.run(lambda sentence: None)


def test_a_start_runs_the_code_and_returns_the_session(started: Callable[..., Any]) -> None:
    start = started("")
    assert run(start) == Outcome(True, RUNNING)
    assert start.steps == ["prepare", "run", "report"]


def test_a_session_that_runs_already_is_returned(started: Callable[..., Any]) -> None:
    start = started("", Outcome(False, RUNNING))
    assert run(start) == Outcome(False, RUNNING)
    assert start.steps == ["prepare"]


@pytest.mark.parametrize(
    ("code", "message"),
    [("1 / 0", "ZeroDivisionError"), ("raise SystemExit(4)", "SystemExit: 4")],
)
def test_an_error_is_explained_before_the_start_is_abandoned(
    started: Callable[..., Any], code: str, message: str
) -> None:
    start = started(code)
    with pytest.raises(StartError, match=message) as raised:
        run(start)
    assert start.steps == ["prepare", "run", "explain", "abandon"]
    assert isinstance(raised.value.__cause__, (ZeroDivisionError, SystemExit))


def test_code_that_starts_no_spark_is_an_error(started: Callable[..., Any]) -> None:
    start = started("", facts={"running": False})
    with pytest.raises(StartError, match="there is no running Spark"):
        run(start)
    assert start.steps == ["prepare", "run", "report", "explain", "abandon"]


def test_an_interrupted_start_is_abandoned(started: Callable[..., Any]) -> None:
    start = started("raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        run(start)
    assert start.steps == ["prepare", "run", "abandon"]
