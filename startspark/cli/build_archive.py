"""Build a class archive for this Python or the Python of a kernel: `startspark warm`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from signal import SIG_IGN, SIGHUP, SIGTERM, getsignal, signal
from typing import Any, NoReturn

from .. import kernelspecs
from ..errors import ArchiveError
from ..kernel.cds.build_process import Build
from ..kernel_source import archive_builder
from ..paths import environment_archive_folder, system_archive_folder, user_archive_folder

PHASES = {
    "session": "Spark runs a sample session…",
    "archive": "Java writes the archive…",
    "check": "Java tries it…",
}

FOLDERS = {
    "user": user_archive_folder,
    "environment": environment_archive_folder,
    "system": system_archive_folder,
}


def build_archive(options: Namespace) -> int:
    """Build the archive, and print each phase; return the exit status.

    Raises:
        ArchiveError: the archive cannot be built.
    """
    python, environment = _python(options.kernel) if options.kernel else (sys.executable, None)
    program = archive_builder(str(FOLDERS[options.place]()), shared=options.place != "user")
    build = Build(program, python, environment)
    try:
        with _exit_on_signals():
            for event in build.progress():
                _print_event(event)
    finally:
        build.cancel()  # does nothing if it has ended
    return 0


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exception, so that the build is cancelled.

    After a SIGKILL the build ends by itself, because the pipe to it is closed.
    """
    numbers = [it for it in (SIGTERM, SIGHUP) if getsignal(it) is not SIG_IGN]  # nohup ignores it
    before = {number: signal(number, _exit) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _print_event(event: dict[str, Any]) -> None:
    """Print an event of the build.

    Raises:
        ArchiveError: the event is an error.
    """
    if "error" in event:
        raise ArchiveError(f"there is no archive: {event['error']}")
    if "phase" in event:
        print(PHASES[event["phase"]], flush=True)
    else:
        print(f"{event['size'] / 1e6:.0f} MB in {event['folder']}: the next starts use it.")


def _python(kernel: str) -> tuple[str, Mapping[str, str]]:
    """Return the Python executable of a kernel, and its environment variables.

    Raises:
        KernelspecError: there is no such kernel.
        ArchiveError: it is not started by Python.
    """
    found = kernelspecs.find(kernel)
    if not found.is_python:
        raise ArchiveError(
            f"the kernel {kernel} is started by {found.command}, which is not Python: run"
            " `startspark warm` with the Python and the environment that it gives the kernel"
        )
    return found.python, found.environment()
