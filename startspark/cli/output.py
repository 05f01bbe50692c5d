"""Print results on standard output, and everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ..table import aligned


def print_message(sentence: object) -> None:
    """Print a sentence that is not a result, such as an error, on standard error."""
    print(f"startspark: {sentence}", file=sys.stderr)


def print_section(heading: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print an indented table under a heading, unless it is empty."""
    rows = list(rows)
    if rows:
        print(f"\n{heading}")
        print_table(rows, indent="  ")


def print_table(rows: Iterable[tuple[str, ...]], indent: str = "") -> None:
    """Print rows in aligned columns."""
    for line in aligned(rows):
        print(indent + line)
