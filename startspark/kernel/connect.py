"""What Spark Connect tells of its work, which has no web UI to ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from . import jobs
from .private_api import attempt

FOLLOWED = "_startspark_followed"
"""The attribute that a session has once its work is told."""


def follow(session: Any, tell: Callable[[dict[str, Any]], None]) -> None:
    """Have each operation of a Spark Connect session told as it goes on.

    pyspark 4 says it where the operation was asked for (`registerProgressHandler`), pyspark 3.5
    does not.

    Args:
        session: a Spark Connect session.
        tell: gets ``operation``: its ``id``, the ``cell``'s execution, when it has ``begun`` and
            ``ended``, in milliseconds since 1970, how many tasks are ``running``, and its
            ``stages``.
    """
    if FOLLOWED in vars(session) or not hasattr(session, "registerProgressHandler"):
        return
    setattr(session, FOLLOWED, True)
    jobs.remember_cells()
    begun: dict[str, float] = {}

    def on_progress(**said: Any) -> None:
        # pyspark lets a handler's error end the query.
        attempt(lambda: tell({"operation": _operation(begun, **said)}), None)

    session.registerProgressHandler(on_progress)


def _operation(
    begun: dict[str, float],
    *,
    stages: Any,
    inflight_tasks: int,
    operation_id: str,
    done: bool,
    **_: Any,
) -> dict[str, Any]:
    """What is told of an operation; notes in `begun` when it has, until it is done."""
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


def hurry(session: Any) -> None:
    """Have a session ask its server once only: pyspark 4 asks one that is gone for minutes."""
    if hasattr(session.client, "set_retry_policies"):
        session.client.set_retry_policies([])


def _stage(stage: Any) -> dict[str, Any]:
    return {
        "id": stage.stage_id,
        "tasks": stage.num_tasks,
        "completed": stage.num_completed_tasks,
        "bytes": stage.num_bytes_read,
        "done": stage.done,
    }
