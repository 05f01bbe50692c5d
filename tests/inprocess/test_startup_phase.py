"""The sentences about the phase of a start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from startspark.inprocess import startup_phase
from startspark.inprocess.startup_phase import sentence, show_phases
from waiting import wait_until

LOCAL: dict[str, Any] = {"local": True, "executors": 1, "wanted": None}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"phase": "jvm"}, "Launching Java…"),
        ({**LOCAL, "phase": "cluster"}, "Starting the session…"),
        ({**LOCAL, "phase": "running"}, "Spark is up; the rest of the configuration’s code runs…"),
        (
            {"phase": "cluster", "local": False, "executors": 0, "wanted": None},
            "Asking the cluster for resources…",
        ),
        (
            {"phase": "cluster", "local": False, "executors": 0, "wanted": 1},
            "Asking the cluster for resources: 0 of 1 executor…",
        ),
        (
            {"phase": "cluster", "local": False, "executors": 1, "wanted": 2},
            "Waiting for executors: 1 of 2 executors…",
        ),
    ],
)
def test_each_phase_is_a_sentence(state: dict[str, Any], expected: str) -> None:
    assert sentence(state, is_remote=False) == expected
    assert sentence(state, is_remote=True) == "Waiting for the Spark Connect server…"


@pytest.fixture
def phases(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set what `progress` returns, call by call; the last one stays."""
    monkeypatch.setattr(startup_phase, "STARTING", 0)

    def set_phases(*state: Any) -> None:
        left = list(state)

        def progress() -> Any:
            state = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(state, Exception):
                raise state
            return state

        monkeypatch.setattr(startup_phase, "progress", progress)

    return set_phases


def test_each_phase_is_shown_once(phases: Callable[..., None]) -> None:
    phases({"phase": "jvm"}, {"phase": "jvm"}, OSError("half made"), {**LOCAL, "phase": "cluster"})
    shown: list[str] = []
    with show_phases(shown.append, is_remote=False):
        wait_until(lambda: len(shown) > 1)
    assert shown == ["Launching Java…", "Starting the session…"]


def test_nothing_is_shown_after_the_start(phases: Callable[..., None]) -> None:
    shown: list[str] = []
    phases({"phase": "jvm"})
    with show_phases(shown.append, is_remote=False):
        wait_until(lambda: shown)
    phases({**LOCAL, "phase": "running"})
    assert shown == ["Launching Java…"]
