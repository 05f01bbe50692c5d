"""Write findings as text."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..kernel.doctor.finding import ERROR, OK, WARNING, Finding
from ..kernel.quantities import counted

WIDTHS = (7, 20)
"""Of the columns with the status and the check."""


def lines(findings: Iterable[Finding], width: int) -> Iterator[str]:
    """Yield the lines of a report, grouped by area.

    Args:
        findings: those of an area come together.
        width: the longest line, where words allow that.
    """
    for area, of_area in groupby(findings, key=lambda it: it.area):
        yield area
        for found in of_area:
            yield from _of_finding(found, width)
        yield ""


def _of_finding(found: Finding, width: int) -> Iterator[str]:
    head = f"  {found.status:{WIDTHS[0]}}  {found.check:{WIDTHS[1]}}  "
    indent = " " * (sum(WIDTHS) + 6)
    yield from _wrapped(found.text, head, indent, width)
    if found.fix:
        yield from _wrapped(found.fix, f"{indent}→ ", f"{indent}  ", width)


def _wrapped(text: str, first: str, others: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, len(others) + 40),
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def total(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each status."""
    count = Counter(it.status for it in findings)
    return f"{counted(count[ERROR], ERROR)}, {counted(count[WARNING], WARNING)}, {count[OK]} {OK}"
