"""The user's own objects under the names that a start gives to Spark's."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

NAMES = ("SparkSession", "os", "sc", "spark")
"""What the code of a start binds."""

_kept: dict[str, Any] = {}


def remember() -> None:
    """Keep what a start is going to replace."""
    put_back()
    names = _names()
    _kept.update({it: names[it] for it in NAMES if it in names and not _is_ours(names[it])})


def replaced() -> list[dict[str, str]]:
    """What the start has replaced: each ``name``, and what it ``was``."""
    names = _names()
    return [
        {"name": name, "was": _words(value)}
        for name, value in _kept.items()
        if name in names and names[name] is not value and _is_ours(names[name])
    ]


def put_back() -> None:
    """Give that back, unless something else has the name meanwhile."""
    names = _names()
    for name, value in _kept.items():
        if name in names and _is_ours(names[name]):
            names[name] = value
    _kept.clear()


def forget() -> None:
    """Without them, a cell says that `spark` is not defined, instead of an error of py4j's."""
    names = _names()
    for name in ("spark", "sc"):
        if _is_session(names.get(name)):
            del names[name]


def _names() -> dict[str, Any]:
    """The notebook's."""
    return vars(sys.modules["__main__"])


def _is_ours(value: Any) -> bool:
    """Whether the code of a start has bound it: to a session, its context, or what it imports."""
    return value is os or _is_session(value) or _is_class(value)


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type) and _is_pysparks(value)


def _is_session(value: Any) -> bool:
    kind = type(value)
    return kind.__name__ in ("SparkSession", "SparkContext") and _is_pysparks(kind)


def _is_pysparks(kind: type) -> bool:
    return str(kind.__module__).startswith("pyspark.")


def _words(value: Any) -> str:
    """What kind of thing it is, as a part of a sentence."""
    if type(value) is ModuleType:
        return f"the module `{value.__name__}`"
    return f"of type `{type(value).__name__}`"
