"""Config + parameters -> the Python code that starts Spark. Pure functions."""

from __future__ import annotations

import io
import math
import os
import re
import secrets
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateNotFound,
    Undefined,
)
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path

from .. import text_file
from ..configs.expressions import evaluate, explained, limited, sandbox
from ..errors import ExpressionError, FileError, RenderError

_TEMPLATES = Path(__file__).with_name("templates")


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


def literal(value: Any) -> str:
    """A value as a Python literal, with double quotes where that needs no escapes.

    Args:
        value: a str, bool, int, finite float or None.

    Raises:
        ExpressionError: the value has no literal.
    """
    if isinstance(value, str):
        return _text_literal(str.__str__(value))  # Jinja has kinds of str of its own
    if value is None or isinstance(value, (bool, int)):
        return repr(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    if isinstance(value, Undefined):
        str(value)  # StrictUndefined says which name is missing
    raise ExpressionError(f"gives a {type(value).__name__}, which cannot be written into code")


def _text_literal(text: str) -> str:
    if '"' in text:
        return repr(text)
    # repr takes double quotes for a text that holds a single one and no double one.
    return '"' + repr("'" + text)[2:]


class _Literals:
    """The literals of one rendering, kept apart until the code around them is known.

    A literal inside of somebody's quotes would be cut in two, and its value be code. So each
    waits behind a name of its own, and takes its place only where Python sees that name.
    """

    def __init__(self) -> None:
        self._mark = f"literal_{secrets.token_hex(8)}_"
        self._texts: list[str] = []

    def keep(self, value: Any) -> Code:
        """Keep a value's literal; returns the name that stands for it."""
        if isinstance(value, Code):
            return value
        text = literal(value)
        if self._mark in text:
            raise ExpressionError("makes text of code by a macro, a block or a filter")
        self._texts.append(text)
        return Code(f"{self._mark}{len(self._texts) - 1}_")

    def put_into(self, code: str) -> str:
        """The code with each literal in its place."""
        name = re.compile(rf"{self._mark}(\d+)_")
        for kind, text, (line, _), *_ in _tokens(code):
            alone = kind == tokenize.NAME and name.fullmatch(text)
            if self._mark in text and not alone and kind != tokenize.COMMENT:
                raise ExpressionError(
                    f"has an expression inside of quotes or of a word (line {line}):"
                    " it must stand alone, and brings its own quotes"
                )
        return name.sub(lambda match: self._texts[int(match[1])], code)


def _tokens(code: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.ERRORTOKEN and token.string in ("'", '"'):
                raise tokenize.TokenError("unterminated string")  # Python 3.12 does so itself
            yield token
    except (tokenize.TokenError, SyntaxError) as error:
        raise ExpressionError(f"is no Python: {error.args[0]}") from error


@dataclass(frozen=True)
class Rendered:
    """What a config becomes.

    Attributes:
        code: Python that starts Spark.
        asked: the values that it asks for, by Spark's property; ``{"env": NAME}`` is read in
            the kernel.
    """

    code: str
    asked: dict[str, Any]


def render(
    name: str, data: Mapping[str, Any], folder: Path, context: Mapping[str, Any]
) -> Rendered:
    """Make the code that starts Spark as a config says.

    Args:
        name: the config's.
        data: what the config says.
        folder: where templates of its own are.
        context: what the config's expressions see, the checked parameters among it.

    Raises:
        RenderError: an expression of the config has no value.
    """
    values = {
        **context,
        "name": name,
        **{key: _value((key,), data[key], context) for key in _STRINGS if key in data},
        "conf": {key: _value(("conf", key), value, context) for key, value in _conf(data)},
        "after": _after(data["after"], context) if "after" in data else "",
    }
    if not context.get("notebook") and "notebook" in str(data.get("app_name")):
        values["app_name"] = _without_notebook(values["app_name"]) or name
    return Rendered(_start(data.get("template"), folder, values), _asked(values))


_STRINGS = ("master", "remote", "app_name")


def _start(template: str | None, folder: Path, values: Mapping[str, Any]) -> str:
    """The code, by the config's own template if it has one."""
    if template is None:
        with _blamed():
            return code("start.py.j2", values)
    with _blamed("template"):
        return code(template, values, _Templates(folder))


class _Templates(BaseLoader):
    """The templates in a folder of configs.

    Args:
        folder: the only one of which a file is read, whatever a name or a link says.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """A template's text, and where it is."""
        path = self._folder.joinpath(*split_template_path(template))
        if not os.path.lexists(path):
            raise TemplateNotFound(template)
        try:
            return text_file.read(path, self._folder), str(path), None
        except FileError as error:
            raise ExpressionError(f"names the template {template}, which {error}") from None


def _asked(values: Mapping[str, Any]) -> dict[str, Any]:
    named = {"spark.master": "master", "spark.remote": "remote", "spark.app.name": "app_name"}
    asked = {key: values[name] for key, name in named.items() if name in values}
    return {**asked, **values["conf"]}


def _conf(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    conf: dict[str, Any] = data.get("conf", {})
    return conf.items()


class _Compiled(BytecodeCache):
    """Our own templates, compiled: each text has an environment of its own, which begins anew."""

    def __init__(self) -> None:
        self._by_key: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if its text is the same."""
        if bucket.key in self._by_key:
            bucket.bytecode_from_string(self._by_key[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        self._by_key[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def code(template: str, values: Mapping[str, Any], *loaders: BaseLoader) -> str:
    """What a template for code gives: whatever it puts out becomes a literal.

    Args:
        template: its name.
        loaders: where it is, unless it is one of Start Spark's. Those it may include, as
            ``startspark/start.py.j2``.
    """
    ours = FileSystemLoader(_TEMPLATES)
    literals = _Literals()
    environment = sandbox(
        finalize=literals.keep,
        loader=ChoiceLoader([*loaders, ours, PrefixLoader({"startspark": ours})]),
        # What is constant in others' texts becomes a literal as they are compiled.
        bytecode_cache=None if loaders else _COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["literal"] = literals.keep
    return limited(literals.put_into(environment.get_template(template).render(values)))


@contextmanager
def _blamed(*key: str) -> Iterator[None]:
    """Say in which of the config's values an expression failed; no key: in all of them."""
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


def _without_notebook(app_name: Any) -> str:
    """An application's name without what separates it from a notebook that there is not."""
    return _EMPTY_BRACKETS.sub("", str(app_name)).strip(_SEPARATORS)


_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_SEPARATORS = " \t:;,./|_-–—·"


def _after(text: str, names: Mapping[str, Any]) -> Code:
    with _blamed("after"):
        return Code(code("after", names, DictLoader({"after": text})).strip("\n"))
