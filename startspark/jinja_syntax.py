"""Recognize Jinja in a config's values, without importing Jinja."""

from __future__ import annotations


def has_expression(text: str) -> bool:
    """Return whether a text has a Jinja expression, statement or comment."""
    return any(mark in text for mark in ("{{", "{%", "{#"))
