"""The process that renders one config: reads it as JSON, answers with JSON."""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from .render import Rendered, RenderError, render

SECONDS = 1.0
"""How long the expressions may take."""

MEMORY = 512 * 2**20
"""Bytes of address space. An expression that wants more fails."""


class OutOfTimeError(Exception):
    """The expressions have taken all their time."""

    def __str__(self) -> str:
        return f"it takes longer than {SECONDS:g} s"


def main() -> None:
    """Render what stands on standard input."""
    task = json.load(sys.stdin)
    _limit()
    try:
        answer = asdict(_rendered(**task))
    except RenderError as error:
        answer = {"error": error.reason, "key": error.key}
    except OutOfTimeError as error:  # between two expressions
        answer = {"error": f"cannot be evaluated: {error}", "key": ()}
    json.dump(answer, sys.stdout)


def _rendered(name: str, data: dict[str, Any], folder: str, context: dict[str, Any]) -> Rendered:
    return render(name, data, Path(folder), context)


def _limit() -> None:
    with contextlib.suppress(ValueError):  # the system has less already, or is macOS
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    # Python hears of that between two of its steps. If one step does not end, this ends it all.
    signal.setitimer(signal.ITIMER_PROF, 1.5 * SECONDS)


def _give_up(*_: Any) -> NoReturn:
    raise OutOfTimeError


if __name__ == "__main__":
    main()
