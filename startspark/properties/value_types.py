"""Check a property's value against its type, as Spark's ConfigBuilder and JavaUtils parse it.

Where Spark 3.5 and Spark 4 differ, a value that either accepts is valid, such as 4GiB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..jinja_syntax import has_expression
from .reference import Property


def spark_text(value: Any) -> str | None:
    """Return a value as the text that Spark gets; None if that is not known before Spark starts.

    Args:
        value: a config's value: text, a number, true or false, or ``{"env": NAME}``. Text may have
            Jinja expressions and Spark's own ``${references}``, which are not evaluated here.
    """
    if value is None or isinstance(value, Mapping):
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return None if has_expression(text) or "${" in text else text


def value_problem(known: Property, text: str) -> str | None:
    """Return which values Spark accepts for a property; None if it accepts this one.

    The message does not repeat the value, which may be a secret in the wrong place.
    """
    trimmed = text.strip(_TRIMMED)
    if known.options and text.lower() not in map(str.lower, known.options):
        return f"must be one of {', '.join(known.options)}"
    if known.type in _TYPES:
        description, is_valid = _TYPES[known.type]
        return None if is_valid(trimmed) else f"must be {description}"
    return None


_TRIMMED = "".join(map(chr, range(33)))
"""The characters that Java's `trim` removes."""


def _matches(pattern: str, flags: int = re.ASCII) -> Callable[[str], bool]:
    compiled = re.compile(pattern, flags)
    return lambda text: compiled.fullmatch(text) is not None


def _whole_number(bits: int) -> Callable[[str], bool]:
    digits = _matches(r"[+-]?\d{1,19}", re.UNICODE)
    return lambda text: digits(text) and -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1)


_TYPES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "boolean": ("true or false", _matches(r"true|false", re.ASCII | re.IGNORECASE)),
    "int": ("a whole number such as 4", _whole_number(32)),
    "long": ("a whole number such as 4", _whole_number(64)),
    "double": (
        "a number such as 0.6",
        _matches(r"[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?|0[xX].+)"),
    ),
    "time": (
        "a time in whole numbers such as 500ms, 30s or 5min",
        _matches(r"-?\d{1,19}(us|ms|s|m|min|h|d)?", re.ASCII | re.IGNORECASE),
    ),
    "heap": (
        "a size in whole numbers with a unit of one letter, such as 512m or 4g",
        _matches(r"\d+[kmgt]", re.ASCII | re.IGNORECASE),
    ),
    "size": (
        "a size in whole numbers such as 512m or 4g",
        _matches(r"-?\d{1,19}(b|[kmgtp](i?b)?)?", re.ASCII | re.IGNORECASE),
    ),
}
