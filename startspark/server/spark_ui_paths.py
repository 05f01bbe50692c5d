"""What Spark does where it is asked for a path of its web UI: read, kill, or who knows what."""

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
"""Those of Spark 3.5 and 4, without those of plugins; each has its data at `json` below it, too."""

_READING = {
    *("", "/log", "/metrics/json", "/metrics/prometheus", "/metrics/executors/prometheus"),
    *(f"/{page}" for page in _PAGES),
    *(f"/{page}/json" for page in _PAGES),
}

_READING_BELOW = re.compile(r"/(static|api/v1)(/[\w-][\w.~-]*)+/?", re.ASCII)
"""Static files and the REST API. No segment is one that Spark may see as another, such as `..`."""

_KILLING = {"/jobs/job/kill", "/stages/stage/kill"}


def reads(path: str) -> bool:
    """Whether Spark is known only to read where it is asked for a path by GET.

    Args:
        path: decoded; Spark sees the same (`WebUIHandler.get_client_uri`).
    """
    return path.removesuffix("/") in _READING or bool(_READING_BELOW.fullmatch(path))


def kills(path: str) -> bool:
    """Whether it is where Spark's forms that kill jobs and stages go; no others are posted."""
    return path.removesuffix("/") in _KILLING
