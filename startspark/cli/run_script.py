"""Run a script, or open a prompt, with a Spark session in this process: `startspark start`."""

from __future__ import annotations

import contextlib
import runpy
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ..inprocess.script_start import ScriptStart
from ..kernel import state_file
from ..render_result import RenderResult


@dataclass(frozen=True)
class Session:
    """A running Spark session; as a context manager, it is stopped at the end.

    Attributes:
        names: what the config's code has defined: `spark`, and `sc` if there is one.
    """

    names: dict[str, Any]

    def announcement(self, title: str) -> str:
        """Return a sentence with Spark's version and the URL of its web UI."""
        spark = self.names["spark"]
        context = self.names.get("sc")
        runs = f"Spark {spark.version} runs with “{title}”"
        return f"{runs}; web UI: {context.uiWebUrl}" if context and context.uiWebUrl else runs

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        with contextlib.suppress(Exception):  # its JVM has ended already
            self.names["spark"].stop()
        state_file.remove()


def start(result: RenderResult) -> Session:
    """Start Spark, and print each phase on standard error.

    Raises:
        StartError: Spark does not start.
    """
    starting = ScriptStart(result)
    starting.run(starting.log.show)
    return Session(starting.names)


def run_script(session: Session, path: str, arguments: Sequence[str]) -> int:
    """Run a script as Python would, with the session's names in it; return the exit status."""
    sys.argv = [path, *arguments]
    sys.path[0] = str(Path(path).resolve().parent)
    try:
        runpy.run_path(path, init_globals=session.names, run_name="__main__")
    except Exception as error:
        _print_traceback(error, path)
        return 1
    return 0


def _print_traceback(error: Exception, path: str) -> None:
    """Print the traceback of a script, without the frames that lead to the script."""
    where = error.__traceback__
    while where is not None and where.tb_frame.f_code.co_filename != path:
        where = where.tb_next
    traceback.print_exception(type(error), error, where)


def open_prompt(session: Session) -> None:
    """Open IPython's prompt with the session's names, or Python's if IPython is not installed."""
    try:
        from IPython import start_ipython
    except ImportError:
        import code

        code.interact(local=session.names, banner="", exitmsg="")
    else:
        start_ipython(argv=["--no-banner"], user_ns=session.names)
