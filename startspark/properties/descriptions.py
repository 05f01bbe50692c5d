"""Describe all of Spark's properties, for pages and editors that offer them.

spark-descriptions.json, which tools/spark_properties.py writes, is read here alone: rendering and
checking a config need none of its texts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from . import reference

_DESCRIPTIONS = Path(__file__).with_name("spark-descriptions.json")


def describe_properties() -> list[dict[str, Any]]:
    """Return what is known of each property and prefix, by name.

    Returns:
        For each, its ``name``, the fields of `reference.Property` that it has, and where Spark
        says them ``meaning``, a sentence with code between backticks; ``default``; ``since``,
        the release that brought it; and ``internal``, true where Spark's documentation leaves
        it out.
    """
    texts = _descriptions()
    return [{"name": name, **known, **texts.get(name, {})} for name, known in reference.entries()]


def _descriptions() -> dict[str, dict[str, Any]]:
    content = json.loads(_DESCRIPTIONS.read_text(encoding="utf-8"))
    properties: dict[str, dict[str, Any]] = content["properties"]
    return properties
