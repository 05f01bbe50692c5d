"""Keep credentials in addresses from being shown."""

from __future__ import annotations

import re

HIDDEN = "(hidden)"

CREDENTIALS = re.compile(r"(?<=//)[^/\s`]+(?=@)|(?<=;token=)[^;\s`]+")
"""A user's name and password in a URL, and the token in the address of a Spark Connect server."""


def hide_credentials(text: str) -> str:
    """Return a text with all addresses in it, and without their credentials."""
    return CREDENTIALS.sub(HIDDEN, text)
