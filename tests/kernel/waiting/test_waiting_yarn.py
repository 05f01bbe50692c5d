"""What a ResourceManager's REST API says about executors that do not come.

The replies have the form of Hadoop 3.3's page "ResourceManager REST API's".
"""

from __future__ import annotations

import getpass
from typing import Any

from startspark.kernel.waiting.demand import Demand
from startspark.kernel.waiting.yarn import explain

DIAGNOSTICS = (
    "[Fri Nov 27 04:00:00 +0000 2026] Application is added to the scheduler and is not yet"
    " activated. Queue's AM resource limit exceeded.  Details : AM Partition = <DEFAULT_PARTITION>;"
    " AM Resource Request = <memory:1024, vCores:1>; Queue Resource Limit for AM = <memory:1024,"
    " vCores:1>; User AM Resource Limit of the queue = <memory:1024, vCores:1>; Queue AM Resource"
    " Usage = <memory:1024, vCores:1>; "
)


def app(state: str, started: int = 1, **other: Any) -> dict[str, Any]:
    return {
        "id": f"application_1795000000000_{started:04}",
        "user": getpass.getuser(),
        "name": "stars.ipynb",
        "queue": "astro",
        "state": state,
        "finalStatus": "UNDEFINED",
        "startedTime": started,
        "diagnostics": "",
        **other,
    }


def replies(
    *apps: dict[str, Any], nodes: int = 3, memory: int = 8192, cores: int = 8, used: float = 10.0
) -> dict[str, Any]:
    metrics = {"activeNodes": nodes, "availableMB": memory, "availableVirtualCores": cores}
    astro = {"queueName": "astro", "absoluteUsedCapacity": used, "absoluteMaxCapacity": 50.0}
    parent = {"queueName": "science", "queues": {"queue": [astro]}}
    root = {"type": "capacityScheduler", "queueName": "root", "queues": {"queue": [parent]}}
    return {
        "apps": {"apps": {"app": list(apps)} if apps else None},
        "metrics": {"clusterMetrics": metrics},
        "scheduler": {"scheduler": {"schedulerInfo": root}},
    }


def said(answers: dict[str, Any], demand: Demand = Demand(2048, 2)) -> str | None:  # noqa: B008
    found = explain(lambda path: answers[path.partition("?")[0]], "stars.ipynb", demand)
    return found and found.sentence


def test_an_application_that_is_accepted_and_does_not_run() -> None:
    assert said(replies(app("ACCEPTED", diagnostics=DIAGNOSTICS))) == (
        "The application waits in YARN’s queue `astro` (accepted): [Fri Nov 27"
        " 04:00:00 +0000 2026] Application is added to the scheduler and is not yet activated."
        " Queue's AM resource limit exceeded."
    )
    assert said(replies(app("SUBMITTED"))).endswith("`astro` (submitted).")


def test_a_full_queue() -> None:
    assert said(replies(app("RUNNING"), used=49.5)) == (
        "YARN’s queue `astro` is full: it uses 50% of the cluster, and may use 50%."
    )


def test_a_full_cluster() -> None:
    assert said(replies(app("RUNNING"), memory=512)) == (
        "YARN’s cluster has 512 MiB of memory and 8 cores free, but each executor requests"
        " 2 GiB and 2 cores."
    )
    assert said(replies(app("RUNNING"), nodes=0)) == "YARN has no active node."


def test_the_newest_of_the_users_applications_with_that_name_counts() -> None:
    old, new = app("ACCEPTED", 1), app("RUNNING", 2)
    assert said(replies(new, old, app("ACCEPTED", 3, name="other"))) is None
    assert said(replies()) is None
