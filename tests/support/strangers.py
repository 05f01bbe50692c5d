"""Every route of ours, and requests by those who may not use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

READS = (
    "startspark/all-config",
    "startspark/configs/local",
    "startspark/configs/local/text",
    "startspark/kernel",
    "startspark/properties",
    "startspark/sessions",
    "startspark/sessions/local-1/ui/{port}",
    "startspark/status",
    "startspark/ui/{port}/jobs/",
)
ACTS = (
    ("POST", "startspark/configs/local/check"),
    ("POST", "startspark/configs/local/review"),
    ("POST", "startspark/configs/local/render"),
    ("POST", "startspark/doctor"),
    ("POST", "startspark/sessions/k/stop"),
    ("PUT", "startspark/configs/mine"),
    ("PUT", "startspark/default-config"),
    ("PUT", "startspark/configs/local/text"),
    ("POST", "startspark/ui/{port}/jobs/job/kill/"),
)
"""Those that need more than to be signed in by a cookie."""

ROUTES = [("GET", path) for path in READS] + list(ACTS)

FOREIGN_PAGE: list[dict[str, str]] = [
    {"Origin": "http://evil.example", "Referer": "http://evil.example/"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
]
"""What a browser says of a page of another site's."""


@dataclass
class Door:
    """A server, and a port on which something answers that it may show."""

    url: str
    port: int

    def ask(
        self, method: str, path: str, session: requests.Session | None = None, **options: Any
    ) -> requests.Response:
        """Ask for a route, signed in as the session is."""
        url = self.url + path.format(port=self.port)
        options = {"timeout": 60, "allow_redirects": False, **options}
        return (session or requests).request(method, url, **options)

    def statuses(self, session: requests.Session | None = None, **options: Any) -> dict[str, int]:
        """The answers to all routes."""
        return {
            f"{method} {path}": self.ask(method, path, session, **options).status_code
            for method, path in ROUTES
        }

    def opens(self, session: requests.Session | None = None, **options: Any) -> list[str]:
        """The routes that do not refuse."""
        found = self.statuses(session, **options)
        return [route for route, status in found.items() if status not in (302, 403, 404)]
