"""Read one config file, and check it against schema.json and the rules that JSON Schema lacks."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from ..errors import ConfigError, ExpressionError
from ..kernel.top_level_keys import TOP_LEVEL_KEYS
from . import expressions
from .parameters import schema_problems
from .yaml_reader import Key, Source, parse, read_text

SCHEMA: dict[str, Any] = json.loads(
    Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
)

_validator = Draft202012Validator(SCHEMA)


def read(path: Path, text: str | None = None) -> Source:
    """Read and check a config file.

    The values of `conf` are text as the file spells it, or ``{"env": NAME}``.

    Args:
        path: the config's file.
        text: a text to check instead of the file's.

    Raises:
        ConfigError: the file cannot be read, or is not a valid config.
    """
    source = parse(read_text(path) if text is None else text)
    for key, message in find_errors(source.data):
        raise ConfigError(message, source.line(key))
    for name, value in source.data.get("conf", {}).items():
        if value is not None:
            source.data["conf"][name] = source.spelling.get(("conf", name), value)
    return source


_Finding = tuple[Key, str]


def find_errors(data: dict[str, Any]) -> Iterator[_Finding]:
    """Yield the errors in a config's data, as key and message.

    Only the first is reliable: the later checks rely on data that matches the schema.
    """
    for error in _validator.iter_errors(data):
        yield _describe(error)
    for key, text in _jinja_strings(data):
        try:
            expressions.check(text)
        except ExpressionError as reason:
            yield key, f"`{_dotted(key)}` {reason}"
    for name, schema in data.get("parameters", {}).items():
        for keyword, message in schema_problems(schema):
            yield ("parameters", name, keyword), f"`{keyword}` {message}"
        if schema.get("advanced") and "default" not in schema and "extends" not in data:
            message = "needs a `default`: a start does not ask for the value"
            yield ("parameters", name, "advanced"), f"`advanced` {message}"


def _jinja_strings(data: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    """Yield the strings of a config that may have expressions, with their keys."""
    for name in ("master", "remote", "app_name", "after"):
        if name in data:
            yield (name,), data[name]
    for name, value in data.get("conf", {}).items():
        if isinstance(value, str):
            yield ("conf", name), value


# Messages for errors that the schema finds


def _describe(error: ValidationError) -> _Finding:
    key: Key = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        key = (*key, str(error.instance))
    elif _is_nested(key, error.instance):
        return key, f"`{_dotted(key)}` {_describe_nested(key, error.instance)}"
    elif error.validator == "additionalProperties":
        return _describe_unknown_key(error, key)
    elif error.validator == "not":
        key = (*key, error.validator_value["required"][-1])
    own_message = _describe_list(key, error.instance) or (
        error.schema.get("errorMessage", {}).get(error.validator)
    )
    message = own_message or _MESSAGES.get(error.validator, _default_message)(error)
    return key, f"`{_dotted(key)}` {message}"


def _describe_unknown_key(error: ValidationError, key: Key) -> _Finding:
    known = list(error.schema["properties"])
    name = next(name for name in error.instance if name not in known)
    if not key and name.startswith("spark"):
        return (name,), f"`{name}` {_describe_misplaced(name)}"
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"the keys are {', '.join(known)}"
    return (*key, name), f"`{_dotted((*key, name))}` is not a config key: {hint}"


# Spark properties as people write them in other files


def _describe_misplaced(name: str) -> str:
    """Return what to write for a property at the top level of the file."""
    if name in TOP_LEVEL_KEYS:
        return f"is not a config key: write `{TOP_LEVEL_KEYS[name]}:`"
    return (
        "is not a config key: write Spark's properties below `conf:`, each in one line, such as"
        " `spark.executor.memory: 4g`"
    )


def _is_nested(key: Key, value: Any) -> bool:
    """Return whether a property's value is a block of nested properties."""
    if key[:1] != ("conf",) or len(key) != 2 or not isinstance(value, dict) or not value:
        return False
    return len(value) > 1 or not difflib.get_close_matches(next(iter(value)), ["env"])


def _describe_nested(key: Key, value: Any) -> str:
    name = str(key[-1])
    while isinstance(value, dict) and value:
        word, value = next(iter(value.items()))
        name = f"{name}.{word}"
    return f"is a block, and properties are not nested: write `{_clip(name)}: …` in one line"


def _describe_list(key: Key, value: Any) -> str | None:
    """Return what to write for a property whose value is a list; None for all other values."""
    if key[:1] != ("conf",) or len(key) != 2 or not isinstance(value, list):
        return None
    name = str(key[-1])
    noun, separator = next((it for end, it in _SEPARATORS.items() if name.endswith(end)), _COMMAS)
    return f"is a list: write one text with {noun} between its values, `{name}: a{separator}b`"


_COMMAS = ("commas", ",")
_SEPARATORS = {"JavaOptions": ("spaces", " "), "Path": ("colons", ":")}
"""The separator between several values, by the end of a property's name."""


_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a block of `key: value` lines",
    "array": "a list",
}


def _describe_type(error: ValidationError) -> str:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    message = (
        f"must be {' or '.join(_TYPES[name] for name in names)}, not {_type_name(error.instance)}"
    )
    return message + _hint(names, error.instance)


def _hint(names: list[str], value: Any) -> str:
    """Return the likely fix for a value of the wrong type; empty if none is likely."""
    if names == ["object"] and isinstance(value, str):
        return ": write a colon and a space after each name"
    if names == ["object"] and isinstance(value, list):
        return ": leave the hyphens out"
    if names == ["string"] and isinstance(value, (int, float)):
        return ": put it in quotes"
    return ""


def _type_name(value: Any) -> str:
    """Return the name of a value's type. Messages never show a value, which may be a secret."""
    if value is None:
        return "empty"
    names = (name for name in _TYPES if _validator.is_type(value, name))
    return next((_TYPES[name] for name in names), "something else")


def _default_message(error: ValidationError) -> str:
    return f"is invalid: {_clip(error.message)}"


_MESSAGES: dict[str, Callable[[ValidationError], str]] = {
    "type": _describe_type,
    "required": lambda error: (
        f"needs {' and '.join(f'`{name}`' for name in error.validator_value)}"
    ),
    "enum": lambda error: f"must be one of {', '.join(error.validator_value)}",
    "minLength": lambda error: "must not be empty",
    "maxLength": lambda error: f"must have at most {error.validator_value} characters",
    "minItems": lambda error: "must not be empty",
}


def _clip(text: str, length: int = 200) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _dotted(key: Key) -> str:
    return ".".join(map(str, key))
