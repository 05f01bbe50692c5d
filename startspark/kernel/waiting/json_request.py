"""Ask a cluster manager's REST API.

What answers there may be anybody's: a worker names the address of its master.
"""

from __future__ import annotations

import json
import time
from typing import Any

SECONDS = 2
"""How long a cluster manager may say nothing."""

IN_ALL = 10
"""Seconds that the body of an answer may take."""

MOST = 16 * 1024 * 1024
"""The most bytes of an answer; that of a ResourceManager has all its queues."""

CHUNK = 64 * 1024

SCHEMES = ("http://", "https://")


def get_json(url: str, follows: bool = False) -> dict[str, Any]:
    """Return the JSON object at a URL.

    Args:
        url: of HTTP.
        follows: whether it may name another address for the answer.

    Raises:
        OSError: there is no answer, or it is an error.
        ValueError: the URL is not one of HTTP, or the answer not a JSON object, or too large.
    """
    _check(url)
    try:
        with _opener(follows).open(url, timeout=SECONDS) as answer:
            found = json.loads(_read(answer))
    except OSError as failure:
        if hasattr(failure, "close"):  # an HTTPError, which is an answer too
            failure.close()
        raise
    if not isinstance(found, dict):
        raise ValueError("the answer is not a JSON object")
    return found


def _check(url: str) -> None:
    """Raise ValueError where urllib would read a file, or use another protocol."""
    if not url.lower().startswith(SCHEMES):
        raise ValueError("the address is not one of HTTP")


def _opener(follows: bool) -> Any:
    from urllib.request import (  # takes a kernel longer than all of this package
        HTTPRedirectHandler,
        build_opener,
    )

    class Redirects(HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> Any:
            _check(args[-1])
            return super().redirect_request(*args) if follows else None

    return build_opener(Redirects)


def _read(answer: Any) -> bytes:
    content, end = bytearray(), time.monotonic() + IN_ALL
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > MOST or time.monotonic() > end:
            raise ValueError("the answer does not end")
    return bytes(content)
