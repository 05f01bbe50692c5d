"""A server extension that feels how long the event loop is held.

`GET heartbeat` tells, since it was last asked, the longest pause without Python's garbage
collector, the collector's longest, both in milliseconds, and the server's memory, in MB. The
collector looks through the whole server now and then, whoever has asked for what.
"""

from __future__ import annotations

import gc
import time

import psutil
from tornado import web
from tornado.ioloop import PeriodicCallback

BEAT = 5
"""Milliseconds."""


class Heart:
    """Beats on the event loop, and remembers the longest delays."""

    def __init__(self) -> None:
        self.forget()
        self._last = self._began = time.perf_counter()
        self._collecting = 0.0
        gc.callbacks.append(self._collect)
        self._beats = PeriodicCallback(self._beat, BEAT)
        self._beats.start()

    def forget(self) -> None:
        """Start again."""
        self.longest = self.collector = 0.0
        self._before = (0.0, 0.0)

    def _beat(self) -> None:
        now = time.perf_counter()
        pause, collected = (now - self._last) * 1000 - BEAT, self._collecting * 1000
        self._last, self._collecting = now, 0.0
        # Where another thread has collected, that may be told one beat late.
        self.longest = max(self.longest, self._before[0] - self._before[1] - collected)
        self.collector = max(self.collector, collected)
        self._before = (pause, collected)

    def _collect(self, phase: str, _: object) -> None:
        now = time.perf_counter()
        if phase == "start":
            self._began = now
        else:
            self._collecting += now - self._began


class HeartbeatHandler(web.RequestHandler):
    """Report, and start again."""

    def initialize(self, heart: Heart) -> None:
        self.heart = heart

    def get(self) -> None:
        memory = psutil.Process().memory_info().rss / 2**20
        pauses = {"longest": self.heart.longest, "collector": self.heart.collector}
        self.finish({**pauses, "memory": memory})
        self.heart.forget()


def load_jupyter_server_extension(app) -> None:
    path = app.web_app.settings["base_url"] + "heartbeat"
    app.web_app.add_handlers(".*$", [(path, HeartbeatHandler, {"heart": Heart()})])


_load_jupyter_server_extension = load_jupyter_server_extension


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "heartbeat"}]
