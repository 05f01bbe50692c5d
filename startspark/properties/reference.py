"""Spark's own list of properties, as tools/spark_properties.py has written it."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LIST = Path(__file__).with_name("spark-properties.json")


@dataclass(frozen=True)
class Property:
    """What Spark's releases say of one property.

    Attributes:
        type: what its values are; empty where Spark reads it without saying so.
        options: the values that it may have, if those are few.
        static: whether only the start of a session can set it, though it is Spark SQL's.
        until: the last release that knew it, if the newest of the list does not.
        deprecated: the release that first advised against it.
        removed: the release that did away with it.
        instead: the property that took its place.
        why: what Spark says where none did.
    """

    type: str = ""
    options: Sequence[str] = ()
    static: bool = False
    until: str = ""
    deprecated: str = ""
    removed: str = ""
    instead: str = ""
    why: str = ""


def find(name: str) -> Property | None:
    """What is known of a property; None where that is nothing."""
    said = _names().get(name)
    return None if said is None else Property(**said)


def versions() -> list[str]:
    """The versions of Spark that the list comes from, the oldest first."""
    found: list[str] = _list()["versions"]
    return found


@functools.cache
def names() -> tuple[str, ...]:
    """All properties."""
    return tuple(name for name in _names() if not name.endswith("."))


@functools.cache
def families() -> tuple[str, ...]:
    """How names begin that users complete, such as ``spark.executorEnv.``."""
    return tuple(name for name in _names() if name.endswith("."))


def _names() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = _list()["properties"]
    return found


@functools.cache
def _list() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(_LIST.read_text(encoding="utf-8"))
    return said
