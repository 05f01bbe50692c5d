"""Runs in the kernel, in a namespace of its own: what Spark is there?

Only the standard library and pyspark are imported, and pyspark only where it is already.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Json(dict):  # type: ignore[type-arg]
    """A dict that arrives in the page as it is."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"application/json": dict(self)}


def session(config: str | None) -> Json:
    """Describe the running session; remember the config that has just started it."""
    spark = active_session()
    if spark is None:
        return Json(running=False)
    if config is not None:
        spark._startspark_config = config
    known = vars(spark).get("_startspark_config")
    return Json(running=True, config=known, version=spark.version, **cluster(spark))


def active_session() -> SparkSession | None:
    """The session that `getOrCreate` would return, or None; never starts anything."""
    if "pyspark.sql" not in sys.modules:
        return None
    from pyspark.sql import SparkSession

    try:
        spark = SparkSession.active()
        return None if is_stopped(spark) else spark
    except Exception:  # none is active, or its JVM died
        return None


def is_stopped(spark: SparkSession) -> bool:
    """Whether the session can no longer compute."""
    if is_remote(spark):
        return bool(spark.is_stopped)
    context = spark.sparkContext._jsc
    return context is None or bool(context.sc().isStopped())


def is_remote(spark: SparkSession) -> bool:
    """Whether it is a Spark Connect session, which has neither a SparkContext nor a JVM."""
    return ".connect." in type(spark).__module__


def cluster(spark: SparkSession) -> dict[str, Any]:
    """Where the session runs; nothing for Spark Connect, which cannot tell."""
    if is_remote(spark):
        return {}
    sc = spark.sparkContext
    jvm = sc._jsc.sc()
    return {
        "master": sc.master,
        "application_id": sc.applicationId,
        "app_name": sc.appName,
        "executors": len(jvm.statusTracker().getExecutorInfos()) - 1,  # without the driver
        "cores": sc.defaultParallelism,
        # With SPARK_PUBLIC_DNS set, `sc.uiWebUrl` may lack the port.
        "ui_port": jvm.ui().get().boundPort() if jvm.ui().isDefined() else None,
    }
