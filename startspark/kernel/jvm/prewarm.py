"""The prewarmed JVM: launched before the click, and taken by the start that it fits."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .. import environment, gateway
from ..cds import speedups
from ..cds.installation import NoArchiveError
from ..diagnosis import python_packages
from ..private_api import log
from ..property_origins import Origins
from .launcher import GatewayLauncher, launch_fingerprint

LIFETIME = 900.0
"""Seconds after which a prewarmed JVM that no start has taken is ended."""


class Prewarmer:
    """The prewarmed JVM of this kernel, if there is one.

    Args:
        publish: gets its state for the page.
        lock: held while it changes.

    Attributes:
        state: ``ready``, and its ``memory`` in bytes, for the page; empty until it is up.
    """

    def __init__(self, publish: Callable[[dict[str, Any]], None], lock: threading.RLock) -> None:
        self._publish = publish
        self._lock = lock
        self._launcher: GatewayLauncher | None = None
        self.state: dict[str, Any] = {}

    def launch(self, requested_conf: dict[str, Any], archives: Iterable[str]) -> None:
        """Launch a JVM with a config's properties, in place of any other.

        Args:
            requested_conf: the properties, by name.
            archives: the folders of class archives.
        """
        if self._fits(requested_conf) or not _can_launch():
            return
        self.end()
        origins = Origins(requested_conf)
        if environment.uses_spark_connect(requested_conf) or python_packages.name_clash(origins):
            return
        try:
            self._launcher = GatewayLauncher(requested_conf, archives, self._on_ready)
        except (NoArchiveError, OSError, ValueError) as error:
            log.info("Start Spark cannot launch a JVM, and the start will say why: %s", error)
            return
        timer = threading.Timer(LIFETIME, self._expire, [self._launcher])
        timer.daemon = True
        timer.start()

    def _fits(self, requested_conf: Mapping[str, Any]) -> bool:
        if self._launcher is None or self._launcher.process.poll() is not None:
            return False
        try:
            return self._launcher.fingerprint == launch_fingerprint(requested_conf)
        except (NoArchiveError, OSError, ValueError):  # Spark is gone, or the working folder
            return False

    def _on_ready(self, launcher: GatewayLauncher) -> None:
        with self._lock:
            if launcher is self._launcher:
                self.state = {"ready": True, "memory": launcher.memory()}
                self._publish({"prewarmed": self.state})

    def _expire(self, launcher: GatewayLauncher) -> None:
        with self._lock:
            if launcher is self._launcher:
                self.end()

    def take(self, requested_conf: Mapping[str, Any]) -> GatewayLauncher | None:
        """Hand over the prewarmed JVM; None unless it fits.

        Args:
            requested_conf: the properties of the start.
        """
        if not self._fits(requested_conf) or gateway.current() is not None:
            return None
        launcher, self._launcher, self.state = self._launcher, None, {}
        return launcher

    def end(self) -> None:
        """End the prewarmed JVM; nothing of it is left."""
        if self._launcher is not None:
            self._launcher.end()
            self._launcher, self.state = None, {}
            self._publish({"prewarmed": {}})


def _can_launch() -> bool:
    """Return whether pyspark would take a JVM that is launched now."""
    has_gateway = gateway.current() is not None or gateway.PORT_VARIABLE in os.environ
    return not has_gateway and speedups.is_on(speedups.EARLY_LAUNCH)
