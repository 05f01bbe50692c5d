"""Classify paths of Spark's web UI: read-only ones, and those that kill a job or a stage."""

from __future__ import annotations

import re

_PAGES = (
    *("jobs", "jobs/job", "stages", "stages/stage", "stages/pool", "stages/taskThreadDump"),
    *("storage", "storage/rdd", "environment", "logs"),
    *("executors", "executors/threadDump", "executors/heapHistogram"),
    *("SQL", "SQL/execution", "StreamingQuery", "StreamingQuery/statistics"),
    *("streaming", "streaming/batch", "connect", "connect/session"),
    *("sqlserver", "sqlserver/session"),
)
"""The pages of Spark 3.5 and 4, without those of plugins; each also has a path `json` below it."""

_READ_ONLY = {
    *("", "/log", "/metrics/json", "/metrics/prometheus", "/metrics/executors/prometheus"),
    *(f"/{page}" for page in _PAGES),
    *(f"/{page}/json" for page in _PAGES),
}

_READ_ONLY_TREES = re.compile(r"/(static|api/v1)(/[\w-][\w.~-]*)+/?", re.ASCII)
"""Static files and the REST API. No segment can be one that Spark normalizes, such as `..`."""

_KILLS = {"/jobs/job/kill", "/stages/stage/kill"}


def is_read_only(path: str) -> bool:
    """Return whether a GET of this path is known to change nothing in Spark.

    Args:
        path: the decoded path, as Spark gets it (`WebUIHandler.get_client_uri`).
    """
    return path.removesuffix("/") in _READ_ONLY or bool(_READ_ONLY_TREES.fullmatch(path))


def is_kill(path: str) -> bool:
    """Return whether Spark's forms that kill a job or a stage post to this path."""
    return path.removesuffix("/") in _KILLS
