"""Align rows of text in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield a line for each row; all columns but the last one are padded."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths)]
        yield "  ".join([*cells, row[-1]])
