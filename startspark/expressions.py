"""Jinja in a config's strings: what an expression may name, and its value."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = ("parameters", "user", "notebook", "cpu_count", "memory", "host", "base_url", "env")
"""What every expression sees, besides Jinja's own globals."""


class ExpressionError(ValueError):
    """A Jinja string that cannot be evaluated, with a sentence that says why."""


def _spell(value: Any) -> Any:
    """Spell true and false as Spark does."""
    return str(value).lower() if isinstance(value, bool) else value


def sandbox(**options: Any) -> ImmutableSandboxedEnvironment:
    """A Jinja environment that cannot reach the server's internals.

    Options are those of :class:`jinja2.Environment`. An unknown name is an error, and the
    last newline is kept.
    """
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, **options
    )


_strings = sandbox(finalize=_spell)


def has_expression(text: str) -> bool:
    """Whether Jinja has anything to do in a text."""
    return any(mark in text for mark in ("{{", "{%", "{#"))


def check(text: str) -> None:
    """Check a Jinja string without evaluating it.

    Raises:
        ExpressionError: the syntax is wrong, or a name is unknown.
    """
    if not has_expression(text):
        return
    try:
        tree = _strings.parse(text)
    except TemplateSyntaxError as error:
        raise ExpressionError(f"is no valid Jinja: {error.message}") from None
    known = {*NAMES, *_strings.globals}
    for name in sorted(meta.find_undeclared_variables(tree) - known):
        raise ExpressionError(_unknown_name(name))


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """The value of a Jinja string; a text without Jinja is returned letter by letter.

    Raises:
        ExpressionError: with a sentence that says what went wrong.
    """
    if not has_expression(text):
        return text
    with explained():
        return _strings.from_string(text).render(context)


@contextmanager
def explained() -> Iterator[None]:
    """Turn whatever goes wrong inside Jinja into an `ExpressionError`."""
    try:
        yield
    except ExpressionError:
        raise
    except UndefinedError as error:
        raise ExpressionError(f"names something that is not there: {error.message}") from error
    except TemplateNotFound as error:
        raise ExpressionError(f"names the template {error.message}, which is not there") from error
    except TemplateSyntaxError as error:
        place = f"line {error.lineno} of {error.name}" if error.name else f"line {error.lineno}"
        raise ExpressionError(f"is no valid Jinja: {error.message} ({place})") from error
    # An expression is a small program: it can divide by zero or add text to a number.
    except Exception as error:
        raise ExpressionError(f"cannot be evaluated: {error}") from error


def _unknown_name(name: str) -> str:
    near = difflib.get_close_matches(name, NAMES, n=1)
    mend = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(NAMES)}."
    return (
        f"names `{name}`, which is not known: {mend} "
        "For braces that Spark shall see, write {% raw %}{{…}}{% endraw %}."
    )
