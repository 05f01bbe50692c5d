"""Jinja in a config's strings: what an expression may name, and its value."""

from __future__ import annotations

import difflib
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
"""What an expression sees that is evaluated before a notebook is known."""

NAMES = ("parameters", "notebook", *MACHINE_NAMES)
"""What every other expression sees, besides Jinja's own globals."""

MAX_CHARACTERS = 1_000_000
"""What a Jinja string may give at most."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment that cannot reach the server's internals."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A parameter may have a dict's method's name, such as `items`."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def sandbox(**options: Any) -> Environment:
    """A Jinja environment that cannot reach the server's internals.

    Options are those of :class:`jinja2.Environment`. An unknown name is an error, and the
    last newline is kept.
    """
    return _Sandbox(undefined=StrictUndefined, keep_trailing_newline=True, **options)


def _spell(value: Any) -> str:
    """Spell a value as Spark does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float, Undefined)):
        return str(value)
    raise ExpressionError(f"gives a {type(value).__name__}, where text or a number belongs")


_strings = sandbox(finalize=_spell)


def check(text: str, known: Collection[str] = NAMES) -> None:
    """Check a Jinja string without evaluating it.

    Args:
        known: the names that it sees, besides Jinja's own globals.

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
        mend = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(names)}."
        raise ExpressionError(
            f"uses the {kind} `{name}`, which is unknown: {mend}"
            " For braces that Spark shall see, write {% raw %}{{…}}{% endraw %}."
        )


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """The value of a Jinja string; a text without Jinja is returned letter by letter.

    Raises:
        ExpressionError: with a sentence that says what went wrong.
    """
    if not has_expression(text):
        return text
    with translate_jinja_errors():
        return limited(_strings.from_string(text).render(context))


def limited(text: str) -> str:
    """The text, unless it is longer than any that a person would want.

    Raises:
        ExpressionError: it is.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"gives more than {MAX_CHARACTERS:,} characters")
    return text


@contextmanager
def translate_jinja_errors() -> Iterator[None]:
    """Turn whatever goes wrong inside Jinja into an `ExpressionError`."""
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
    # An expression is a small program: it can divide by zero or add text to a number.
    except Exception as error:
        raise ExpressionError(f"cannot be evaluated: {error}") from error
