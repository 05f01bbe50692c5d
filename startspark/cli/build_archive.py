"""`startspark warm`: what it prints, and for which Python it works."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIG_IGN, SIGHUP, SIGTERM, getsignal, signal
from typing import Any, NoReturn

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from ..errors import ArchiveError
from ..kernel.cds.build_process import Build
from ..kernel_source import archive_builder
from ..paths import environment_folder, system_folder, user_folder

PHASES = {
    "session": "Spark runs a sample session…",
    "archive": "Java writes the archive…",
    "check": "Java tries it…",
}

FOLDERS = {"user": user_folder, "environment": environment_folder, "system": system_folder}


def warm(options: Namespace) -> int:
    """Make the archive, and tell how far that is; returns the exit status.

    Raises:
        ArchiveError: it cannot be made.
    """
    python, environment = _python(options.kernel) if options.kernel else (sys.executable, None)
    program = archive_builder(str(FOLDERS[options.place]()), shared=options.place != "user")
    build = Build(program, python, environment)
    try:
        with _exit_on_signals():
            for news in build.news():
                _tell(news)
    finally:
        build.cancel()  # unless it has ended
    return 0


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Have what ends this process as an exception end what it has begun.

    Of SIGKILL, the build hears by itself: the pipe to it ends.
    """
    numbers = [it for it in (SIGTERM, SIGHUP) if getsignal(it) is not SIG_IGN]  # as nohup has it
    before = {number: signal(number, _exit) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _tell(news: dict[str, Any]) -> None:
    if "error" in news:
        raise ArchiveError(f"there is no archive: {news['error']}")
    if "phase" in news:
        print(PHASES[news["phase"]], flush=True)
    else:
        print(f"{news['size'] / 1e6:.0f} MB in {news['folder']}: the next starts use it.")


def _python(kernel: str) -> tuple[str, Mapping[str, str]]:
    """The Python of a kernel, and its environment."""
    try:
        manager: Any = KernelSpecManager()
        spec = manager.get_kernel_spec(kernel)
    except NoSuchKernel:
        raise ArchiveError(
            f"there is no kernel {kernel}: `jupyter kernelspec list` shows those that there are"
        ) from None
    command = spec.argv[0]
    if "python" not in Path(command).name:
        raise ArchiveError(
            f"the kernel {kernel} is started by {command}: run `startspark warm` with the Python"
            " and the environment that come of that"
        )
    is_this = command in ("python", "python3")  # as Jupyter itself takes it
    return (sys.executable if is_this else command), {**os.environ, **spec.env}
