"""Which lines and branches of the page's JavaScript run in the browser, for `make coverage`."""

from __future__ import annotations

import json
import os
import re
import uuid
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("STARTSPARK_PAGE_COVERAGE")
"""Where it is written, in the format of node's NODE_V8_COVERAGE; without it, nothing is."""

STATIC = Path(__file__).parents[2] / "startspark" / "static"


class PageCoverage:
    """What one page has run since it was opened."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page) if FOLDER else None
        if self._session:
            self._session.send("Profiler.enable")
            self._session.send(
                "Profiler.startPreciseCoverage", {"callCount": True, "detailed": True}
            )

    def write(self) -> None:
        """Write what has run until now, such as before a document is left."""
        if self._session:
            ran = self._session.send("Profiler.takePreciseCoverage")["result"]
            ours = [{**it, "url": url} for it in ran if (url := _source(it["url"]))]
            file = Path(str(FOLDER), f"page-{uuid.uuid4().hex}.json")
            file.write_text(json.dumps({"result": ours}))


def _source(url: str) -> str | None:
    """The file in this clone that was served at an address."""
    served = re.search(r"/nbextensions/startspark/([\w/-]+\.js)", url)
    return (STATIC / served[1]).as_uri() if served else None
