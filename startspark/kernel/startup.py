"""The start in progress: the page that has claimed it, its JVM and its class archive."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass, replace
from typing import Any

from . import effective_conf, environment, gateway, namespace, session, skip_cell, teardown
from .cds import speedups
from .cds.archive import ArchiveActivation
from .cds.installation import pyspark_release
from .diagnosis import explanation
from .diagnosis.cause import Cause
from .diagnosis.explanation import Evidence
from .diagnosis.missing_classes import missing, restore_log_level
from .iopub import CellError, cells
from .jvm.launcher import GatewayLauncher
from .jvm.output import Output
from .jvm.prewarm import Prewarmer
from .private_api import attempt
from .property_origins import Origins


@dataclass(frozen=True)
class Claim:
    """A page's exclusive right to start Spark.

    Attributes:
        page: the name of the start, which the page sends with each call.
        since: by `time.monotonic`, in seconds.
    """

    page: str
    since: float


def _import_modules() -> None:
    """Import what pyspark will need, while the JVM comes up.

    This is for the main thread: an import in another one can break what IPython does meanwhile.
    CPython 3.11's parser raises SystemError, "AST constructor recursion depth mismatch"
    (python/cpython#106905).
    """
    importlib.import_module("pyspark.sql")
    if pyspark_release() >= (4, 3):
        # pyspark does so with its first call of the JVM (sql/types.py, `can_convert`).
        importlib.import_module("pandas")


class Startup:
    """The start in progress in this kernel, if there is one.

    Args:
        prewarmer: holds the prewarmed JVM, which a start takes if it fits.

    Attributes:
        claim: None where no start is in progress.
    """

    def __init__(self, prewarmer: Prewarmer) -> None:
        self.claim: Claim | None = None
        self._prewarmer = prewarmer
        self._activation: ArchiveActivation | None = None
        self._cell = CellError()
        self._launcher: GatewayLauncher | None = None  # of the JVM that pyspark is to take
        self._output: Output | None = None  # of the last JVM that was launched here
        self._late: tuple[str, Evidence] | None = None  # of a start that failed, and its page

    def is_claimed_by(self, page: str) -> bool:
        """Return whether a page has the right to start Spark."""
        return self.claim is not None and self.claim.page == page

    def age(self) -> float:
        """Return for how many seconds the start has gone on; 0 where none does."""
        return time.monotonic() - self.claim.since if self.claim else 0.0

    def begin(self, page: str) -> None:
        """Give a page the right to start Spark."""
        self._late = None
        self.claim = Claim(page, time.monotonic())
        cells.changed.set()  # the monitor looks more often from now on

    def prepare(
        self, page: str, archives: list[str], requested_conf: dict[str, Any], launches_jvm: bool
    ) -> None:
        """End what an earlier session has left, and launch the JVM.

        Args:
            page: names the start.
            archives: the folders of class archives.
            requested_conf: the configuration's properties, by name.
            launches_jvm: whether the start is known to launch a JVM here.
        """
        launches_early = (
            launches_jvm
            and not environment.uses_spark_connect(requested_conf)
            and speedups.is_on(speedups.EARLY_LAUNCH)
        )
        launcher = self._prewarmer.take(requested_conf) if launches_early else None
        if launcher is None:
            self._stop()
        environment.apply(requested_conf)
        if launches_early and launcher is None:
            # Where that fails, pyspark's own launch fails, too, and says why.
            launcher = attempt(lambda: GatewayLauncher(requested_conf, archives), None)
        if not self._use(launcher, page):
            self._activate(archives, requested_conf)
        namespace.save()
        self.begin(page)  # its time begins once the page can go on

    def _use(self, launcher: GatewayLauncher | None, page: str) -> bool:
        """Have pyspark take a JVM; return whether it will."""
        if launcher is None:
            return False
        if not launcher.install(page):
            launcher.release()
            return False
        self._launcher, self._activation = launcher, launcher.activation
        self._output = launcher.output
        return True

    def _activate(self, archives: list[str], requested_conf: dict[str, Any]) -> None:
        """Have the JVM that pyspark launches itself use a class archive."""
        self._deactivate()
        self._activation = ArchiveActivation(archives, requested_conf)
        self._activation.__enter__()

    def _deactivate(self) -> None:
        if self._activation is not None:
            self._activation.deactivate()

    def enter(self, page: str) -> None:
        """Skip the rest of the cell that runs, unless the page has the claim.

        Raises:
            SkipError: it does not; only IPython sees it.
        """
        if not self.is_claimed_by(page):
            skip_cell.rest_of_cell()
        self._cell.record()
        if self._launcher is not None and speedups.is_on(speedups.EARLY_IMPORTS):
            attempt(_import_modules, None)  # the code meets what fails, too, and raises it

    def findings(self, context: Any, requested_conf: dict[str, Any]) -> dict[str, Any]:
        """Return which properties a new session did not apply, and whether it uses a class archive.

        Args:
            context: its SparkContext.
            requested_conf: the configuration's properties, by name.

        Returns:
            ``missed``: the properties without effect; ``archive``: whether one is used.
        """
        restore_log_level(context, requested_conf)
        differences = effective_conf.differences(context, requested_conf)
        return {
            "missed": differences + attempt(lambda: missing(requested_conf), []),
            "archive": attempt(self._archive_outcome, None),
        }

    def _archive_outcome(self) -> dict[str, Any] | None:
        return self._activation.outcome(gateway.process_id()) if self._activation else None

    def complete(self) -> None:
        """End a start that has succeeded."""
        self._release()
        environment.note_after_start()
        self.claim = None

    def abandon(self) -> None:
        """Give up the claim of a page that has gone.

        A session of the user's own stays, but not what code has left that failed: the page may
        only be late, and ask why.
        """
        late = (self.claim.page, self._evidence()) if self.claim and self._cell.error else None
        if session.running() is None or late:
            self.cancel()
        else:
            self._release()
        self.claim, self._late = None, late

    def cancel(self) -> None:
        """End the start, and Spark, or what there is of it."""
        self.claim = None
        self._cell.clear()
        self._release()
        self._stop()

    def _stop(self) -> None:
        self._prewarmer.end()  # it is one of the JVMs that are ended
        teardown.stop()

    def _release(self) -> None:
        """Restore what the start has changed for the launch of its JVM."""
        self._deactivate()
        if self._launcher is not None:
            self._launcher.release()
        self._launcher = None

    def explain(self, page: str, origins: Origins) -> tuple[Cause | None, str]:
        """Return why a page's start has failed, and what its JVM has printed.

        The cause is None where the start's cell has not ended, or nothing is known of it.
        """
        evidence = None
        if self.is_claimed_by(page) and self._cell.is_known:
            evidence = self._evidence()
        elif self._late and self._late[0] == page:
            evidence = self._late[1]
        if evidence is None:
            return None, ""
        return explanation.explain(replace(evidence, origins=origins)), evidence.printed

    def _evidence(self) -> Evidence:
        has_started = session.running() is not None
        return Evidence(self._cell.error, self.printed(), has_started=has_started)

    def printed(self) -> str:
        """Return what the JVM of the start has printed, as far as it was launched here."""
        return self._launcher.output.text() if self._launcher else ""

    def printed_last(self) -> str:
        """Return the last of what the JVM has printed, also after the start."""
        return self._output.recent() if self._output else ""
