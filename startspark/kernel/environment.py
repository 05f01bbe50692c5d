"""Change the kernel's environment variables for a start, and restore them after it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Optional

from . import gateway, worker_python
from .effective_conf import conf_text

MARKS = ("SPARK_CONNECT_MODE_ENABLED", "SPARK_LOCAL_REMOTE")
"""Set by pyspark once Spark Connect is used; from then on it starts nothing else."""

WRITTEN = (
    *MARKS,
    "SPARK_AUTH_SOCKET_TIMEOUT",
    "SPARK_BUFFER_SIZE",
    "SPARK_CONNECT_AUTHENTICATE_TOKEN",
    "SPARK_REMOTE",
)
"""What pyspark sets, or deletes."""

API_MODES = ("SPARK_API_MODE", "SPARK_CONNECT_MODE")
"""Variables with which a session with a master is one of Spark Connect, which has no `sc`."""

if TYPE_CHECKING:
    Changes = dict[str, Optional[str]]
    """Values by variable, None where it is not set."""

_initial_marks = {
    it: os.environ[it] for it in MARKS if it in os.environ and gateway.pyspark() is None
}
"""The marks that the kernel was started with, which pyspark has not set."""

_before: Changes = {}
_after: Changes = {}


def apply(requested_conf: Mapping[str, Any]) -> None:
    """Change the environment for a start.

    Args:
        requested_conf: the configuration's properties, by name.
    """
    restore()
    changes = _changes(requested_conf)
    _before.update({it: os.environ.get(it) for it in {*WRITTEN, *changes}})
    _put(changes)


def note_after_start() -> None:
    """Note the values after the start: what has another value later, the user has changed."""
    _after.update({it: os.environ.get(it) for it in _before})


def restore() -> None:
    """Restore the environment as the last start has found it."""
    with restored_afterwards():
        pass


@contextmanager
def restored_afterwards() -> Iterator[None]:
    """Restore the environment at the end of a context in which Spark is stopped."""
    wanted: Changes = {it: os.environ.get(it) for it in WRITTEN}
    wanted.update({it: _initial_marks.get(it) for it in MARKS})
    wanted.update({it: value for it, value in _before.items() if _is_unchanged(it)})
    try:
        yield
    finally:
        _put(wanted)
        _before.clear()
        _after.clear()


def _is_unchanged(name: str) -> bool:
    """Return whether nobody has changed a variable since the start."""
    return name not in _after or os.environ.get(name) == _after[name]


def start_environment(requested_conf: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment that a start has; the same before and after `apply`.

    Args:
        requested_conf: the configuration's properties, by name.
    """
    marks: Changes = {it: _initial_marks.get(it) for it in MARKS}
    changed = {**os.environ, **marks, **_changes(requested_conf)}
    return {name: value for name, value in changed.items() if value is not None}


def _put(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _changes(requested_conf: Mapping[str, Any]) -> Changes:
    """Return the changes without which the config's code would not do what it says."""
    changes: Changes = dict(worker_python.variables(requested_conf))
    if "spark.remote" in requested_conf:
        changes["MASTER"] = None  # pyspark refuses a master beside a server
    elif "spark.master" in requested_conf:
        changes.update(dict.fromkeys((*MARKS, "SPARK_REMOTE")))
        if "spark.api.mode" not in requested_conf and _defaults_to_connect():
            changes["SPARK_API_MODE"] = "classic"
    return {it: value for it, value in changes.items() if os.environ.get(it) != value}


def _defaults_to_connect() -> bool:
    """Return whether a session with a master would be one of Spark Connect."""
    return any(it in os.environ for it in API_MODES) or find_spec("pyspark_connect") is not None


def uses_spark_connect(requested_conf: Mapping[str, Any]) -> bool:
    """Return whether the code makes a session of Spark Connect, whose JVM only pyspark launches.

    Args:
        requested_conf: the configuration's properties, by name.
    """
    mode = conf_text(requested_conf.get("spark.api.mode", ""))
    return "spark.remote" in requested_conf or mode.lower() == "connect"
