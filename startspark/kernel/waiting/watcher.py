"""Find out why Spark waits, once it has waited for some time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ..diagnosis.cause import Cause
from ..private_api import attempt
from . import kubernetes, other_sessions, standalone, yarn

AFTER = 10.0
"""Seconds of waiting after which the cluster is asked for the reason."""

AGAIN = 10.0
"""Seconds after which it is asked again, while Spark waits."""


class WaitWatcher:
    """Ask the cluster why executors do not come, in a thread: it may not answer.

    Args:
        find_context: returns the JVM's SparkContext, None where there is none; it is not called
            before the cluster is asked.
        printed: returns what the JVM has printed last.
    """

    def __init__(self, find_context: Callable[[], Any], printed: Callable[[], str]) -> None:
        self._find_context = find_context
        self._printed = printed
        self._since: float | None = None
        self._asked_at = 0.0
        self._thread: threading.Thread | None = None
        self._found: dict[str, Any] | None = None

    def found(self, is_waiting: bool) -> dict[str, Any]:
        """Return under ``waiting`` why Spark waits, if it does and that is known.

        Args:
            is_waiting: whether it has executors to wait for.
        """
        now = time.monotonic()
        if not is_waiting:
            self._since = self._found = None
            return {}
        self._since = self._since or now
        is_asking = self._thread is not None and self._thread.is_alive()
        if now - self._since >= AFTER and now - self._asked_at >= AGAIN and not is_asking:
            self._asked_at = now
            self._thread = threading.Thread(target=self._ask, args=[self._since], daemon=True)
            self._thread.start()
        return self.last()

    def last(self) -> dict[str, Any]:
        """Return what `found` has returned last, or has found out since."""
        return {"waiting": self._found} if self._found else {}

    def _ask(self, since: float) -> None:
        found = attempt(self._reason, None)
        if self._since == since:  # else it waits no longer
            self._found = found

    def _reason(self) -> dict[str, Any] | None:
        context = self._find_context()
        return None if context is None else reason(context, self._printed())


def reason(context: Any, printed: str) -> dict[str, Any] | None:
    """Return why executors do not come; None where that is not known.

    Args:
        context: the JVM's SparkContext.
        printed: what the JVM has printed last.

    Returns:
        a cause as a dict, with ``sessions``: the user's others that hold what is missing.
    """
    master = str(context.master())
    sessions = other_sessions.sessions(master)
    cause: Cause | None = None
    if master.startswith("spark:"):
        cause = standalone.cause(context, other_sessions.names(sessions))
    elif master.startswith("k8s:"):
        cause = kubernetes.cause(context, printed)
    elif master == "yarn":
        cause = yarn.cause(context)
    if cause is None:
        return None
    unnamed = [it for it in sessions if f"`{it['name']}`" not in cause.sentence]
    return {**cause.as_dict(), "sessions": unnamed}
