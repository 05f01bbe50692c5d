"""What the monitor finds where Spark changes during a look."""

from __future__ import annotations

from startspark.kernel import session
from startspark.kernel.monitor import Idleness, Monitor
from startspark.kernel.waiting.watcher import WaitWatcher


def test_a_session_that_ends_during_a_look_has_ended(monkeypatch) -> None:
    found = iter([object(), None])
    monkeypatch.setattr(session, "running", lambda: next(found))
    waits = WaitWatcher(lambda: None, str)
    monitor = Monitor(lambda: False, lambda free: None, Idleness(), lambda: None, waits)
    assert monitor._snapshot() == {"phase": "ended"}
