"""A config's parameters: check what the user filled in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import regex
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from ..errors import ParameterError

MATCH_SECONDS = 0.5
"""A pattern can take ages for some text. The server has other things to do."""


def check(rules: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with defaults for those that are not given.

    Args:
        rules: a config's `parameters`.
        given: what the user filled in.

    Raises:
        ParameterError: one is missing, unknown or against its rule.
    """
    defaults = {name: rule["default"] for name, rule in rules.items() if "default" in rule}
    values = {**defaults, **given}
    refusals = {name: "is no parameter of this config" for name in values if name not in rules}
    for name, rule in rules.items():
        why = refusal(rule, values[name]) if name in values else "needs a value"
        if why:
            refusals[name] = why
    if refusals:
        raise ParameterError(refusals)
    return {name: _typed(rule["type"], values[name]) for name, rule in rules.items()}


def refusal(rule: Mapping[str, Any], value: Any) -> str | None:
    """What is wrong with a value, if anything is."""
    if isinstance(value, (int, float)) and not is_finite(value):
        return "must be a finite number"
    for error in _Validator(rule).iter_errors(value):
        limit = error.validator_value
        shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
        return _REFUSALS[error.validator].format(limit=shown)
    return None


def is_finite(number: float) -> bool:
    """Whether a number is one that JSON and JavaScript can hold."""
    try:
        return math.isfinite(number)
    except OverflowError:  # an int beyond all floats
        return False


_REFUSALS = {
    "type": "must be of the type {limit}",
    "enum": "must be one of {limit}",
    "minimum": "must be at least {limit}",
    "maximum": "must be at most {limit}",
    "multipleOf": "must be a multiple of {limit}",
    "minLength": "must have at least {limit} characters",
    "maxLength": "must have at most {limit} characters",
    "pattern": "must match {limit}",
}
"""For each word of JSON Schema that `schema.json` lets a parameter have."""


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if not isinstance(value, str):
        return
    try:
        if not regex.search(pattern, value, timeout=MATCH_SECONDS, concurrent=True):
            yield ValidationError("does not match")
    except TimeoutError:
        yield ValidationError("takes too long to match")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})


def _typed(kind: str, value: Any) -> Any:
    """A number in the type's own spelling: JSON has one kind of number, and 4.0 is an integer."""
    return int(value) if kind == "integer" else value
