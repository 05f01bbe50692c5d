"""Generate the Python code that starts Spark, from a config and its parameters."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
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
)
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path

from .. import text_file
from ..configs.expressions import (
    evaluate,
    evaluate_or_none,
    limited,
    sandbox,
    translate_jinja_errors,
)
from ..errors import ExpressionError, FileError, RenderError
from ..kernel.top_level_keys import TOP_LEVEL_KEYS
from .literals import Code, Literals

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Rendered:
    """A rendered config.

    Attributes:
        code: the Python code that starts Spark.
        requested_conf: values by property name; ``{"env": NAME}`` is read from the
            kernel's environment.
    """

    code: str
    requested_conf: dict[str, Any]


def render(
    name: str, data: Mapping[str, Any], folder: Path, context: Mapping[str, Any]
) -> Rendered:
    """Generate the code of a config.

    Args:
        name: the config's name.
        data: the config's content.
        folder: the folder of the config's own templates.
        context: the names that the config's expressions see; `parameters` must be checked.

    Raises:
        RenderError: an expression of the config cannot be evaluated.
    """
    values = {
        **context,
        "name": name,
        **{key: _value(key, data[key], context) for key in _STRINGS if key in data},
        "conf": dict(_conf(data.get("conf", {}), context)),
        "after": _after(data["after"], context) if "after" in data else "",
    }
    if not context.get("notebook") and "notebook" in str(data.get("app_name")):
        values["app_name"] = _without_notebook(values["app_name"]) or name
    return Rendered(_start_code(data.get("template"), folder, values), _requested_conf(values))


_STRINGS = ("master", "remote", "app_name")


def _start_code(template: str | None, folder: Path, values: Mapping[str, Any]) -> str:
    """Return the code, from the config's own template if it has one."""
    if template is None:
        with _locate_errors():
            return _render_code("start.py.j2", values)
    with _locate_errors("template"):
        return _render_code(template, values, _FolderLoader(folder))


def _requested_conf(values: Mapping[str, Any]) -> dict[str, Any]:
    requested = {name: values[key] for name, key in TOP_LEVEL_KEYS.items() if key in values}
    return {**requested, **values["conf"]}


class _FolderLoader(BaseLoader):
    """Load the templates of a folder of configs.

    Args:
        folder: no file outside of it is read, whatever a name or a link says.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Return a template's text and path."""
        path = self._folder.joinpath(*split_template_path(template))
        if not os.path.lexists(path):
            raise TemplateNotFound(template)
        try:
            return text_file.read(path, self._folder), str(path), None
        except FileError as error:
            raise ExpressionError(f"names the template {template}, which {error}") from None


class _MemoryCache(BytecodeCache):
    """Keep Start Spark's own templates compiled: each rendering has a new Jinja environment."""

    def __init__(self) -> None:
        self._by_key: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, unless its template has changed."""
        if bucket.key in self._by_key:
            bucket.bytecode_from_string(self._by_key[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket's content."""
        self._by_key[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _MemoryCache()


def _render_code(template: str, values: Mapping[str, Any], *loaders: BaseLoader) -> str:
    """Render a template for code: every value that it outputs becomes a literal.

    Args:
        template: its name.
        loaders: where it is, unless it is one of Start Spark's; it can include those as
            ``startspark/start.py.j2``.
    """
    own = FileSystemLoader(_TEMPLATES)
    literals = Literals()
    environment = sandbox(
        finalize=literals.add,
        loader=ChoiceLoader([*loaders, own, PrefixLoader({"startspark": own})]),
        # Jinja makes literals of a template's constants while it compiles: they hold the names of
        # one rendering. Start Spark's own templates output no constants.
        bytecode_cache=None if loaders else _COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["literal"] = literals.add
    return limited(literals.insert_into(environment.get_template(template).render(values)))


@contextmanager
def _locate_errors(*key: str) -> Iterator[None]:
    """Raise Jinja's errors as RenderErrors of a config's value; without a key, of the config."""
    try:
        with translate_jinja_errors():
            yield
    except ExpressionError as error:
        raise RenderError(str(error), key) from error


def _value(key: str, value: str, names: Mapping[str, Any]) -> str:
    with _locate_errors(key):
        return evaluate(value, names)


def _conf(conf: Mapping[str, Any], names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the properties with their values; an expression for `none` leaves its property out."""
    for name, value in conf.items():
        with _locate_errors("conf", name):
            found = evaluate_or_none(value, names) if isinstance(value, str) else value
        if found is not None:
            yield name, found


def _without_notebook(app_name: Any) -> str:
    """Remove from an application's name what would separate it from the notebook's name."""
    return _EMPTY_BRACKETS.sub("", str(app_name)).strip(_SEPARATORS)


_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_SEPARATORS = " \t:;,./|_-–—·"


def _after(text: str, names: Mapping[str, Any]) -> Code:
    with _locate_errors("after"):
        return Code(_render_code("after", names, DictLoader({"after": text})).strip("\n"))
