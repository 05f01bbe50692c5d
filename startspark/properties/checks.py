"""Check a config's Spark properties: their names, values, shell syntax and deploy mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import reference
from .deploy_modes import check_deploy_mode
from .reference import Property
from .shell_syntax import check_shell_syntax
from .suggestions import nearest
from .value_types import spark_text, value_problem
from .warning import PropertyWarning

SPARK_ONLY_PREFIXES = (
    "spark.broadcast.",
    "spark.cores.",
    "spark.driver.",
    "spark.dynamicAllocation.",
    "spark.eventLog.",
    "spark.executor.",
    "spark.locality.",
    "spark.memory.",
    "spark.speculation.",
    "spark.storage.",
    "spark.submit.",
    "spark.task.",
)
"""Prefixes that no plugin or library uses: under them, an unknown name is a mistake."""


def check_properties(data: Mapping[str, Any]) -> Iterator[PropertyWarning]:
    """Yield a warning for each property that Spark will probably not apply as intended.

    Args:
        data: a config's data, before or after rendering: `master` or `remote`, and `conf`.
    """
    for name, value in data.get("conf", {}).items():
        for problem in (_name_problem(name), _value_problem(name, value)):
            if problem:
                yield PropertyWarning(("conf", name), f"`{name}` {problem}")
    yield from check_shell_syntax(data)
    yield from check_deploy_mode(data)


def is_unknown(name: str) -> bool:
    """Return whether a name is a mistake: neither a property of Spark's nor a plugin's."""
    return reference.find_property(name) is None and _name_problem(name) is not None


def is_unreadable(name: str, value: Any) -> bool:
    """Return whether Spark cannot read a value, as far as that is known before it starts."""
    return _value_problem(name, value) is not None


def _name_problem(name: str) -> str | None:
    known = reference.find_property(name)
    if known:
        return release_problem(known)
    if name.startswith(reference.property_prefixes()):
        return None
    near = nearest(name)
    if near:
        return f"is not a Spark property: did you mean `{near}`?"
    if name.startswith(SPARK_ONLY_PREFIXES):
        return f"is not a property of Spark {' or '.join(reference.spark_versions())}"
    return None


def release_problem(known: Property) -> str | None:
    """Return that a property is removed, deprecated or renamed, or None.

    A property that only the newest Spark has is no problem: the config may be for that Spark.
    """
    hint = (
        f": write `{known.replacement}`" if known.replacement else f'. Spark says: "{known.reason}"'
    )
    if known.removed:
        return f"was removed in Spark {known.removed}{hint}"
    if known.deprecated:
        return f"is deprecated since Spark {known.deprecated}{hint}"
    if known.replacement:
        return f"is the old name of `{known.replacement}`"
    if known.last_version:
        newest = reference.spark_versions()[-1]
        return f"is known to Spark {known.last_version}, but no longer to Spark {newest}"
    return None


def _value_problem(name: str, value: Any) -> str | None:
    known, text = reference.find_property(name), spark_text(value)
    return value_problem(known, text) if known and text is not None else None
