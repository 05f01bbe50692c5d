"""Read one config file and check what it says."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from ..errors import ConfigError, ExpressionError
from . import expressions
from .parameters import schema_problems
from .yaml_reader import Key, Source, parse, read_text

SCHEMA: dict[str, Any] = json.loads(
    Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
)

_validator = Draft202012Validator(SCHEMA)


def read(path: Path, text: str | None = None) -> Source:
    """Read and check a config file.

    The values of `conf` come as they are spelt in the file, or as ``{"env": NAME}``.

    Args:
        text: what is checked instead of what the file says.

    Raises:
        ConfigError: the file cannot be read, or says something that a config cannot say.
    """
    source = parse(read_text(path) if text is None else text)
    for key, sentence in find_errors(source.data):
        raise ConfigError(sentence, source.line(key))
    for name, value in source.data.get("conf", {}).items():
        if value is not None:
            source.data["conf"][name] = source.spelling.get(("conf", name), value)
    return source


_Problem = tuple[Key, str]


def find_errors(data: dict[str, Any]) -> Iterator[_Problem]:
    """What is wrong with what a config says, and where; only the first is sure to be."""
    # The schema's view first: the later checks rely on it.
    for refusal in _validator.iter_errors(data):
        yield _schema_problem(refusal)
    for key, text in _jinja_strings(data):
        try:
            expressions.check(text)
        except ExpressionError as error:
            yield key, f"`{_dotted(key)}` {error}"
    for name, rule in data.get("parameters", {}).items():
        for word, sentence in schema_problems(rule):
            yield ("parameters", name, word), f"`{word}` {sentence}"


def _jinja_strings(data: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    for name in ("master", "remote", "app_name", "after"):
        if name in data:
            yield (name,), data[name]
    for name, value in data.get("conf", {}).items():
        if isinstance(value, str):
            yield ("conf", name), value


# Sentences for what the schema refuses


def _schema_problem(error: ValidationError) -> _Problem:
    key: Key = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        key = (*key, str(error.instance))
    elif _is_nested(key, error.instance):
        return key, f"`{_dotted(key)}` {_nested(key, error.instance)}"
    elif error.validator == "additionalProperties":
        return _unknown_key(error, key)
    elif error.validator == "not":
        key = (*key, error.validator_value["required"][-1])
    own_words = _list_words(key, error.instance) or (
        error.schema.get("errorMessage", {}).get(error.validator)
    )
    sentence = own_words or _SENTENCES.get(error.validator, _plain)(error)
    return key, f"`{_dotted(key)}` {sentence}"


def _unknown_key(error: ValidationError, key: Key) -> _Problem:
    known = list(error.schema["properties"])
    name = next(name for name in error.instance if name not in known)
    if not key and name.startswith("spark"):
        return (name,), f"`{name}` {_misplaced_property(name)}"
    near = difflib.get_close_matches(name, known, n=1)
    mend = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
    return (*key, name), f"`{_dotted((*key, name))}` is no key of a config: {mend}"


# Spark's properties, as people write them elsewhere


_TOP = {"spark.master": "master", "spark.remote": "remote", "spark.app.name": "app_name"}


def _misplaced_property(name: str) -> str:
    """What to write for a property that stands at the top."""
    if name in _TOP:
        return f"is no key of a config: write `{_TOP[name]}:`"
    return (
        "is no key of a config: write Spark's properties below `conf:`, each in one line, such as"
        " `spark.executor.memory: 4g`"
    )


def _is_nested(key: Key, value: Any) -> bool:
    """Whether a property's value is a block of further properties."""
    if key[:1] != ("conf",) or len(key) != 2 or not isinstance(value, dict) or not value:
        return False
    return len(value) > 1 or not difflib.get_close_matches(next(iter(value)), ["env"])


def _nested(key: Key, value: Any) -> str:
    name = str(key[-1])
    while isinstance(value, dict) and value:
        word, value = next(iter(value.items()))
        name = f"{name}.{word}"
    return f"is a block, and properties are not nested: write `{_clip(name)}: …` in one line"


def _list_words(key: Key, value: Any) -> str | None:
    """What to write for a property whose value is a list."""
    if key[:1] != ("conf",) or len(key) != 2 or not isinstance(value, list):
        return None
    name = str(key[-1])
    sign, mark = next((it for end, it in _SEPARATORS.items() if name.endswith(end)), _COMMAS)
    return f"is a list: write one text with {sign} between its values, `{name}: a{mark}b`"


_COMMAS = ("commas", ",")
_SEPARATORS = {"JavaOptions": ("spaces", " "), "Path": ("colons", ":")}
"""What stands between several values, by how a property's name ends."""


_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a block of `key: value` lines",
    "array": "a list",
}


def _wrong_type(error: ValidationError) -> str:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    words = f"must be {' or '.join(_TYPES[name] for name in names)}, not {_kind(error.instance)}"
    return words + _mend(names, error.instance)


def _mend(names: list[str], value: Any) -> str:
    """What is most likely missing where a value has a wrong type."""
    if names == ["object"] and isinstance(value, str):
        return ": write a colon and a space behind each name"
    if names == ["object"] and isinstance(value, list):
        return ": leave the hyphens out"
    if names == ["string"] and isinstance(value, (int, float)):
        return ": put it into quotes"
    return ""


def _kind(value: Any) -> str:
    """What sort of value it is; never the value, which could be a secret in the wrong place."""
    if value is None:
        return "empty"
    names = (name for name in _TYPES if _validator.is_type(value, name))
    return next((_TYPES[name] for name in names), "something else")


def _plain(error: ValidationError) -> str:
    return f"is refused: {_clip(error.message)}"


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _wrong_type,
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
