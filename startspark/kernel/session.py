"""What Spark is there?"""

from __future__ import annotations

import sys
from typing import Any

from . import jobs, jvm

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
    return _connect_session()


def ended() -> dict[str, Any] | None:
    """Why a session is no more that nobody has stopped from here; None where there is none."""
    context = _active_context()
    if context is None:
        return None
    code = jvm.exit_code()
    try:
        if code is None:
            has_ended = context._jsc.sc().isStopped() or _is_unregistered(context)
            return {"reason": "cluster"} if has_ended else None
    except Exception:  # it is dying just now
        code = jvm.exit_code(patience=1)
    return {"reason": "jvm", "exit_code": code}


def _is_unregistered(context: Any) -> bool:
    """Whether no master has answered: then Spark 3.5 returns a context and stops it a bit later.

    Until a master gives it a name, the application has one of this kind
    (core/scheduler/SchedulerBackend.scala).
    """
    is_standalone = str(context.master).startswith("spark:")
    return is_standalone and str(context.applicationId).startswith("spark-application-")


def _active_context() -> Any:
    """The SparkContext that pyspark takes for active, once it is made."""
    context = getattr(getattr(jvm.pyspark(), "SparkContext", None), "_active_spark_context", None)
    return context if getattr(context, "_jsc", None) is not None else None


def _connect_session() -> Any:
    """The Spark Connect session that `getOrCreate` would return, or None."""
    connect = sys.modules.get("pyspark.sql.connect.session")
    try:
        session = connect.SparkSession.active() if connect else None
    except Exception:  # none is active
        return None
    return None if session is None or session.is_stopped else session


def describe() -> dict[str, Any]:
    """The session, in words for the page.

    Returns:
        ``running``, and if so what `record` has noted, ``version`` and what the cluster says;
        if not, ``ended`` as from `ended`.
    """
    session = running()
    try:
        if session is not None:
            cluster = {} if is_remote(session) else _cluster(session)
            return {"running": True, "version": session.version, **cluster, **recorded(session)}
    except Exception:
        if ended() is None:  # else it ends just now
            raise
    return {"running": False, "ended": ended()}


def record(session: Any, **notes: Any) -> None:
    """Note what started a session, unless somebody else has noted that before."""
    vars(session).setdefault(RECORD, notes)


def recorded(session: Any) -> dict[str, Any]:
    """What `record` has noted; empty for a session that was started by hand."""
    notes: dict[str, Any] = vars(session).get(RECORD, {})
    return notes


def is_remote(session: Any) -> bool:
    """Whether it is a Spark Connect session, which has neither a SparkContext nor a JVM."""
    return ".connect." in type(session).__module__


def _cluster(context: Any) -> dict[str, Any]:
    """Where the session runs."""
    scala = context._jsc.sc()
    return {
        "master": context.master,
        "application_id": context.applicationId,
        "app_name": context.appName,
        "cores": context.defaultParallelism,
        "ui_port": ui_port(scala),
        "can_cancel": scala.conf().get("spark.ui.killEnabled", "true") == "true",
        **jobs.activity(scala),
        **executors(scala),
    }


def ui_port(scala: Any) -> int | None:
    """Where the web UI listens, None where it is off.

    With SPARK_PUBLIC_DNS set, `uiWebUrl` may lack the port.
    """
    return scala.ui().get().boundPort() if scala.ui().isDefined() else None


def executors(scala: Any) -> dict[str, int | None]:
    """How many executors there are besides the driver, and how many were asked for if known."""
    return {
        "executors": max(0, len(scala.statusTracker().getExecutorInfos()) - 1),
        "wanted": wanted(scala.conf()),
    }


def wanted(conf: Any) -> int | None:
    """The number of executors that a configuration asks for, None where it says none."""

    def number(key: str) -> int | None:
        text = conf.get(key, "")
        return int(text) if text.isdigit() else None

    if conf.get("spark.master").startswith("local"):
        return None
    if conf.get("spark.dynamicAllocation.enabled", "false") == "true":
        return number("spark.dynamicAllocation.minExecutors")
    if conf.get("spark.master").startswith("spark:"):
        # A standalone master knows no number of executors (tried with 3.5.9).
        most, each = number("spark.cores.max"), number("spark.executor.cores")
        return most // each if most and each else None
    return number("spark.executor.instances")
