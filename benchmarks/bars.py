"""Draws what `start.py` has measured."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from html import escape

WIDTH, LEFT, SCALE_WIDTH, BAR, GAP, HEAD = 760, 190, 400, 18, 10, 44

COLORS = {"ready": "#f37726", "first": "#f9c49b"}
"""Jupyter's orange, and a light one."""

Figures = Mapping[str, Mapping[str, Mapping[str, list[float]]]]


def draw(figures: Figures, names: Mapping[str, str]) -> str:
    """Bars of medians, as SVG.

    Args:
        figures: seconds by pyspark, way and moment.
        names: of the ways that are drawn.
    """
    longest = max(_median(ways[name]["first"]) for ways in figures.values() for name in names)
    parts, top = [], 0
    for spark, ways in figures.items():
        parts.append(_text(LEFT, top + 28, spark, weight="bold"))
        top += HEAD
        hand = _median(ways["hand"]["first"])
        for way, name in names.items():
            parts.append(_row(top, name, ways[way], SCALE_WIDTH / longest, hand))
            top += BAR + GAP
    parts.append(_legend(top + 24))
    size = f'width="{WIDTH}" height="{top + 44}" viewBox="0 0 {WIDTH} {top + 44}"'
    style = 'font-family="sans-serif" font-size="13" fill="#333"'
    background = '<rect width="100%" height="100%" fill="#fff"/>'
    body = "\n".join([background, *parts])
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n{body}\n</svg>\n'


def _row(top: int, name: str, moments: Mapping[str, list[float]], scale: float, hand: float) -> str:
    ready, first = _median(moments["ready"]), _median(moments["first"])
    label = f"{first / hand:.0%} ({ready:.1f} s, {first:.1f} s)"
    return "\n".join(
        [
            _text(LEFT - 10, top + 14, name, anchor="end"),
            _bar(LEFT, top, first * scale, "first"),
            _bar(LEFT, top, ready * scale, "ready"),
            _text(LEFT + first * scale + 8, top + 14, label),
        ]
    )


def _legend(top: float) -> str:
    return "\n".join(
        [
            _bar(LEFT, top - 12, 14, "ready"),
            _text(LEFT + 20, top, "Spark is ready"),
            _bar(LEFT + 140, top - 12, 14, "first"),
            _text(LEFT + 160, top, "the first query has its result"),
        ]
    )


def _bar(left: float, top: float, width: float, moment: str) -> str:
    height = BAR if width > BAR else 14
    place = f'x="{left:.0f}" y="{top:.0f}" width="{width:.1f}" height="{height}"'
    return f'<rect {place} rx="2" fill="{COLORS[moment]}"/>'


def _text(left: float, top: float, text: str, anchor: str = "start", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text x="{left:.0f}" y="{top:.0f}" {style}>{escape(text)}</text>'


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds)
