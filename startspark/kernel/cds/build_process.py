"""Start, monitor and cancel the child process that builds a class archive."""

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
"""Runs another program, which comes as a line of JSON, without the working folder in `sys.path`.

No option of Python's does that in all versions and keeps `PYTHONPATH`, which may name pyspark.
"""


class Build:
    """A child process that builds a class archive.

    Args:
        code: the program, which calls `builder.build`.
        python: the Python executable that runs it.
        environment: the environment variables of the process.
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
            # PYTHONPATH may name the working folder, and only root may write here.
            cwd=os.sep,
            # With its JVM, it gets no interrupt that is meant for a cell.
            start_new_session=True,
        )
        self._is_cancelled = False
        assert self._process.stdin
        with suppress(BrokenPipeError):
            print(json.dumps(code), file=self._process.stdin, flush=True)

    def progress(self) -> Iterator[dict[str, Any]]:
        """Yield the build's reports until it ends; the last is ``error`` where the build fails."""
        assert self._process.stdout
        ended = False
        with self._process.stdout as lines:
            for line in lines:
                report = _parse(line)
                if report is None:
                    continue
                ended = "phase" not in report
                yield report
        status = self._release()
        if not ended and not self._is_cancelled:
            yield {"error": f"the process that makes it has ended with status {status}"}

    def cancel(self) -> None:
        """End the build and its JVM, and remove what they have written so far."""
        self._is_cancelled = True
        self._release()

    def _release(self) -> int:
        """Have it end, unless it has; return its exit status."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # at which it ends
        return self._process.wait()


def _parse(line: str) -> dict[str, Any] | None:
    """Return a report; None for what something else prints, such as a `sitecustomize`."""
    try:
        report = json.loads(line)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


class BackgroundBuild:
    """The build that a page has started in this kernel.

    Args:
        publish: gets its reports, under ``archive_build``.

    Attributes:
        last: the last report.
    """

    def __init__(self, publish: Callable[[dict[str, Any]], None]) -> None:
        self._publish = publish
        self._build: Build | None = None
        self.last: dict[str, Any] = {}

    def start(self, code: str) -> None:
        """Start a build, unless one goes on already.

        Args:
            code: the program.
        """
        if self._build is None:
            self._build = Build(code)
            self.last = {"phase": "session"}
            threading.Thread(target=self._follow, args=[self._build], daemon=True).start()

    def _follow(self, build: Build) -> None:
        for report in build.progress():
            if build is not self._build:
                return  # it was cancelled just now
            if "phase" not in report:
                self._build = None
            self._report(report)

    def _report(self, report: dict[str, Any]) -> None:
        self.last = report
        self._publish({"archive_build": report})

    def cancel(self) -> None:
        """Cancel the build."""
        if self._build is not None:
            build, self._build = self._build, None
            build.cancel()
            self._report({"cancelled": True})
