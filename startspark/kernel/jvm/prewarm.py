"""A Java that is there before Spark is wanted."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .. import environment
from ..cds.installation import NoArchiveError
from ..diagnosis import python_packages
from ..diagnosis.property_origins import Origins
from . import gateway
from .launcher import Java, terms

LIFETIME = 900.0
"""Seconds after which nobody wants it any more."""


class Prewarm:
    """The Java that waits in this kernel, if one does.

    Args:
        tell: gets what is to be known of it.
        lock: held while it changes.
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None], lock: threading.RLock) -> None:
        self._tell = tell
        self._lock = lock
        self._java: Java | None = None
        self.state: dict[str, Any] = {}

    def begin(self, asked: dict[str, Any], archives: Iterable[str]) -> None:
        """Have one wait that is started with these properties, in place of any other.

        Args:
            asked: by name.
            archives: the folders of class archives.
        """
        if self._fits(asked) or gateway.gateway() is not None or gateway.GIVEN in os.environ:
            return
        self.give_up()
        if environment.connects(asked) or python_packages.stranger(Origins(asked)):
            return
        try:
            self._java = Java(asked, archives, self._note)
        except (NoArchiveError, OSError):
            return  # the start says why it cannot be started
        timer = threading.Timer(LIFETIME, self._expire, [self._java])
        timer.daemon = True
        timer.start()

    def _fits(self, asked: Mapping[str, Any]) -> bool:
        if self._java is None or self._java.process.poll() is not None:
            return False
        try:
            return self._java.terms == terms(asked)
        except (NoArchiveError, OSError):  # the Spark is gone, or the folder
            return False

    def _note(self, java: Java) -> None:
        if java is self._java:
            self.state = {"ready": True, "memory": java.memory()}
            self._tell({"java": self.state})

    def _expire(self, java: Java) -> None:
        with self._lock:
            if java is self._java:
                self.give_up()

    def take(self, asked: Mapping[str, Any]) -> Java | None:
        """The Java that waits, or comes up, if it is the right one; else it is ended.

        Args:
            asked: the properties of the start.
        """
        if not self._fits(asked) or gateway.gateway() is not None:
            self.give_up()
            return None
        java, self._java, self.state = self._java, None, {}
        return java

    def give_up(self) -> None:
        """End the Java that waits; nothing of it is left."""
        if self._java is not None:
            self._java.end()
            self._java, self.state = None, {}
            self._tell({"java": {}})
