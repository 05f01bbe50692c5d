"""Query a running Spark through py4j: its executors, jobs, streams and web UI.

Most of the Scala objects used here are private to Spark. `context` is the JVM's SparkContext.
"""

from __future__ import annotations

from typing import Any

from .private_api import PYSPARK, private_api


def is_local(context: Any) -> bool:
    """Return whether Spark runs in the driver alone; True where that is not known."""
    return str(_master(context)).startswith("local")


@private_api("Spark", PYSPARK, "SparkContext.conf", default="local")
def _master(context: Any) -> str:
    return str(context.conf().get("spark.master"))


@private_api("Spark", PYSPARK, "SparkContext.ui")
def ui_port(context: Any) -> int | None:
    """Return where the web UI listens, None where it is off.

    With SPARK_PUBLIC_DNS set, `uiWebUrl` may lack the port.
    """
    return context.ui().get().boundPort() if context.ui().isDefined() else None


@private_api("Spark", PYSPARK, "SparkContext.conf")
def can_cancel(context: Any) -> bool | None:
    """Return whether the web UI may end jobs."""
    return str(context.conf().get("spark.ui.killEnabled", "true")) == "true"


@private_api("Spark", PYSPARK, "SparkContext.statusTracker, conf", default={})
def executors(context: Any) -> dict[str, int | None]:
    """Count the executors.

    Returns:
        ``executors`` besides the driver; how many are ``wanted``, None where that is not known;
        how many were ``lost``.
    """
    return {
        "executors": max(0, len(context.statusTracker().getExecutorInfos()) - 1),
        "wanted": wanted(context.conf()),
        "lost": 0 if is_local(context) else _lost(context),
    }


@private_api("Spark", PYSPARK, "SparkContext.statusStore", default=0)
def _lost(context: Any) -> int:
    """Count the executors that are no more."""
    store = context.statusStore()
    return int(store.executorList(False).size() - store.executorList(True).size())


def wanted(conf: Any) -> int | None:
    """Return the number of executors that Spark's conf asks for, None where it has no number."""

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


@private_api("Spark", PYSPARK, "SparkContext.statusStore, statusTracker")
def progress_mark(context: Any) -> tuple[tuple[str, int], bool] | None:
    """Return a value that changes as Spark works: its application id and completed stages.

    Returns:
        that value, and whether a stage runs; None where Spark does not tell.
    """
    completed = context.statusStore().appSummary().numCompletedStages()
    runs = bool(len(context.statusTracker().getActiveStageIds()))
    return (str(context.applicationId()), int(completed)), runs
