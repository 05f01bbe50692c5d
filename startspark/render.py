"""Config + parameters -> the Python code that starts Spark. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, Undefined
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from .expressions import ExpressionError, evaluate, explained, sandbox

if TYPE_CHECKING:
    from .catalog import Config

_TEMPLATES = Path(__file__).with_name("templates")


class ParameterError(ValueError):
    """Parameters that a config refuses.

    Attributes:
        refusals: what is wrong with each refused parameter, by its name.
    """

    def __init__(self, refusals: dict[str, str]) -> None:
        super().__init__("; ".join(f"`{name}` {why}" for name, why in refusals.items()))
        self.refusals = refusals


class RenderError(ValueError):
    """A config that gives no code with these parameters.

    Attributes:
        key: where in the config the reason stands.
    """

    def __init__(self, message: str, key: tuple[str, ...]) -> None:
        super().__init__(f"`{'.'.join(key)}` {message}")
        self.key = key


class Code:
    """Text that is Python already. All other values become literals.

    It is no str: what a template makes of it by a str's methods is a value again.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)


def literal(value: Any) -> Code:
    """A value as a Python literal, with double quotes where that needs no escapes.

    Args:
        value: a str, bool, int, finite float or None.

    Raises:
        ExpressionError: the value has no literal.
    """
    if isinstance(value, Code):
        return value
    if isinstance(value, str):
        return Code(_text_literal(str.__str__(value)))  # Jinja has kinds of str of its own
    if value is None or isinstance(value, (bool, int)):
        return Code(repr(value))
    if isinstance(value, float) and math.isfinite(value):
        return Code(repr(value))
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined says which name is missing
    raise ExpressionError(f"gives a {type(value).__name__}, which cannot be written into code")


def _text_literal(text: str) -> str:
    if '"' in text:
        return repr(text)
    # repr takes double quotes for a text that holds a single one and no double one.
    return '"' + repr("'" + text)[2:]


def render(config: Config, given: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """The code that starts Spark as a config says.

    Args:
        config: a config that is not broken.
        given: the parameters that the user filled in.
        context: what the config's expressions see, besides the parameters.

    Raises:
        ParameterError: the config refuses a parameter.
        RenderError: an expression of the config has no value.
    """
    data = config.data
    names = {**context, "parameters": check_parameters(data.get("parameters", {}), given)}
    values = {
        **names,
        "name": config.name,
        **{key: _value((key,), data[key], names) for key in _STRINGS if key in data},
        "conf": {key: _value(("conf", key), value, names) for key, value in _conf(data)},
        "after": _after(data.get("after", ""), names),
    }
    if "template" not in data:
        return _environment().get_template("start.py.j2").render(values)
    with _blamed("template"):
        own = _environment(config.path.parent)
        return own.get_template(data["template"]).render(values)


_STRINGS = ("master", "remote", "app_name")


def _conf(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    conf: dict[str, Any] = data.get("conf", {})
    return conf.items()


def session_expression(config: str | None = None) -> str:
    """A Python expression for a kernel: what Spark runs there, as `application/json`.

    It leaves no name behind in the kernel's namespace.

    Args:
        config: the config that was started just now, for the kernel to remember.
    """
    source = (_TEMPLATES / "session.py").read_text(encoding="utf-8")
    template = _environment().get_template("session_expression.py.j2")
    return template.render(source=source, config=config).strip()


def _environment(folder: Path | None = None) -> Environment:
    """A Jinja environment for code: whatever a template puts out becomes a literal.

    Args:
        folder: where a config's own template stands. It may include Start Spark's templates,
            as ``startspark/start.py.j2``.
    """
    loader: BaseLoader = FileSystemLoader(_TEMPLATES)
    if folder:
        loader = ChoiceLoader([FileSystemLoader(folder), PrefixLoader({"startspark": loader})])
    environment = sandbox(finalize=literal, loader=loader, trim_blocks=True, lstrip_blocks=True)
    environment.filters["literal"] = literal
    return environment


@contextmanager
def _blamed(*key: str) -> Iterator[None]:
    """Say in which of the config's values an expression failed."""
    try:
        with explained():
            yield
    except ExpressionError as error:
        raise RenderError(str(error), key) from error


def _value(key: tuple[str, ...], value: Any, names: Mapping[str, Any]) -> Any:
    """A string's value; what is read in the kernel (`{env: NAME}`) stays as it is."""
    if not isinstance(value, str):
        return value
    with _blamed(*key):
        return evaluate(value, names)


def _after(text: str, names: Mapping[str, Any]) -> Code:
    with _blamed("after"):
        return Code(_environment().from_string(text).render(names).strip("\n"))


# Parameters


def check_parameters(schema: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with defaults for those that are not given.

    Args:
        schema: a config's `parameters`.
        given: what the user filled in.

    Raises:
        ParameterError: one is missing, unknown or against its rules.
    """
    defaults = {name: rule["default"] for name, rule in schema.items() if "default" in rule}
    values = {**defaults, **given}
    refusals = {name: "is no parameter of this config" for name in values if name not in schema}
    for name, rule in schema.items():
        refusal = _refusal(rule, values[name]) if name in values else "needs a value"
        if refusal:
            refusals[name] = refusal
    if refusals:
        raise ParameterError(refusals)
    return {name: _typed(rule["type"], values[name]) for name, rule in schema.items()}


def _refusal(rule: Mapping[str, Any], value: Any) -> str | None:
    error = best_match(Draft202012Validator(rule).iter_errors(value))
    if error:
        limit = error.validator_value
        shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
        return _REFUSALS[error.validator].format(limit=shown)
    finite = not isinstance(value, float) or math.isfinite(value)
    return None if finite else "must be a finite number"


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
"""For each word of JSON Schema that `config.schema.json` lets a parameter have."""


def _typed(kind: str, value: Any) -> Any:
    """A number in the type's own spelling: JSON has one kind of number, and 4.0 is an integer."""
    return int(value) if kind == "integer" else value
