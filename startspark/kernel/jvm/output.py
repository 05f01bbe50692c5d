"""Keep and publish what a JVM prints."""

from __future__ import annotations

import codecs
import os
import subprocess
import threading

from ..iopub import publish

KEPT = 100_000
"""Characters of the output that are kept until the start is over."""

RECENT = 20_000
"""Characters of the output that are kept as long as the process lives."""

LAST_OUTPUT = 1.0
"""Seconds in which the output of a process that has ended is read."""


class Output:
    """What a process prints: kept until its start is over, then passed on to the cell that runs.

    Args:
        process: its standard output is a pipe.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._text = ""
        self._recent = ""
        self._page = ""
        self._is_passed_on = False
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._forward_output, daemon=True)
        self._reader.start()

    def _forward_output(self) -> None:
        assert self._process.stdout
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with self._process.stdout as output:
            while printed := os.read(output.fileno(), 65536):
                with self._lock:
                    text = decoder.decode(printed)
                    self._recent = (self._recent + text)[-RECENT:]
                    if self._is_passed_on:
                        os.write(2, printed)
                    else:
                        self._keep(text)

    def _keep(self, text: str) -> None:
        self._text = (self._text + text)[-KEPT:]
        if self._page:
            publish({"log": text, "page": self._page})

    def publish_to(self, page: str) -> None:
        """Publish what was kept so far, and what comes, to the page that starts Spark."""
        with self._lock:
            self._page, kept = page, self._text
            self._text = ""
            self._keep(kept)

    def text(self) -> str:
        """Return what was kept so far; also the last output of a process that has ended."""
        if self._process.poll() is not None:
            self._reader.join(LAST_OUTPUT)
        with self._lock:
            return self._text

    def recent(self) -> str:
        """Return the last of what was printed, also of what was passed on."""
        with self._lock:
            return self._recent

    def pass_on(self) -> None:
        """Keep nothing any longer, and pass on what comes."""
        with self._lock:
            self._is_passed_on, self._text = True, ""
