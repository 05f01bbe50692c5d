"""What Spark knows of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .yaml_source import Key


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    return iter(())


def is_secret(name: str) -> bool:
    return re.search("(?i)secret|password|token|access[.]?key|credential", name) is not None
