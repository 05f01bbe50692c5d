"""The environment's variables: what a start changes there, and what pyspark leaves changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Optional

from . import worker_python
from .diagnosis.cause import RESTART, Cause
from .diagnosis.property_origins import Origins
from .effective_conf import asked_text
from .jvm import gateway

MARKS = ("SPARK_CONNECT_MODE_ENABLED", "SPARK_LOCAL_REMOTE")
"""With these pyspark notes that Spark Connect is used, and from then on nothing else can be."""

WRITTEN = (
    *MARKS,
    "SPARK_AUTH_SOCKET_TIMEOUT",
    "SPARK_BUFFER_SIZE",
    "SPARK_CONNECT_AUTHENTICATE_TOKEN",
    "SPARK_REMOTE",
)
"""What pyspark sets, or deletes."""

API_MODES = ("SPARK_API_MODE", "SPARK_CONNECT_MODE")
"""What makes a session of Spark Connect of one with a master, which has no `sc`."""

if TYPE_CHECKING:
    Changes = dict[str, Optional[str]]
    """Values by variable, None where it is not set."""

_given = {it: os.environ[it] for it in MARKS if it in os.environ and gateway.pyspark() is None}
"""The marks that pyspark has not set."""

_before: Changes = {}
_after: Changes = {}


def begin(asked: Mapping[str, Any]) -> None:
    """Change the environment for a start.

    Args:
        asked: the values that the config asks for, by property.
    """
    put_back()
    changes = _changes(asked)
    _before.update({it: os.environ.get(it) for it in {*WRITTEN, *changes}})
    _put(changes)


def settle() -> None:
    """Note how the start has left it: what has another value later, the user has changed."""
    _after.update({it: os.environ.get(it) for it in _before})


def put_back() -> None:
    """Leave the environment as it was found."""
    with left_as_found():
        pass


@contextmanager
def left_as_found() -> Iterator[None]:
    """Stop Spark inside, and leave the environment as it was found."""
    wanted: Changes = {it: os.environ.get(it) for it in WRITTEN}
    wanted.update({it: _given.get(it) for it in MARKS})
    wanted.update({it: value for it, value in _before.items() if _is_ours(it)})
    try:
        yield
    finally:
        _put(wanted)
        _before.clear()
        _after.clear()


def _is_ours(name: str) -> bool:
    """Whether nobody has changed it since the start."""
    return name not in _after or os.environ.get(name) == _after[name]


def of_start(asked: Mapping[str, Any]) -> dict[str, str]:
    """The environment that a start has; the same before and after `begin`.

    Args:
        asked: the values that the config asks for, by property.
    """
    marks: Changes = {it: _given.get(it) for it in MARKS}
    changed = {**os.environ, **marks, **_changes(asked)}
    return {name: value for name, value in changed.items() if value is not None}


def _put(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _changes(asked: Mapping[str, Any]) -> Changes:
    """What has to be otherwise for the config's code to do what it says."""
    changes: Changes = dict(worker_python.variables(asked))
    if "spark.remote" in asked:
        changes["MASTER"] = None  # pyspark refuses one beside the other
    elif "spark.master" in asked:
        changes.update(dict.fromkeys((*MARKS, "SPARK_REMOTE")))
        if "spark.api.mode" not in asked and _makes_connect():
            changes["SPARK_API_MODE"] = "classic"
    return {it: value for it, value in changes.items() if os.environ.get(it) != value}


def _makes_connect() -> bool:
    """Whether a session with a master would be one of Spark Connect."""
    return any(it in os.environ for it in API_MODES) or find_spec("pyspark_connect") is not None


def connects(asked: Mapping[str, Any]) -> bool:
    """Whether the code makes a session of Spark Connect, whose Java only pyspark can launch.

    Args:
        asked: the values that the config asks for, by property.
    """
    mode = asked_text(asked.get("spark.api.mode", ""))
    return "spark.remote" in asked or mode.lower() == "connect"


def cause(origins: Origins) -> Cause | None:
    """That a variable has code of Start Spark's own template make a session without `sc`.

    Args:
        origins: of the start's properties.
    """
    if connects(origins.asked) or "spark.master" in origins.asked:
        return None
    is_set = "SPARK_REMOTE" in os.environ
    if not is_set and os.environ.get("SPARK_API_MODE", "").lower() != "connect":
        return None
    name = "SPARK_REMOTE" if is_set else "SPARK_API_MODE"
    return Cause(
        f"The kernel’s environment sets `{name}`, and the configuration says neither `master` nor"
        " `remote`: Spark Connect would be used, which has no `sc`.",
        "Write one of them into the configuration. Or remove the variable: in a cell with"
        f" `import os; del os.environ['{name}']`, or {RESTART}.",
    )
