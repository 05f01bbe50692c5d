"""A server extension that feels how long the event loop is held.

`GET heartbeat` tells the longest pause since it was last asked, in milliseconds, and the server's
memory, in MB.
"""

from __future__ import annotations

import time

import psutil
from tornado import web
from tornado.ioloop import PeriodicCallback

BEAT = 5
"""Milliseconds."""


class Heart:
    """Beats on the event loop, and remembers the longest delay."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._beats = PeriodicCallback(self.beat, BEAT)
        self._beats.start()

    def beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - BEAT)
        self._last = now


class HeartbeatHandler(web.RequestHandler):
    """Tells, and begins anew."""

    def initialize(self, heart: Heart) -> None:
        self.heart = heart

    def get(self) -> None:
        memory = psutil.Process().memory_info().rss / 2**20
        self.finish({"longest": self.heart.longest, "memory": memory})
        self.heart.longest = 0.0


def load_jupyter_server_extension(app) -> None:
    path = app.web_app.settings["base_url"] + "heartbeat"
    app.web_app.add_handlers(".*$", [(path, HeartbeatHandler, {"heart": Heart()})])


_load_jupyter_server_extension = load_jupyter_server_extension


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "heartbeat"}]
