"""Has an archive made in the background."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any


class Build:
    """A process that makes an archive.

    Args:
        code: the program, which calls `dump.build`.
        python: what runs it.
        environment: of the process.
    """

    def __init__(
        self, code: str, python: str = sys.executable, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [python, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
            # Python looks for modules here first, and not among the user's notebooks.
            cwd=tempfile.gettempdir(),
            # Its Java, and no interrupt that is meant for a cell, belongs to it.
            start_new_session=True,
        )
        self._building = ""
        self._is_cancelled = False
        assert self._process.stdin
        with self._process.stdin as program, suppress(BrokenPipeError):
            program.write(code)

    def news(self) -> Iterator[dict[str, Any]]:
        """What it tells, until it ends; last ``error`` where it fails by itself."""
        assert self._process.stdout
        ended = False
        with self._process.stdout as lines:
            for line in lines:
                news = json.loads(line)
                self._building = news.pop("building", self._building)
                ended = "phase" not in news
                yield news
        status = self._process.wait()
        if not ended and not self._is_cancelled:
            yield {"error": f"the process that makes it has ended with status {status}"}

    def cancel(self) -> None:
        """End it, with the Java that it has started, and what they have written so far.

        At its priority, it might take long to do that by itself.
        """
        self._is_cancelled = True
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        shutil.rmtree(self._building, ignore_errors=True)


class Warming:
    """The build that the pages of a kernel know of.

    Args:
        tell: gets its news.
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell
        self._build: Build | None = None
        self.last: dict[str, Any] = {}

    def begin(self, code: str) -> None:
        """Have an archive made, unless that goes on already.

        Args:
            code: the program.
        """
        if self._build is None:
            self._build = Build(code)
            self.last = {"phase": "session"}
            threading.Thread(target=self._follow, args=[self._build], daemon=True).start()

    def _follow(self, build: Build) -> None:
        for news in build.news():
            if build is not self._build:
                return  # it was given up just now
            if "phase" not in news:
                self._build = None
            self._note(news)

    def _note(self, news: dict[str, Any]) -> None:
        self.last = news
        self._tell({"warming": news})

    def cancel(self) -> None:
        """Give it up."""
        if self._build is not None:
            build, self._build = self._build, None
            build.cancel()
            self._note({"cancelled": True})
