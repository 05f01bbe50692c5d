"""Has an archive made in the background."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

PROGRAM = """\
import sys
sys.path[:] = filter(None, sys.path)
import json
exec(json.loads(sys.stdin.readline()))
"""
"""Runs another, which comes as JSON in a line: before all else, without the working folder among
those where Python looks for modules.

No option of Python's does that in all versions and leaves `PYTHONPATH`, which may name pyspark.
"""


class Build:
    """A process that makes an archive.

    Args:
        code: the program, which calls `builder.build`.
        python: what runs it.
        environment: of the process.
    """

    def __init__(
        self, code: str, python: str = sys.executable, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [python, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
            # Where only root may write: PYTHONPATH may name the working folder.
            cwd=os.sep,
            # Its Java, and no interrupt that is meant for a cell, belongs to it.
            start_new_session=True,
        )
        self._is_cancelled = False
        assert self._process.stdin
        with suppress(BrokenPipeError):
            print(json.dumps(code), file=self._process.stdin, flush=True)

    def news(self) -> Iterator[dict[str, Any]]:
        """What it tells, until it ends; last ``error`` where it fails by itself."""
        assert self._process.stdout
        ended = False
        with self._process.stdout as lines:
            for line in lines:
                news = json.loads(line)
                ended = "phase" not in news
                yield news
        status = self._let_go()
        if not ended and not self._is_cancelled:
            yield {"error": f"the process that makes it has ended with status {status}"}

    def cancel(self) -> None:
        """End it, with the Java that it has started, and what they have written so far."""
        self._is_cancelled = True
        self._let_go()

    def _let_go(self) -> int:
        """Have it end, unless it has; returns its exit status."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # it waits for that
        return self._process.wait()


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
