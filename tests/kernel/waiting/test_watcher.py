"""When the cluster is asked why executors do not come."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from startspark.kernel import monitor
from startspark.kernel.waiting import watcher
from startspark.kernel.waiting.watcher import AFTER, AGAIN, WaitWatcher

CONTEXT: Any = SimpleNamespace(master=lambda: "spark://host:7077")
REASON = {"sentence": "No worker is alive.", "advice": "Ask.", "key": "", "sessions": []}


class Clock:
    """The time, and how often the cluster was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.asked = 0
        self.reason: Any = REASON
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(watcher, "reason", self._reason)
        self.watcher = WaitWatcher(lambda: CONTEXT, lambda: "printed")

    def _reason(self, context: Any, printed: str) -> Any:
        assert (context, printed) == (CONTEXT, "printed")
        self.asked += 1
        if isinstance(self.reason, Exception):
            raise self.reason
        return self.reason

    def after(self, seconds: float, is_waiting: bool = True) -> dict[str, Any]:
        """What is known after some more time, once the cluster has answered."""
        self.now += seconds
        self.watcher.found(is_waiting)
        if self.watcher._thread:
            self.watcher._thread.join()
        return self.watcher.last()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_the_cluster_is_asked_after_some_time_and_then_again_and_again(clock: Clock) -> None:
    assert [clock.after(0), clock.after(AFTER - 1), clock.asked] == [{}, {}, 0]
    assert clock.after(1) == {"waiting": REASON}
    clock.after(AGAIN - 1)
    assert clock.asked == 1
    clock.reason = None
    assert [clock.after(1), clock.asked] == [{}, 2]


def test_it_is_over_once_nothing_is_waited_for(clock: Clock) -> None:
    clock.after(0)
    assert clock.after(AFTER)
    assert clock.after(1, is_waiting=False) == {}
    assert clock.after(1) == {}


def test_a_cluster_that_cannot_be_asked_has_no_reason(clock: Clock) -> None:
    clock.reason = OSError("no route to host")
    clock.after(0)
    assert [clock.after(AFTER), clock.asked] == [{}, 1]


@pytest.mark.parametrize(
    ("found", "jobs_wait", "lacks"),
    [
        ({"phase": "cluster", "local": True, "executors": 0, "wanted": None}, True, False),
        ({"phase": "running", "remote": True}, True, False),
        ({"phase": "jvm"}, True, False),
        ({"phase": "cluster", "local": False, "executors": 0, "wanted": None}, False, True),
        ({"phase": "running", "local": False, "executors": 0, "wanted": None}, False, False),
        ({"phase": "running", "local": False, "executors": 0, "wanted": 0}, True, True),
        ({"phase": "running", "local": False, "executors": 1, "wanted": 2}, False, True),
        ({"phase": "running", "local": False, "executors": 2, "wanted": 2}, True, False),
    ],
)
def test_when_executors_are_waited_for(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, Any], jobs_wait: bool, lacks: bool
) -> None:
    monkeypatch.setattr(monitor.publisher, "waits", lambda: jobs_wait)
    assert monitor.lacks_executors(found) == lacks
