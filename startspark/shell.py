"""Spark for a prompt or a script, in this process."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any


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
        traceback: TracebackType | None,
    ) -> None:
        self.names["spark"].stop()


def start(code: str) -> Session:
    """Run the code that starts Spark.

    Raises:
        Exception: whatever the code raises.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code, "<Start Spark>", "exec"), names)
    del names["__builtins__"]
    return Session(names)


def script(session: Session, path: str, arguments: Sequence[str]) -> None:
    """Run a script as Python would, with the session's names in it."""
    sys.argv = [path, *arguments]
    sys.path[0] = str(Path(path).resolve().parent)
    runpy.run_path(path, init_globals=session.names, run_name="__main__")


def prompt(session: Session) -> None:
    """Open IPython's prompt, or Python's own where IPython is not installed."""
    try:
        from IPython import start_ipython
    except ImportError:
        import code

        code.interact(local=session.names, banner="", exitmsg="")
    else:
        start_ipython(argv=["--no-banner"], user_ns=session.names)
