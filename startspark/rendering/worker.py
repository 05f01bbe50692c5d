"""The child process that evaluates configs: reads requests and writes replies as lines of JSON."""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from ..configs.expressions import evaluate
from ..errors import ExpressionError, RenderError
from .codegen import render

SECONDS = 1.0
"""The CPU time that the expressions of one request may take: a busy machine fails no config."""

MEMORY = 512 * 2**20
"""Bytes of address space. An expression that wants more fails."""

MAX_REPLY = 16 * 2**20
"""Characters of one reply: the code, and all values once more."""


class OutOfTimeError(Exception):
    """The expressions have used up their time."""

    def __str__(self) -> str:
        return f"it takes longer than {SECONDS:g} s"


def main() -> None:
    """Answer requests until standard input ends, or until one has used up the time or memory.

    After such a request, this process may be in any state, so another takes over.
    """
    _render("", {"master": "local[{{ 1 }}]", "after": "{{ 1 }}"}, "", {})  # loads what it needs
    _limit_memory()
    signal.signal(signal.SIGVTALRM, _raise_out_of_time)
    for line in sys.stdin:
        reply = _answer(line)
        print(json.dumps(reply), flush=True)
        if reply.get("is_last"):
            break


def _answer(request: str) -> dict[str, Any]:
    """Do what a request says, which is the name of a task and its arguments."""
    try:
        with _time_limit():
            task, arguments = json.loads(request)
            reply = TASKS[task](**arguments)
            if len(json.dumps(reply)) > MAX_REPLY:
                raise RenderError("gives too much text", ())
            return reply
    except RenderError as error:
        return {"error": error.reason, "key": error.key, "is_last": _is_spent(error)}
    except MemoryError:
        return {"error": "needs too much memory", "key": (), "is_last": True}
    except OutOfTimeError as error:  # between two expressions
        return {"error": f"cannot be evaluated: {error}", "key": (), "is_last": True}
    except Exception:
        return {"failure": traceback.format_exc(), "is_last": True}


def _is_spent(error: BaseException | None) -> bool:
    """Tell whether an error comes from the limits of time or memory."""
    while error and not isinstance(error, (OutOfTimeError, MemoryError)):
        error = error.__cause__
    return error is not None


def _render(
    name: str, data: dict[str, Any], folder: str, context: dict[str, Any]
) -> dict[str, Any]:
    return asdict(render(name, data, Path(folder), context))


def _evaluate(texts: list[tuple[list[str], str]], context: dict[str, Any]) -> dict[str, Any]:
    """Evaluate Jinja strings, each of them with its key in the config."""
    return {"values": [_value(key, text, context) for key, text in texts]}


def _value(key: list[str], text: str, context: dict[str, Any]) -> str:
    try:
        return evaluate(text, context)
    except ExpressionError as error:
        raise RenderError(str(error), tuple(key)) from error


TASKS: dict[str, Callable[..., dict[str, Any]]] = {"render": _render, "evaluate": _evaluate}


def _limit_memory() -> None:
    with contextlib.suppress(ValueError):  # the system has a lower limit already, or is macOS
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    """Raise OutOfTimeError after `SECONDS`, which names the expression.

    Python sees that only between two of its steps. If one step does not end, the second timer
    kills the process: it does not need the server, which may have died.
    """
    signal.setitimer(signal.ITIMER_PROF, 1.5 * SECONDS)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _raise_out_of_time(*_: Any) -> NoReturn:
    raise OutOfTimeError
