"""Read a YAML file into plain data and the line of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Union

import yaml

from .. import text_file
from ..errors import ConfigError, FileError
from . import yaml_hints

SUFFIXES = (".yaml", ".yml")
"""The suffixes of config files."""

MAX_DEPTH = 20

MAX_VALUES = 10_000

Key = tuple[Union[str, int], ...]
"""The path to a value, such as ``("conf", "spark.executor.memory")``."""


@dataclass(frozen=True)
class Source:
    """The content of a YAML file.

    Attributes:
        data: the content as plain Python data.
        lines: the line of each value, counted from 1.
        spelling: the text of each scalar: as a number, 3.10 would be 3.1.
    """

    data: dict[str, Any]
    lines: dict[Key, int]
    spelling: dict[Key, str]

    def line(self, key: Key) -> int | None:
        """Return the line of a value, or else of the innermost value around it that has one."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key)


def read_text(path: Path) -> str:
    """Return the text of a config file, which can be a link to another folder's config file.

    Raises:
        ConfigError: it is not a regular file, or cannot be read.
    """
    try:
        return text_file.read(path, path.parent, link_suffixes=SUFFIXES)
    except FileError as error:
        raise ConfigError(str(error), error.line) from None


def parse(text: str) -> Source:
    """Parse a YAML text.

    Raises:
        ConfigError: it is not YAML, or is not a mapping, or holds what no config needs.
    """
    root = _compose(text)
    lines, spelling = {}, {}
    for count, (key, node, line) in enumerate(_walk((), root, _line_of(root))):
        if count == MAX_VALUES:
            raise ConfigError(f"holds more than {MAX_VALUES:,} values: a config is a page of text")
        lines[key] = line
        if isinstance(node, yaml.ScalarNode):
            spelling[key] = node.value
    return Source(_construct(root), lines, spelling)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Load plain scalars as JSON does, and all others as text.

    YAML 1.1 would load `off` as false, `1:30` as 90 and `2024-01-01` as a date.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", "-0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )


class _Dumper(yaml.SafeDumper):
    """Write texts in quotes where `parse` would not read them as text."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if text == _MERGE_KEY or yaml_hints.explain_invisible(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(data: Mapping[str, Any]) -> str:
    """Return a YAML text that `parse` reads as `data`."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def _compose(text: str) -> yaml.MappingNode:
    try:
        _check_events(text)
        root = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        raise ConfigError(*yaml_hints.explain_error(text, error)) from None
    if isinstance(root, yaml.SequenceNode):
        raise ConfigError(yaml_hints.LIST, _line_of(root))
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(*yaml_hints.explain_plain_text(text))
    return root


def _check_events(text: str) -> None:
    """Refuse what no config needs, before anything is built from it.

    libyaml's composer would overrun the stack on deep nesting, a tag can ask for any type, and
    aliases can make a small file endless.
    """
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ConfigError(
                f"is nested deeper than {MAX_DEPTH} levels: a config has a few", _line_of(event)
            )
        if getattr(event, "anchor", None) is not None:  # also an alias's
            raise ConfigError(_alias(event), _line_of(event))
        if getattr(event, "tag", None) is not None:
            raise ConfigError("has a `!` tag: write the value without it", _line_of(event))


def _alias(event: Any) -> str:
    mark, kind = ("*", "an alias") if isinstance(event, yaml.AliasEvent) else ("&", "an anchor")
    return (
        f"has `{mark}{event.anchor}`, {kind} in YAML, which configs do not have: repeat the values,"
        " or take over another config with `extends: NAME`;"
        f" a text that begins with `{mark}` must be in quotes"
    )


def _line_of(item: Any) -> int:
    return int(item.start_mark.line) + 1


def _construct(root: yaml.MappingNode) -> dict[str, Any]:
    loader = _Loader("")
    try:
        data: dict[str, Any] = loader.construct_document(root)
        return data
    except ValueError:
        raise ConfigError("holds a number of thousands of digits: put it in quotes") from None
    finally:
        loader.dispose()


_Place = tuple[Key, yaml.Node, int]
"""A value's key, node and line."""


def _walk(key: Key, node: yaml.Node, line: int) -> Iterator[_Place]:
    """Yield a value and all values in it, and make each of their keys text.

    Raises:
        ConfigError: a key stands twice or is not text.
    """
    _check_ends(node)
    yield key, node, line
    for child in _children(key, node):
        yield from _walk(*child)


def _children(key: Key, node: yaml.Node) -> Iterator[_Place]:
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield (*key, index), child, _line_of(child)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for name, child in node.value:
            line = _line_of(name)
            if not isinstance(name, yaml.ScalarNode):
                raise ConfigError(_no_key(name), line)
            if name.value == _MERGE_KEY and not name.style:
                raise ConfigError(_MERGE, line)
            _check_ends(name)
            name.tag = "tag:yaml.org,2002:str"  # a key such as 2024 is text as well
            if name.value in seen:
                raise ConfigError(f"has `{name.value}` twice: keep one of them", line)
            seen.add(name.value)
            yield (*key, name.value), child, line


_MERGE_KEY = "<<"

_MERGE = (
    "has a merge key `<<`, which configs do not have: repeat what it would bring, or take over"
    " another config with `extends: NAME`"
)


def _no_key(name: yaml.Node) -> str:
    """Return the error of a key that is not text; YAML reads `{{ }}` as a mapping."""
    if isinstance(name, yaml.MappingNode) and name.flow_style:
        return yaml_hints.EXPRESSION
    return "has a key that is not text: write `key: value`"


def _check_ends(node: yaml.Node) -> None:
    """Refuse invisible characters at the ends of a key or value without quotes."""
    if isinstance(node, yaml.ScalarNode) and not node.style:
        sentence = yaml_hints.explain_invisible(node.value)
        if sentence:
            raise ConfigError(sentence, _line_of(node))
