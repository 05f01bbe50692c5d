"""Check and evaluate the Jinja expressions in a config's strings."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import ExpressionError
from ..jinja_syntax import has_expression

MACHINE_NAMES = ("user", "cpu_count", "memory", "host", "base_url", "env")
"""The names for expressions that are evaluated before a notebook is known."""

NAMES = ("parameters", "notebook", *MACHINE_NAMES)
"""The names for all other expressions. Jinja's own globals come in addition."""

MAX_CHARACTERS = 1_000_000
"""The longest result that an expression may have."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment whose expressions cannot reach Python's internals."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Prefer a mapping's key to its method: a parameter may have the name `items`."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def sandbox(**options: Any) -> Environment:
    """Return a sandboxed Jinja environment: an undefined name is an error.

    Args:
        options: other options of :class:`jinja2.Environment`.
    """
    return _Sandbox(undefined=StrictUndefined, keep_trailing_newline=True, **options)


_NONE = f"none-{secrets.token_hex(16)}"
"""Stands for `none` among the texts that Jinja puts together."""


def _to_text(value: Any) -> str:
    """Return an expression's result as Spark spells it.

    Raises:
        ExpressionError: the result is neither text nor a number nor a boolean nor none.
    """
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float, Undefined)):
        return str(value)
    raise ExpressionError(f"gives a {type(value).__name__}, but text or a number is needed")


_strings = sandbox(finalize=_to_text)


def check(text: str, known: Collection[str] = NAMES) -> None:
    """Check a Jinja string's syntax and names without evaluating it.

    Args:
        known: the names that the string may use, besides Jinja's own globals.

    Raises:
        ExpressionError: the syntax is wrong, or a name is unknown.
    """
    if not has_expression(text):
        return
    with translate_jinja_errors():
        tree = _strings.parse(text)
        _check_known("filter", _used(tree, nodes.Filter), _strings.filters, known)
        _check_known("test", _used(tree, nodes.Test), _strings.tests, known)
        names = [(name.name, name.ctx) for name in tree.find_all(nodes.Name)]
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        own = {name for name, use in names if use != "load"} | macros
        used = {name for name, use in names if use == "load"} - own
        _check_known("name", used, {*known, *_strings.globals, "loop", "caller"}, known)


def _used(tree: nodes.Template, kind: type[nodes.Filter | nodes.Test]) -> set[str]:
    return {node.name for node in tree.find_all(kind)}


def _check_known(kind: str, used: set[str], known: Collection[str], names: Collection[str]) -> None:
    for name in sorted(used - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(names)}."
        raise ExpressionError(
            f"uses the {kind} `{name}`, which is unknown: {hint}"
            " For braces that are meant for Spark, write {% raw %}{{…}}{% endraw %}."
        )


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """Return a Jinja string's result. A string without Jinja is returned unchanged.

    Args:
        context: the values of the names that the string may use.

    Raises:
        ExpressionError: the string cannot be evaluated, or its result is none or too long.
    """
    result = evaluate_or_none(text, context)
    if result is None:
        raise ExpressionError(_GIVES_NONE)
    return result


def evaluate_or_none(text: str, context: Mapping[str, Any]) -> str | None:
    """Return the same as `evaluate`, or None if the whole string is an expression for `none`.

    Raises:
        ExpressionError: the string cannot be evaluated, or its result is too long.
    """
    if not has_expression(text):
        return text
    with translate_jinja_errors():
        result = limited(_strings.from_string(text).render(context))
    if _NONE in result and result != _NONE:
        raise ExpressionError(_GIVES_NONE)
    return None if result == _NONE else result


_GIVES_NONE = "gives a NoneType, but text or a number is needed"


def limited(text: str) -> str:
    """Check the length of a result, and return it unchanged.

    Raises:
        ExpressionError: it has more than `MAX_CHARACTERS` characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"gives more than {MAX_CHARACTERS:,} characters")
    return text


@contextmanager
def translate_jinja_errors() -> Iterator[None]:
    """Raise an `ExpressionError` for whatever is raised by Jinja inside of this context."""
    try:
        yield
    except ExpressionError:
        raise
    except UndefinedError as error:
        raise ExpressionError(f"uses something that is not defined: {error.message}") from error
    except TemplateNotFound as error:
        raise ExpressionError(
            f"names the template {error.message}, which does not exist"
        ) from error
    except TemplateSyntaxError as error:
        place = f"line {error.lineno} of {error.name}" if error.name else f"line {error.lineno}"
        raise ExpressionError(f"is not valid Jinja: {error.message} ({place})") from error
    except RecursionError as error:
        raise ExpressionError("is nested too deeply") from error
    except MemoryError as error:
        raise ExpressionError("needs too much memory") from error
    # An expression can raise anything: it may divide by zero, or add text to a number.
    except Exception as error:
        raise ExpressionError(f"cannot be evaluated: {error}") from error
