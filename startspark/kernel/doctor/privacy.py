"""Keep secrets and the user's name out of findings, so that a report can be shown to others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..credentials import HIDDEN, hide_credentials, is_secret

SHORTEST = 6
"""A secret with fewer characters is not looked for: it would be found in every second word."""


def tidy(text: str, conf: Mapping[str, Any] | None = None) -> str:
    """Return a text without secrets, and with `~` in place of the home folder.

    The checks do not quote secrets. This is for what they quote of others, such as an error.

    Args:
        text: of a finding.
        conf: properties whose values may be secrets.
    """
    text = hide_credentials(text)
    for secret in sorted(_secrets(conf or {}), key=len, reverse=True):  # one may begin another
        text = text.replace(secret, HIDDEN)
    home = os.path.expanduser("~").rstrip("/")
    return re.sub(rf"(?<![\w/.-]){re.escape(home)}(?![\w.-])", "~", text) if home else text


def _secrets(conf: Mapping[str, Any]) -> Iterator[str]:
    for name, value in [*os.environ.items(), *conf.items()]:
        if isinstance(value, Mapping):  # the variable that has it may be called anything
            value = os.environ.get(str(value.get("env")))
        is_text = isinstance(value, str) and len(value) >= SHORTEST
        if is_text and is_secret(name) and not os.path.exists(value):
            yield value
