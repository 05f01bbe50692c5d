"""What Spark is there?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import jobs
from .jvm import gateway
from .private_api import attempt, log

RECORD = "_startspark"
"""The attribute in which a session remembers the config that started it."""


class Json(dict):  # type: ignore[type-arg]
    """A dict that arrives in the page as it is."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"application/json": dict(self)}


def running() -> Any:
    """What lives as long as the session: the SparkContext, a Spark Connect session, or None."""
    context = _active_context()
    if context is not None:
        return context if ended() is None else None
    return connect_session()


def ended() -> dict[str, Any] | None:
    """Why a session is no more that nobody has stopped from here; None where there is none."""
    context = _active_context()
    if context is None:
        return None
    if gateway.exit_code() is None:
        try:
            has_ended = context._jsc.sc().isStopped() or _is_unregistered(context)
            return {"reason": "cluster"} if has_ended else None
        except Exception as error:
            if gateway.exit_code(patience=1) is None and not gateway.is_lost(error):
                log.info("Start Spark cannot see whether Spark has ended:", exc_info=True)
                return None
    return {"reason": "jvm", "exit_code": gateway.exit_code()}


def _is_unregistered(context: Any) -> bool:
    """Whether no master has answered: then Spark 3.5 returns a context and stops it a bit later.

    Until a master gives it a name, the application has one of this kind
    (core/scheduler/SchedulerBackend.scala).
    """
    is_standalone = str(context.master).startswith("spark:")
    return is_standalone and str(context.applicationId).startswith("spark-application-")


def _active_context() -> Any:
    """The SparkContext that pyspark takes for active, once it is made."""
    core = getattr(gateway.pyspark(), "SparkContext", None)
    if core is not None and not hasattr(core, "_active_spark_context"):
        # What pyspark promises knows no SparkContext without a session.
        active = attempt(lambda: sys.modules["pyspark.sql"].SparkSession.getActiveSession(), None)
        return active and active.sparkContext
    context = getattr(core, "_active_spark_context", None)
    return context if getattr(context, "_jsc", None) is not None else None


def connect_session() -> Any:
    """The Spark Connect session that `getOrCreate` would return, or None."""
    connect = sys.modules.get("pyspark.sql.connect.session")
    try:
        session = connect.SparkSession.active() if connect else None
    except Exception:  # none is active
        return None
    return None if getattr(session, "is_stopped", False) else session


def describe() -> dict[str, Any]:
    """The session, in words for the page.

    Returns:
        ``running``, and if so what `record` has noted, ``version`` and what the cluster says;
        if not, ``ended`` as from `ended`.
    """
    session = running()
    if session is None:
        return {"running": False, "ended": ended()}
    facts = {"version": attempt(lambda: session.version, None), **_cluster(session)}
    reason = ended()
    if reason is not None:  # just now
        return {"running": False, "ended": reason}
    return {"running": True, **facts, **recorded(session)}


def record(session: Any, **notes: Any) -> None:
    """Note what started a session, unless somebody else has noted that before."""
    attempt(lambda: vars(session).setdefault(RECORD, notes), None)


def recorded(session: Any) -> dict[str, Any]:
    """What `record` has noted; empty for a session that was started by hand."""
    notes: dict[str, Any] = getattr(session, RECORD, {})
    return notes


def is_remote(session: Any) -> bool:
    """Whether it is a Spark Connect session, which has neither a SparkContext nor a JVM."""
    return ".connect." in type(session).__module__


def _cluster(session: Any) -> dict[str, Any]:
    """Where a session runs; what cannot be found out is None, or missing."""
    if is_remote(session):
        return {}
    scala = attempt(lambda: session._jsc.sc(), None)
    facts: dict[str, Callable[[], Any]] = {
        "master": lambda: session.master,
        "application_id": lambda: session.applicationId,
        "app_name": lambda: session.appName,
        "cores": lambda: session.defaultParallelism,
        "python": lambda: session.pythonExec,
        "ui_port": lambda: ui_port(scala),
        "can_cancel": lambda: can_cancel(scala),
    }
    return {
        **{name: attempt(find, None) for name, find in facts.items()},
        **attempt(lambda: jobs.activity(scala), {}),
        **attempt(lambda: executors(scala), {}),
    }


def ui_port(scala: Any) -> int | None:
    """Where the web UI listens, None where it is off.

    With SPARK_PUBLIC_DNS set, `uiWebUrl` may lack the port.
    """
    return scala.ui().get().boundPort() if scala.ui().isDefined() else None


def can_cancel(scala: Any) -> bool:
    """Whether the web UI may end jobs."""
    return str(scala.conf().get("spark.ui.killEnabled", "true")) == "true"


def executors(scala: Any) -> dict[str, int | None]:
    """How many executors there are besides the driver, were asked for if known, and were lost."""
    is_local = scala.conf().get("spark.master").startswith("local")
    return {
        "executors": max(0, len(scala.statusTracker().getExecutorInfos()) - 1),
        "wanted": wanted(scala.conf()),
        "lost": 0 if is_local else attempt(lambda: _lost(scala.statusStore()), 0),
    }


def _lost(store: Any) -> int:
    """How many executors there were that are no more."""
    return int(store.executorList(False).size() - store.executorList(True).size())


def wanted(conf: Any) -> int | None:
    """The number of executors that a configuration asks for, None where it says none."""

    def number(key: str) -> int | None:
        text = conf.get(key, "")
        return int(text) if text.isdigit() else None

    if conf.get("spark.master").startswith("local"):
        return None
    if conf.get("spark.dynamicAllocation.enabled", "false") == "true":
        return number("spark.dynamicAllocation.minExecutors") or 0
    if conf.get("spark.master").startswith("spark:"):
        # A standalone master knows no number of executors (tried with 3.5.9).
        most, each = number("spark.cores.max"), number("spark.executor.cores")
        return most // each if most and each else None
    return number("spark.executor.instances")
