"""Rows of text whose columns stand below each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A line for each row; the last column may be long."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths)]
        yield "  ".join([*cells, row[-1]])
