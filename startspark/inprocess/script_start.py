"""Start Spark in a plain Python process, for a script or a prompt."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from ..kernel import environment, gateway, session, state_file
from ..kernel.cds.archive import ArchiveActivation
from ..kernel.diagnosis import preflight
from ..paths import archive_folders
from ..render_result import RenderResult
from .failure import start_error
from .start import Outcome, Start


class ScriptStart(Start):
    """A start in a process that runs nothing else, and ends after a failed start.

    No monitor watches the session. `names` holds only what the config's code defines.

    Args:
        result: the rendered config.
    """

    def __init__(self, result: RenderResult) -> None:
        super().__init__(result, {"__name__": "__main__"})
        self._archive = ExitStack()

    def run(self, show: Callable[[str], object]) -> Outcome:
        launches_jvm = self.result.config.launches_jvm and gateway.PORT_VARIABLE not in os.environ
        cause = preflight.cause(self.origins, launches_jvm)
        if cause:
            raise start_error(cause)
        return super().run(show)

    def prepare(self) -> None:
        asked = self.result.rendered.requested_conf
        environment.apply(asked)
        self._archive.enter_context(ArchiveActivation(archive_folders(), asked))

    def report(self) -> dict[str, Any]:
        self._archive.close()
        del self.names["__builtins__"]
        if "spark" not in self.names:
            raise LookupError("the configuration's code leaves no `spark`")
        running = session.running()
        if running is not None:
            state_file.write(running)
        return {"running": True}

    def printed(self) -> str:
        return ""

    def abandon(self) -> None:
        self._archive.close()
