"""Save and restore the notebook's variables that a start replaces, such as `spark` and `sc`."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

NAMES = ("SparkSession", "os", "sc", "spark")
"""What the code of a start binds."""

_saved: dict[str, Any] = {}


def save() -> None:
    """Save the objects that a start is going to replace."""
    restore()
    variables = _variables()
    found = {name: variables[name] for name in NAMES if name in variables}
    _saved.update({name: value for name, value in found.items() if not _is_ours(value)})


def replaced() -> list[dict[str, str]]:
    """Return what the start has replaced: each ``name``, and what it ``was``."""
    variables = _variables()
    return [
        {"name": name, "was": _description(value)}
        for name, value in _saved.items()
        if name in variables and variables[name] is not value and _is_ours(variables[name])
    ]


def restore() -> None:
    """Restore the saved objects, except where the user has bound the name again."""
    variables = _variables()
    for name, value in _saved.items():
        if name in variables and _is_ours(variables[name]):
            variables[name] = value
    _saved.clear()


def delete_session_names() -> None:
    """Delete `spark` and `sc`: a cell then says that they are not defined, not an error of py4j."""
    variables = _variables()
    for name in ("spark", "sc"):
        if _is_session(variables.get(name)):
            del variables[name]


def _variables() -> dict[str, Any]:
    """Return the notebook's variables."""
    return vars(sys.modules["__main__"])


def _is_ours(value: Any) -> bool:
    """Return whether a start has bound it: a session, its context, or what the code imports."""
    return value is os or _is_session(value) or _is_class(value)


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type) and _is_pysparks(value)


def _is_session(value: Any) -> bool:
    kind = type(value)
    return kind.__name__ in ("SparkSession", "SparkContext") and _is_pysparks(kind)


def _is_pysparks(kind: type) -> bool:
    return str(kind.__module__).startswith("pyspark.")


def _description(value: Any) -> str:
    """Return what kind of thing it is, as a part of a sentence."""
    if type(value) is ModuleType:
        return f"the module `{value.__name__}`"
    return f"of type `{type(value).__name__}`"
