"""A config's parameters: resolve their schemas for this machine, and check the user's values."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import regex
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from ..errors import ExpressionError, ParameterError, RenderError
from ..jinja_syntax import has_expression
from . import expressions

KEYWORDS = ("default", "minimum", "maximum", "multipleOf")
"""The keywords of a parameter's schema whose values may be expressions."""

MATCH_SECONDS = 0.5
"""The time limit for a `pattern`: some patterns take ages on some text."""

Schema = Mapping[str, Any]
"""A parameter's schema: the part of JSON Schema that schema.json allows."""

ParameterKeyword = tuple[str, str]
"""A parameter's name, and a keyword of its schema."""


# The user's values


def check(schemas: Mapping[str, Schema], given: Mapping[str, Any]) -> dict[str, Any]:
    """Check values against their schemas, and return them with the defaults of the others.

    Args:
        schemas: the parameters' schemas by name, resolved for this machine.
        given: the values that the user filled in.

    Raises:
        ParameterError: a value is missing, invalid, or of an unknown parameter.
    """
    defaults = {name: schema["default"] for name, schema in schemas.items() if "default" in schema}
    values = {**defaults, **given}
    errors = {name: "is not a parameter of this config" for name in values if name not in schemas}
    for name, schema in schemas.items():
        problem = value_problem(schema, values[name]) if name in values else "needs a value"
        if problem:
            errors[name] = problem
    if errors:
        raise ParameterError(errors)
    return {name: _typed(schema["type"], values[name]) for name, schema in schemas.items()}


def value_problem(schema: Schema, value: Any) -> str | None:
    """Return why a value does not match a schema, as the end of a sentence; None if it does."""
    if isinstance(value, (int, float)) and not _is_finite(value):
        return "must be a finite number"
    for error in _Validator(schema).iter_errors(value):
        limit = error.validator_value
        shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
        return _MESSAGES[error.validator].format(limit=shown)
    return None


def _is_finite(number: float) -> bool:
    """Return whether JSON and JavaScript can represent a number."""
    try:
        return math.isfinite(number)
    except OverflowError:  # an int beyond all floats
        return False


_MESSAGES = {
    "type": "must be of the type {limit}",
    "enum": "must be one of {limit}",
    "minimum": "must be at least {limit}",
    "maximum": "must be at most {limit}",
    "multipleOf": "must be a multiple of {limit}",
    "minLength": "must have at least {limit} characters",
    "maxLength": "must have at most {limit} characters",
    "pattern": "must match {limit}",
}
"""A message for each keyword that schema.json allows in a parameter."""


def _check_pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if not isinstance(value, str):
        return
    try:
        if not regex.search(pattern, value, timeout=MATCH_SECONDS, concurrent=True):
            yield ValidationError("does not match")
    except TimeoutError:
        yield ValidationError("takes too long to match")


_Validator = extend(Draft202012Validator, {"pattern": _check_pattern})


def _typed(kind: str, value: Any) -> Any:
    """Return an integer as an int: JSON has one type of number, in which 4.0 is an integer."""
    return int(value) if kind == "integer" else value


# Schemas that depend on the machine


def schema_expressions(schemas: Mapping[str, Schema]) -> dict[ParameterKeyword, str]:
    """Return the expressions in parameters' schemas, which depend on the machine."""
    return {
        (name, keyword): text
        for name, schema in schemas.items()
        for keyword, text in _expressions(schema).items()
    }


def _expressions(schema: Schema) -> dict[str, str]:
    texts = {word: schema[word] for word in KEYWORDS if isinstance(schema.get(word), str)}
    return {keyword: text for keyword, text in texts.items() if has_expression(text)}


def resolve_schemas(
    schemas: Mapping[str, Schema], results: Mapping[ParameterKeyword, str]
) -> dict[str, dict[str, Any]]:
    """Return parameters' schemas with the results of their expressions.

    Args:
        schemas: the schemas by parameter.
        results: the result of each of `schema_expressions` on this machine.

    Raises:
        RenderError: a result has the wrong type, or contradicts the rest of its schema.
    """
    resolved = {name: dict(schema) for name, schema in schemas.items()}
    for (name, keyword), text in results.items():
        resolved[name][keyword] = _parse_result(resolved[name], (name, keyword), text)
    for name, _ in results:
        for keyword, message in schema_problems(resolved[name]):
            raise RenderError(message, ("parameters", name, keyword))
    return resolved


def _parse_result(schema: Schema, place: ParameterKeyword, text: str) -> Any:
    """Return an expression's result in the type that its keyword needs."""
    wanted = schema["type"] if place[1] == "default" else "number"
    if wanted == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        reason = f"gives `{text:.100}`, but the type {wanted} is needed"
        raise RenderError(reason, ("parameters", *place)) from None


# Mistakes in a schema


def schema_problems(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield the mistakes in a parameter's schema, as keyword and message.

    Expressions are checked for their syntax and names only.
    """
    unresolved = _expressions(schema)
    for keyword, text in unresolved.items():
        try:
            expressions.check(text, expressions.MACHINE_NAMES)
        except ExpressionError as error:
            yield keyword, str(error)
    yield from _contradictions({it: schema[it] for it in schema if it not in unresolved})


def _contradictions(schema: Schema) -> Iterator[tuple[str, str]]:
    for keyword, value in schema.items():
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, (int, float)) and not _is_finite(number):
                yield keyword, "is too large a number"
        if keyword in KEYWORDS[1:] and type(value) not in (int, float):
            yield keyword, 'must be a number, or an expression such as "{{ cpu_count }}"'
    if schema.get("multipleOf", 1) <= 0:
        yield "multipleOf", "must be more than 0"
    try:
        regex.compile(schema.get("pattern", ""))
    except (regex.error, OverflowError, RecursionError) as error:
        yield "pattern", f"is not a regular expression: {error}"
    for keyword, value in _own_values(schema):
        problem = value_problem(schema, value)
        if problem:
            yield keyword, f"does not match the parameter's other keys: {problem:.200}"


def _own_values(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield the values that a schema itself gives to its parameter, with their keywords."""
    if "default" in schema:
        yield "default", schema["default"]
    for choice in schema.get("enum", ()):
        yield "enum", choice
