"""Parse ``PARAMETER=VALUE`` arguments of the CLI and the magics, and suggest similar names."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SelectionError


def parse_parameters(
    schemas: Mapping[str, Mapping[str, Any]], assignments: Iterable[str]
) -> dict[str, Any]:
    """Return the values of parameters, in the types of their schemas where possible.

    Args:
        schemas: the schemas of a config's parameters, by name.
        assignments: texts such as ``executors=8``.

    Raises:
        SelectionError: a text is not an assignment, or there is no such parameter.
    """
    values = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise SelectionError(f"`{assignment}` is not an assignment: write {assignment}=VALUE")
        if name not in schemas:
            raise SelectionError(f"there is no parameter `{name}`: {suggest(name, schemas)}")
        values[name] = _parse(schemas[name]["type"], text)
    return values


def _parse(kind: str, text: str) -> Any:
    """Return a text as a value of a type; unchanged if it is not one, for the schema to refuse."""
    if kind == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def suggest(name: str, known: Iterable[str]) -> str:
    """Return the known names that are similar to a misspelt one, as the end of a sentence."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there are {', '.join(known)}" if known else "there is none"
