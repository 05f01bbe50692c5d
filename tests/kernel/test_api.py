"""What the kernel's functions do at the same time, and what a failure says of other sessions."""

from __future__ import annotations

import sys
from threading import Event, Thread
from types import ModuleType

import pytest

from startspark.kernel import api, monitor, teardown
from startspark.kernel.diagnosis.cause import Cause
from startspark.kernel.startup import Claim
from startspark.kernel.waiting import other_sessions

SECONDS = 30


def test_a_start_that_is_claimed_while_another_is_given_up_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends, goes_on = Event(), Event()

    def end() -> None:
        ends.set()
        assert goes_on.wait(SECONDS)

    monkeypatch.setattr(teardown, "stop", end)
    monkeypatch.setattr(api, "is_busy", lambda: False)
    monkeypatch.setattr(api, "_ensure_monitor", lambda: None)
    monkeypatch.setattr(api._startup, "claim", Claim("gone", since=0))
    giving_up = Thread(target=api._abandon_after, args=[monitor.ABANDONED_AFTER])
    giving_up.start()
    assert ends.wait(SECONDS)
    claiming = Thread(target=api.prepare, args=["next", [], {}, False])
    claiming.start()
    goes_on.set()
    for thread in (giving_up, claiming):
        thread.join(SECONDS)
    assert api._startup.claim is not None
    assert api._startup.claim.page == "next"


def test_a_stop_while_a_thread_imports_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.sql.session", "pyspark.sql.context"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    assert api.stop() == {"running": False, "ended": None}


@pytest.mark.parametrize("needs_room", [True, False])
def test_a_failure_names_the_sessions_that_may_hold_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, needs_room: bool
) -> None:
    cause = Cause("Java cannot get the memory.", "Take less.", needs_room=needs_room)
    monkeypatch.setattr(api._startup, "claim", Claim("page", since=0))
    monkeypatch.setattr(api._startup, "explain", lambda page, origins: (cause, ""))
    monkeypatch.setattr(
        other_sessions, "sessions", lambda master: [{"name": "a.ipynb", "on": master}]
    )
    found = api.explain("page", {})
    assert found["cause"]["sentence"] == "Java cannot get the memory."
    assert found["cause"]["sessions"] == [{"name": "a.ipynb", "on": "local[*]"}] * needs_room
