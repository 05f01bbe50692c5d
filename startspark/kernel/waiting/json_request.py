"""Ask a cluster manager's REST API."""

from __future__ import annotations

import json
from typing import Any

SECONDS = 2
"""How long a cluster manager may take to answer."""


def get_json(url: str) -> dict[str, Any]:
    """Return the JSON at a URL.

    Raises:
        OSError: there is no answer, or it is an error.
        ValueError: the answer is not JSON.
    """
    from urllib.request import urlopen  # takes a kernel longer than all of this package

    with urlopen(url, timeout=SECONDS) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found
