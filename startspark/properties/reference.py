"""Look up Spark's properties in spark-properties.json, which tools/spark_properties.py writes."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LIST = Path(__file__).with_name("spark-properties.json")


@dataclass(frozen=True)
class Property:
    """One Spark property.

    Attributes:
        type: a key of `value_types`, or ``text``; empty if Spark's code does not declare one.
        options: the permitted values, if the property is an enumeration.
        static: whether this is a static property of Spark SQL: set at the session's start only.
        last_version: the last Spark with the property, if the newest in the list lacks it.
        deprecated: the Spark release that deprecated it.
        removed: the Spark release that removed it.
        replacement: the property that replaces it.
        reason: Spark's message where nothing replaces it.
    """

    type: str = ""
    options: Sequence[str] = ()
    static: bool = False
    last_version: str = ""
    deprecated: str = ""
    removed: str = ""
    replacement: str = ""
    reason: str = ""


def find_property(name: str) -> Property | None:
    """Return a property of Spark's by its full name; None if the list does not have it."""
    fields = _properties().get(name)
    return None if fields is None else Property(**fields)


def entries() -> Iterable[tuple[str, dict[str, Any]]]:
    """Return each name and prefix of the list, with the fields of its `Property` that it has."""
    return _properties().items()


def spark_versions() -> list[str]:
    """Return the Spark versions that the list was made from, the oldest first."""
    versions: list[str] = _list()["versions"]
    return versions


@functools.cache
def property_names() -> tuple[str, ...]:
    """Return the names of all properties."""
    return tuple(name for name in _properties() if not name.endswith("."))


@functools.cache
def property_prefixes() -> tuple[str, ...]:
    """Return the prefixes that users complete with a name, such as ``spark.executorEnv.``."""
    return tuple(name for name in _properties() if name.endswith("."))


def _properties() -> dict[str, dict[str, Any]]:
    properties: dict[str, dict[str, Any]] = _list()["properties"]
    return properties


@functools.cache
def _list() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_LIST.read_text(encoding="utf-8"))
    return content
