"""What a person has typed: a config's name, and parameters as ``key=value``."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SelectionError


def parameters(
    rules: Mapping[str, Mapping[str, Any]], assignments: Iterable[str]
) -> dict[str, Any]:
    """The values of parameters, in their types.

    Args:
        rules: those of a config's parameters.
        assignments: such as ``executors=8``.

    Raises:
        SelectionError: one is no assignment, or of no parameter.
    """
    values = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise SelectionError(f"`{assignment}` is no parameter: write {assignment}=VALUE")
        if name not in rules:
            raise SelectionError(f"there is no parameter `{name}`: {nearest(name, rules)}")
        values[name] = _value(rules[name]["type"], text)
    return values


def _value(kind: str, text: str) -> Any:
    """A text in the type that is wanted; what it is not, the rule refuses."""
    if kind == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def nearest(name: str, known: Iterable[str]) -> str:
    """Which names somebody may have meant, as the end of a sentence."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there are {', '.join(known)}" if known else "there is none"
