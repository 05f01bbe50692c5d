"""Why executors do not come from YARN, by its ResourceManager's REST API.

The fields are those of Hadoop's page "ResourceManager REST API's".
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .. import gateway
from ..diagnosis.cause import Cause
from ..private_api import PYSPARK, private_api
from ..quantities import counted, memory_text
from .demand import Demand, in_one_line
from .json_request import get_json

WAITING_STATES = "NEW,NEW_SAVING,SUBMITTED,ACCEPTED"
QUEUE = "spark.yarn.queue"
MEMORY = "spark.executor.memory"

FULL = 0.95
"""A queue that has so much of what it may have has no room for one more executor."""

if TYPE_CHECKING:
    Ask = Callable[[str], dict[str, Any]]
    """Gives the ResourceManager's answer to a path below ``ws/v1/cluster/``."""


def cause(context: Any) -> Cause | None:
    """Return why executors do not come; None where YARN does not tell.

    Args:
        context: the JVM's SparkContext.
    """
    base = _rest_url(context)
    if base is None:
        return None
    conf = context.conf()
    name = str(conf.get("spark.app.name", ""))

    def ask(path: str) -> dict[str, Any]:
        # A ResourceManager that stands by names the active one.
        return get_json(f"{base}/ws/v1/cluster/{path}", follows=True)

    return explain(ask, name, Demand.of(conf))


def explain(ask: Ask, name: str, demand: Demand) -> Cause | None:
    """Return why an application gets no executor.

    Args:
        ask: gives the ResourceManager's answer to a path below ``ws/v1/cluster/``.
        name: the application's.
        demand: of each of its executors.
    """
    application = _application(ask, name)
    if application is None:
        return None
    metrics = ask("metrics")["clusterMetrics"]
    if not metrics["activeNodes"]:
        return Cause("YARN has no active node.", "Ask the cluster’s administrator.")
    if application["state"] != "RUNNING":
        return _not_begun(application)
    return _full_queue(ask, application["queue"]) or _no_room(metrics, demand)


def _application(ask: Ask, name: str) -> dict[str, Any] | None:
    """Return the newest application of this user and name that has not ended."""
    user = quote(getpass.getuser())
    answer = ask(f"apps?user={user}&applicationTypes=SPARK&states={WAITING_STATES},RUNNING")
    found = (answer.get("apps") or {}).get("app", [])
    return max(
        (it for it in found if it["name"] == name),
        key=lambda it: it["startedTime"],
        default=None,
    )


def _not_begun(application: Mapping[str, Any]) -> Cause:
    """YARN has accepted it, and has no place for its ApplicationMaster."""
    said = in_one_line(application.get("diagnostics", "").split("Details :")[0])
    state = application["state"].lower()
    return Cause(
        f"The application waits in YARN’s queue `{application['queue']}`"
        f" ({state}){f': {said}' if said else '.'}",
        f"Wait, choose another queue (`{QUEUE}`), or stop what you no longer need.",
        QUEUE,
    )


def _full_queue(ask: Ask, name: str) -> Cause | None:
    queue = next((it for it in _queues(ask("scheduler")) if it.get("queueName") == name), None)
    if queue is None or "absoluteMaxCapacity" not in queue:  # the fair scheduler tells otherwise
        return None
    used, most = queue["absoluteUsedCapacity"], queue["absoluteMaxCapacity"]
    if used < FULL * most:
        return None
    return Cause(
        f"YARN’s queue `{name}` is full: it uses {used:.0f}% of the cluster, and may use"
        f" {most:.0f}%.",
        f"Wait, choose another queue (`{QUEUE}`), or stop what you no longer need.",
        QUEUE,
    )


def _queues(scheduler: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield all queues; each has its children's list in ``queues``."""
    waiting = [scheduler["scheduler"]["schedulerInfo"]]
    while waiting:
        queue = waiting.pop()
        yield queue
        waiting += (queue.get("queues") or {}).get("queue", [])


def _no_room(metrics: Mapping[str, Any], demand: Demand) -> Cause | None:
    memory, cores = metrics["availableMB"], metrics["availableVirtualCores"]
    wants = demand.cores or 1
    if memory >= demand.memory and cores >= wants:
        return None
    return Cause(
        f"YARN’s cluster has {memory_text(memory)} of memory and {counted(cores, 'core')} free, but"
        f" each executor requests {memory_text(demand.memory)} and {counted(wants, 'core')}.",
        f"Wait, stop what you no longer need, or request less for each executor (`{MEMORY}`).",
        MEMORY,
    )


@private_api("Hadoop", PYSPARK, "WebAppUtils.getRMWebAppURLWithScheme")
def _rest_url(context: Any) -> str | None:
    """Return the URL of the ResourceManager's web UI, as Hadoop reads it in yarn-site.xml."""
    package = "org.apache.hadoop.yarn"
    conf = gateway.java_class(f"{package}.conf.YarnConfiguration")(context.hadoopConfiguration())
    utils = gateway.java_class(f"{package}.webapp.util.WebAppUtils")
    return str(utils.getRMWebAppURLWithScheme(conf))
