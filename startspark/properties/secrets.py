"""Which names look like a secret's."""

from __future__ import annotations

import re


def is_secret(name: str) -> bool:
    """Whether a property's name looks like a secret's, by the pattern of Spark 4's redaction."""
    return re.search("(?i)secret|password|token|access[.]?key|credential", name) is not None
