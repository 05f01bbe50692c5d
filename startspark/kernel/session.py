"""Find and describe the Spark session of this process, or tell why it ended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import gateway, spark_status
from .credentials import hide_credentials
from .private_api import PYSPARK, attempt, log, private_api

RECORD = "_startspark"
"""The attribute in which a session remembers the config that started it."""


class Json(dict):  # type: ignore[type-arg]
    """A dict that IPython sends to the page as JSON."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"application/json": dict(self)}


def running() -> Any:
    """Return the running SparkContext or Spark Connect session; None if there is none."""
    context = gateway.active_context()
    if context is not None:
        return context if ended() is None else None
    return connect_session()


def ended() -> dict[str, Any] | None:
    """Return why a session ended that was not stopped from here; None if there is none."""
    context = gateway.active_context()
    if context is None:
        return None
    if gateway.exit_code() is None:
        try:
            has_ended = context._jsc.sc().isStopped() or _is_unregistered(context)
            return {"reason": "cluster"} if has_ended else None
        except Exception as error:  # the JVM has just died, or this Spark cannot be asked
            if gateway.exit_code(patience=1) is None and not gateway.is_lost(error):
                log.info("Start Spark cannot see whether Spark has ended:", exc_info=True)
                return None
    return {"reason": "jvm", "exit_code": gateway.exit_code()}


def _is_unregistered(context: Any) -> bool:
    """Return whether no master has answered: Spark 3.5 returns a context and stops it a bit later.

    Until a master gives it a name, the application has one of this kind
    (core/scheduler/SchedulerBackend.scala).
    """
    is_standalone = str(context.master).startswith("spark:")
    return is_standalone and str(context.applicationId).startswith("spark-application-")


def connect_session() -> Any:
    """Return the Spark Connect session that `getOrCreate` would return, or None."""
    connect = sys.modules.get("pyspark.sql.connect.session")
    session = _active_session(connect) if connect else None
    return None if getattr(session, "is_stopped", False) else session


@private_api("pyspark", PYSPARK, "pyspark.sql.connect.session.SparkSession.active")
def _active_session(connect: Any) -> Any:
    try:
        return connect.SparkSession.active()
    except Exception as error:
        if type(error).__module__.startswith("pyspark."):  # none is active
            return None
        raise


def describe() -> dict[str, Any]:
    """Describe the session for the page.

    Returns:
        ``running``, and if so what `record` has noted, ``version`` and what the cluster says;
        if not, ``ended`` as from `ended`.
    """
    session = running()
    if session is None:
        return {"running": False, "ended": ended()}
    facts = {"version": attempt(lambda: session.version, None), **_facts(session)}
    reason = ended()
    if reason is not None:  # just now
        return {"running": False, "ended": reason}
    return {"running": True, **facts, **recorded(session)}


def record(session: Any, **notes: Any) -> None:
    """Note what started a session, unless somebody else has noted that before."""
    attempt(lambda: vars(session).setdefault(RECORD, notes), None)


def recorded(session: Any) -> dict[str, Any]:
    """Return what `record` has noted; empty for a session that was started by hand."""
    notes: dict[str, Any] = getattr(session, RECORD, {})
    return notes


def is_remote(session: Any) -> bool:
    """Return whether it is a Spark Connect session, which has no SparkContext and no JVM."""
    return ".connect." in type(session).__module__


def _facts(session: Any) -> dict[str, Any]:
    """Return where a session runs; what cannot be found out is None, or missing."""
    if is_remote(session):
        return {}
    context = gateway.jvm_context_of(session)
    facts: dict[str, Callable[[], Any]] = {
        "master": lambda: hide_credentials(str(session.master)),
        "application_id": lambda: session.applicationId,
        "app_name": lambda: session.appName,
        "started_at": lambda: session.startTime,
        "cores": lambda: session.defaultParallelism,
        "python": lambda: session.pythonExec,
        "ui_port": lambda: spark_status.ui_port(context),
        "can_cancel": lambda: spark_status.can_cancel(context),
    }
    return {
        **{name: attempt(find, None) for name, find in facts.items()},
        **spark_status.executors(context),
    }
