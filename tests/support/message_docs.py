"""What docs/reference/messages.md says of the kernel's messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "messages.md"

TABLES = {
    "message": "A message is",
    "jobs": "A job, or",
    "stages": "A stage, with",
    "streams": "A streaming query",
    "earlier": "A record of `earlier`",
    "executors": "An executor",
}
"""How the sentence begins that introduces each record's table."""


def keys(kind: str) -> set[str]:
    """The keys that the page names for a record."""
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition(f"\n{TABLES[kind]}")[2].split("\n\n")[1]
    return {key for row in table.splitlines()[2:] for key in re.findall(r"`(\w+)`", first(row))}


def first(row: str) -> str:
    """The first cell of a table's row."""
    return row.split("|")[1]


def expect_documented(kind: str, record: dict[str, Any]) -> None:
    """Check that a record has the keys that the page names, and no other."""
    assert set(record) == keys(kind)
