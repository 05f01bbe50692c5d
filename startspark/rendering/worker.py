"""The process that evaluates configs' expressions: reads JSON, answers with JSON."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from ..configs.expressions import evaluate
from ..errors import ExpressionError, RenderError
from .codegen import render
from .worker_process import TAKEN

SECONDS = 1.0
"""How long the expressions may take."""

MEMORY = 512 * 2**20
"""Bytes of address space. An expression that wants more fails."""


class OutOfTimeError(Exception):
    """The expressions have taken all their time."""

    def __str__(self) -> str:
        return f"it takes longer than {SECONDS:g} s"


IDLE = 600.0
"""Seconds after which nobody asks any more."""


def main() -> None:
    """Serve the connections that come through the one whose number is the argument."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    _warm_up()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        control.settimeout(IDLE)
        while _fork(control):
            pass


def _warm_up() -> None:
    """Load what rendering needs, and in a fork, take possession of its memory."""
    _render("", {"master": "local[{{ 1 }}]", "after": "{{ 1 }}"}, "", {})


def _fork(control: socket.socket) -> bool:
    """Fork for the next connection, before it comes; returns whether one has come."""
    taken, tell = os.pipe()
    if os.fork() == 0:
        try:
            _warm_up()
            _take(control, tell)
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(taken, "rb") as stream:
        return bool(stream.read(1))


def _take(control: socket.socket, tell: int) -> None:
    with contextlib.suppress(socket.timeout, ConnectionError):
        for file in socket.recv_fds(control, 1, 1)[1]:
            control.close()
            os.write(tell, b".")
            os.close(tell)
            with socket.socket(fileno=file) as connection:
                connection.sendall(TAKEN)
                _serve(connection)


def _serve(connection: socket.socket) -> None:
    """Do what the other end sends: a name of `TASKS`, and its arguments."""
    connection.settimeout(None)
    with connection.makefile("rb") as stream:
        name, arguments = json.loads(stream.read())
    answer = json.dumps(_answer(name, arguments)).encode()
    signal.setitimer(signal.ITIMER_REAL, 0)
    with contextlib.suppress(OSError):  # nobody waits for it any more
        connection.sendall(answer)


def _answer(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        _limit()
        return TASKS[name](**arguments)
    except RenderError as error:
        return {"error": error.reason, "key": error.key}
    except OutOfTimeError as error:  # between two expressions
        return {"error": f"cannot be evaluated: {error}", "key": ()}
    except Exception:
        return {"failure": traceback.format_exc()}


def _render(
    name: str, data: dict[str, Any], folder: str, context: dict[str, Any]
) -> dict[str, Any]:
    return asdict(render(name, data, Path(folder), context))


def _evaluate(texts: list[tuple[list[str], str]], context: dict[str, Any]) -> dict[str, Any]:
    """The values of Jinja strings, in order."""
    return {"values": [_evaluated(key, text, context) for key, text in texts]}


def _evaluated(key: list[str], text: str, context: dict[str, Any]) -> str:
    try:
        return evaluate(text, context)
    except ExpressionError as error:
        raise RenderError(str(error), tuple(key)) from error


TASKS: dict[str, Callable[..., dict[str, Any]]] = {"render": _render, "evaluate": _evaluate}


def _limit() -> None:
    with contextlib.suppress(ValueError):  # the system has less already, or is macOS
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    # Python hears of that between two of its steps. If one step does not end, this ends it all.
    signal.setitimer(signal.ITIMER_PROF, 1.5 * SECONDS)


def _give_up(*_: Any) -> NoReturn:
    raise OutOfTimeError
