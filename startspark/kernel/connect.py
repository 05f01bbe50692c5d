"""Publish the progress of a Spark Connect session's operations, as it has no web UI to query."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import jobs
from .private_api import PYSPARK, private_api

FOLLOWED = "_startspark_followed"
"""The attribute that a session has once its operations are published."""

if TYPE_CHECKING:
    Publish = Callable[[dict[str, Any]], object]


@private_api("pyspark", PYSPARK, "SparkSession.registerProgressHandler")
def follow(session: Any, publish: Publish) -> None:
    """Publish each operation of a Spark Connect session as it goes on.

    pyspark 4 reports it in the thread that asked for the operation (`registerProgressHandler`),
    pyspark 3.5 does not.

    Args:
        session: a Spark Connect session.
        publish: gets ``operation``: its ``id``, the ``cell``'s execution, when it has ``begun``
            and ``ended``, in milliseconds since 1970, how many tasks are ``running``, and its
            ``stages``.
    """
    if FOLLOWED in vars(session) or not hasattr(session, "registerProgressHandler"):
        return
    setattr(session, FOLLOWED, True)
    jobs.remember_cells()
    begun: dict[str, float] = {}
    session.registerProgressHandler(lambda **report: _publish(publish, begun, report))


@private_api("pyspark", PYSPARK, "the arguments of a progress handler")
def _publish(publish: Publish, begun: dict[str, float], report: dict[str, Any]) -> None:
    """Publish a report; pyspark would let an error of its handler end the query."""
    publish({"operation": _operation(begun, **report)})


def _operation(
    begun: dict[str, float],
    *,
    stages: Any,
    inflight_tasks: int,
    operation_id: str,
    done: bool,
    **_: Any,
) -> dict[str, Any]:
    """Describe an operation; `begun` has its time of begin until it is done."""
    now = time.time() * 1000
    since = begun.pop(operation_id, now) if done else begun.setdefault(operation_id, now)
    return {
        "id": operation_id,
        "cell": jobs.cell(),
        "begun": since,
        "ended": now if done else None,
        "running": inflight_tasks,
        "stages": [_stage(stage) for stage in stages or ()],
    }


def _stage(stage: Any) -> dict[str, Any]:
    return {
        "id": stage.stage_id,
        "tasks": stage.num_tasks,
        "completed": stage.num_completed_tasks,
        "bytes": stage.num_bytes_read,
        "done": stage.done,
    }


@private_api("pyspark", PYSPARK, "SparkSession.client.set_retry_policies")
def disable_retries(session: Any) -> None:
    """Disable a session's retries: pyspark 4 would retry a lost server for minutes."""
    if hasattr(session.client, "set_retry_policies"):
        session.client.set_retry_policies([])
