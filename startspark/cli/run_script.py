"""Spark for a prompt or a script, in this process."""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ..configs.model import Config
from ..inprocess.failure import StartError, failed
from ..inprocess.startup import Log, phases
from ..kernel import environment, session, state_file
from ..kernel.cds.archive import Use
from ..kernel.diagnosis import preflight
from ..kernel.diagnosis.property_origins import Origins
from ..kernel.jvm import gateway
from ..kernel_source import places
from ..paths import archive_folders
from ..rendering.codegen import Rendered


@dataclass(frozen=True)
class Session:
    """A running Spark; as a context, it is stopped at the end.

    Attributes:
        names: what the code that started it has left: `spark`, and `sc` where there is one.
    """

    names: dict[str, Any]

    def announcement(self, title: str) -> str:
        """What runs, and where its web UI is."""
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
        with contextlib.suppress(Exception):  # its Java has ended already
            self.names["spark"].stop()
        state_file.remove()


def start(config: Config, rendered: Rendered) -> Session:
    """Start Spark, and tell how far that is.

    Args:
        config: what was rendered.
        rendered: its code.

    Raises:
        StartError: it does not start.
    """
    origins, log = Origins(rendered.asked, places(config, rendered)), Log()
    cause = preflight.cause(origins, config.launches_java and gateway.GIVEN not in os.environ)
    if cause:
        raise StartError(cause)
    try:
        with log, phases(log.say, "remote" in config.data):
            return _run(rendered.code, rendered.asked)
    except (Exception, SystemExit) as error:
        raise failed(error, log.text(), origins) from error


def _run(code: str, asked: Mapping[str, Any]) -> Session:
    names: dict[str, Any] = {"__name__": "__main__"}
    environment.begin(asked)
    archive = Use()
    archive.begin(archive_folders(), asked)
    try:
        exec(compile(code, "<Start Spark>", "exec"), names)
    finally:
        archive.end()
    del names["__builtins__"]
    if "spark" not in names:
        raise LookupError("the configuration's code leaves no `spark`")
    running = session.running()
    if running is not None:
        state_file.write(running)
    return Session(names)


def script(session: Session, path: str, arguments: Sequence[str]) -> int:
    """Run a script as Python would, with the session's names in it; returns the exit status."""
    sys.argv = [path, *arguments]
    sys.path[0] = str(Path(path).resolve().parent)
    try:
        runpy.run_path(path, init_globals=session.names, run_name="__main__")
    except Exception as error:
        _print_traceback(error, path)
        return 1
    return 0


def _print_traceback(error: Exception, path: str) -> None:
    """Print where a script failed, without the way to it."""
    where = error.__traceback__
    while where is not None and where.tb_frame.f_code.co_filename != path:
        where = where.tb_next
    traceback.print_exception(type(error), error, where)


def prompt(session: Session) -> None:
    """Open IPython's prompt, or Python's own where IPython is not installed."""
    try:
        from IPython import start_ipython
    except ImportError:
        import code

        code.interact(local=session.names, banner="", exitmsg="")
    else:
        start_ipython(argv=["--no-banner"], user_ns=session.names)
