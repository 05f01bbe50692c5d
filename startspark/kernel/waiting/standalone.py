"""Why executors do not come from a standalone cluster, by its master's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .. import gateway
from ..diagnosis.cause import Cause
from ..private_api import PYSPARK, attempt, private_api
from ..quantities import counted, memory_text
from .demand import Demand, in_one_line
from .json_request import SECONDS, get_json

ASKED = 3
"""How many workers are asked, at most, where the master's web UI is."""

NAMED = 3
"""How many applications are named, at most."""

MEMORY, CORES, MOST = "spark.executor.memory", "spark.executor.cores", "spark.cores.max"


def cause(context: Any, own: Mapping[str, str]) -> Cause | None:
    """Return why executors do not come; None where the master does not tell, or has no reason.

    Args:
        context: the JVM's SparkContext.
        own: the user's other sessions, as `other_sessions.names` returns them.
    """
    state = master_state(context)
    if state is None:
        return None
    return explain(state, str(context.applicationId()), Demand.of(context.conf()), own)


def explain(
    state: Mapping[str, Any], application: str, demand: Demand, own: Mapping[str, str]
) -> Cause | None:
    """Return why an application gets no executor.

    Args:
        state: the master's, as `master_state` returns it.
        application: its id.
        demand: of each of its executors.
        own: as for `cause`.
    """
    workers = state["workers"]
    if not workers:
        return Cause(
            "No worker of the cluster is alive.",
            "Ask the cluster’s administrator, or start one there: `start-worker.sh` with the"
            " master’s URL.",
        )
    others = [it for it in state["applications"] if it["id"] != application and it["cores"]]
    return _too_large(workers, demand) or _taken(workers, demand, others, own)


def _too_large(workers: list[dict[str, Any]], demand: Demand) -> Cause | None:
    """No worker could have such an executor, even if it were free."""
    memory = max(it["memory"] for it in workers)
    if demand.memory > memory:
        return Cause(
            f"Each executor requests {memory_text(demand.memory)} of memory, but the largest worker"
            f" has {memory_text(memory)}.",
            f"Set `{MEMORY}` to no more than that.",
            MEMORY,
        )
    fitting = [it for it in workers if it["memory"] >= demand.memory]
    cores = max(it["cores"] for it in fitting)
    if demand.cores is not None and demand.cores > cores:
        return Cause(
            f"Each executor requests {demand.cores} cores, but the largest worker with enough"
            f" memory has {cores}.",
            f"Set `{CORES}` to no more than that.",
            CORES,
        )
    return None


def _taken(
    workers: list[dict[str, Any]],
    demand: Demand,
    others: list[dict[str, Any]],
    own: Mapping[str, str],
) -> Cause | None:
    """What the workers have is not free."""
    if any(_fits(it, demand) for it in workers):
        return None
    mine = [it for it in others if it["id"] in own]
    holders = "".join(f" {_holder(it, own)}" for it in _largest(mine or others))
    advice = (
        f"Stop what you no longer need, or have it request fewer cores (`{MOST}`)."
        if mine
        else "Wait until other applications end, or ask the cluster’s administrator."
    )
    return Cause(f"{_free(workers, demand)}{holders}", advice, MOST)


def _fits(worker: Mapping[str, Any], demand: Demand) -> bool:
    memory, cores = (int(worker[it]) - int(worker[f"{it}_used"]) for it in ("memory", "cores"))
    return memory >= demand.memory and cores >= (demand.cores or 1)


def _free(workers: list[dict[str, Any]], demand: Demand) -> str:
    cores = sum(it["cores"] - it["cores_used"] for it in workers)
    if not cores:
        return "No core of the cluster is free."
    memory = max(it["memory"] - it["memory_used"] for it in workers)
    return (
        f"No worker has room for an executor of {memory_text(demand.memory)} and"
        f" {counted(demand.cores or 1, 'core')}: at most {memory_text(memory)} is free on one"
        f" worker, and {counted(cores, 'core')} in all."
    )


def _largest(applications: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(applications, key=lambda it: -int(it["cores"]))[:NAMED]


def _holder(application: Mapping[str, Any], own: Mapping[str, str]) -> str:
    name = own.get(application["id"])
    who = f"Your session `{name}`" if name else f"`{application['name']}` of {application['user']}"
    return f"{who} holds {counted(application['cores'], 'core')}."


def master_state(context: Any) -> dict[str, Any] | None:
    """Return what the master's web UI says of workers and applications, as JSON.

    Args:
        context: the JVM's SparkContext.

    Returns:
        ``workers`` that are alive, with memory in MiB, and ``applications``; None where that web
        UI is not found.
    """
    registered = _workers(context)
    if registered == []:
        return {"workers": [], "applications": []}
    urls = _web_uis(str(context.master()), registered or [])
    found = (attempt(lambda url=url: alive_state(url), None) for url in urls)  # type: ignore[misc]
    return next(filter(None, found), None)


def alive_state(url: str) -> dict[str, Any] | None:
    """Return what a web UI says, as `master_state` does; None where it is no active master's.

    Raises:
        OSError, ValueError, LookupError, TypeError: it is something else's.
    """
    found = get_json(f"{url}/json/")
    if found["status"] != "ALIVE":  # it stands by for another one
        return None
    return {
        "workers": [_worker(it) for it in found["workers"] if it["state"] == "ALIVE"],
        "applications": [_application(it) for it in found["activeapps"]],
    }


def _web_uis(master: str, workers: list[str]) -> Iterator[str]:
    """Yield where the master's web UI may be: the workers know, else it has Spark's own port.

    Args:
        master: its URL.
        workers: the URLs of workers' web UIs.
    """
    for worker in workers[:ASKED]:
        found = attempt(lambda worker=worker: master_of(worker), None)  # type: ignore[misc]
        if found:
            yield found
    for host, _ in masters(master):
        yield f"http://{host}:8080"


def master_of(worker: str) -> str:
    """Return the URL of the master's web UI that a worker's web UI names.

    Raises:
        OSError, ValueError, LookupError: it names none.
    """
    return _address(str(get_json(f"{_address(worker)}/json/")["masterwebuiurl"]))


def _address(url: str) -> str:
    """Return the URL of a web UI, below which its JSON is.

    Workers say where theirs and their master's are. What a worker says must not become a request
    of another kind.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"https?://[^/?#@\s]+(/[^?#\s]*)?", url):
        raise ValueError("what a worker tells is no address of a web UI")
    return url.rstrip("/")


def masters(url: str) -> list[tuple[str, int]]:
    """Return the masters that a URL names, such as ``spark://a:7077,b:7077``."""
    found = re.findall(r"(\[[^\]]+\]|[^,/:]+):(\d+)", url.partition("://")[2])
    return [(host, int(port)) for host, port in found]


def _workers(context: Any) -> list[str] | None:
    """Return the URLs of the web UIs of all registered workers; None where no master answers."""
    answers = (_ask(context, host, port) for host, port in masters(str(context.master())))
    return next((found for found in answers if found is not None), None)


@private_api("Spark", PYSPARK, "StandaloneSchedulerBackend.rpcEnv, RequestMasterState")
def _ask(context: Any, host: str, port: int) -> list[str] | None:
    """Ask a master by Spark's own RPC, as its web UI does (deploy/master/ui/MasterPage.scala).

    The answer lacks what changes: which workers are alive, and what is free.
    """
    java, find = gateway.java_class, gateway.find_class
    address = java("org.apache.spark.rpc.RpcAddress")(host, port)
    master = context.schedulerBackend().rpcEnv().setupEndpointRef(address, "Master")
    request = find("org.apache.spark.deploy.DeployMessages$RequestMasterState$")
    duration = java("scala.concurrent.duration.Duration").apply(f"{SECONDS} seconds")
    timeout = java("org.apache.spark.rpc.RpcTimeout")(duration, "Start Spark’s timeout")
    tag = java("scala.reflect.ClassTag").apply(find("java.lang.Object"))
    found = master.askSync(request.getField("MODULE$").get(None), timeout, tag)
    is_alive = found.status().toString() == "ALIVE"
    return [str(it.webUiAddress()) for it in found.workers()] if is_alive else None


def _worker(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cores": int(found["cores"]),
        "cores_used": int(found["coresused"]),
        "memory": int(found["memory"]),
        "memory_used": int(found["memoryused"]),
    }


def _application(found: Mapping[str, Any]) -> dict[str, Any]:
    texts = {key: in_one_line(found[key]) for key in ("id", "name", "user")}
    return {**texts, "cores": int(found["cores"])}
