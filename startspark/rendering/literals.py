"""Write values into Python code as literals, so that no value can become code."""

from __future__ import annotations

import io
import math
import re
import secrets
import tokenize
from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined

from ..errors import ExpressionError


class Code:
    """Text that is Python code already; every other value becomes a literal.

    It is not a str: what a template makes of it with a str's methods is a value again.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)


def literal(value: Any) -> str:
    """Return a value as a Python literal, in double quotes where that needs no escapes.

    Args:
        value: a str, bool, int, finite float or None.

    Raises:
        ExpressionError: the value has no literal.
    """
    if isinstance(value, str):
        return _text_literal(str.__str__(value))  # Jinja has subclasses of str
    if value is None or isinstance(value, (bool, int)):
        return repr(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined raises an error with the missing name
    raise ExpressionError(f"gives a {type(value).__name__}, which cannot be written into code")


def _text_literal(text: str) -> str:
    if '"' in text:
        return repr(text)
    # repr uses double quotes for a text with a single quote and without a double one.
    return '"' + repr("'" + text)[2:]


class Literals:
    """The literals of one rendering, kept out of the code until all of it is known.

    A literal inside of a template's quotes would be cut in two, and its value would be code. So
    a random name stands for each literal, and is replaced only where Python sees a name there.
    """

    def __init__(self) -> None:
        self._prefix = f"literal_{secrets.token_hex(8)}_"
        self._texts: list[str] = []

    def add(self, value: Any) -> Code:
        """Keep a value's literal, and return the name that stands for it.

        Raises:
            ExpressionError: the value has no literal, or contains such a name.
        """
        if isinstance(value, Code):
            return value
        text = literal(value)
        if self._prefix in text:
            raise ExpressionError("makes text of code by a macro, a block or a filter")
        self._texts.append(text)
        return Code(f"{self._prefix}{len(self._texts) - 1}_")

    def insert_into(self, code: str) -> str:
        """Return the code with the literals in place of their names.

        Raises:
            ExpressionError: the code is not Python, or a name is part of a string or a word.
        """
        name = re.compile(rf"{self._prefix}(\d+)_")
        for kind, text, (line, _), *_ in _tokens(code):
            alone = kind == tokenize.NAME and name.fullmatch(text)
            if self._prefix in text and not alone and kind != tokenize.COMMENT:
                raise ExpressionError(
                    f"has an expression inside of quotes or of a word (line {line}):"
                    " it must stand alone, and brings its own quotes"
                )
        return name.sub(lambda match: self._texts[int(match[1])], code)


def _tokens(code: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.ERRORTOKEN and token.string in ("'", '"'):
                raise tokenize.TokenError("unterminated string")  # as Python 3.12 does itself
            yield token
    except (tokenize.TokenError, SyntaxError) as error:
        raise ExpressionError(f"is not valid Python: {error.args[0]}") from error
