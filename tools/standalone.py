"""Spark's standalone cluster manager: a master and workers as processes of this machine."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
LOCALLY = {"SPARK_LOCAL_IP": HOST, "SPARK_PUBLIC_DNS": HOST}
"""Else the web UIs listen on all addresses and link to the machine's name (Spark's page
"Spark Standalone Mode")."""
NO_REST = {"SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false"}
"""Spark 4's master also takes applications on port 6066, which nobody needs here."""


_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class DaemonError(RuntimeError):
    """A master or a worker has ended that nobody has stopped."""


def short_pause() -> None:
    """Wait a moment for a process to go on."""
    time.sleep(0.1)


def end_with_parent() -> None:
    """On Linux, have this process end when its parent does, even if that is killed."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(frozen=True)
class Daemon:
    """A master or a worker.

    Attributes:
        process: it leads a process group of its own: itself, and a worker's executors.
        log: what it has printed.
    """

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def has_ended(self) -> bool:
        """Whether the process is no more."""
        return self.process.poll() is not None

    def said(self, pattern: str) -> re.Match[str] | None:
        """Look for a text in its log."""
        return re.search(pattern, self.log.read_text(errors="replace"))

    def require(self) -> None:
        """Have the process be there.

        Raises:
            DaemonError: it is not; with the end of its log.
        """
        if self.has_ended:
            end = "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])
            raise DaemonError(f"the {self.log.stem} has ended. Its log ends with:\n{end}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of its group that are left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def end(self, seconds: float = 20) -> None:
        """Wait until it has followed a SIGTERM; then nothing of its group is left."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.signal(signal.SIGKILL)
        self.process.wait()


class Cluster:
    """A master, and its workers.

    Attributes:
        url: the master's.
        web_ui: the URL of the master's web UI.
    """

    def __init__(
        self, spark_home: Path, folder: Path, pause: Callable[[], None] = short_pause
    ) -> None:
        """Prepare.

        Args:
            spark_home: the Spark, such as pip's `pyspark`.
            folder: takes the logs `NAME.log`, and the files of each in `NAME`.
            pause: waits a moment; what it raises ends a wait.
        """
        self.url = self.web_ui = ""
        self._spark_home, self.folder, self._pause = spark_home, folder, pause
        self._daemons: list[Daemon] = []

    @property
    def master(self) -> Daemon:
        """The master's process."""
        return self._daemons[0]

    @property
    def workers(self) -> list[Daemon]:
        """The workers' processes."""
        return self._daemons[1:]

    def start_master(self, port: int = 0) -> None:
        """Start the master and wait until it takes workers.

        Args:
            port: where it shall listen. Where others do, Spark takes one of the 16 ports that
                follow; 0: any free one.
        """
        master = self._launch("master.Master", "master", "--port", str(port))
        self.web_ui = self.wait_for(master, r"started at (http:\S+)")[1]
        self.url = self.wait_for(master, r"Starting Spark master at (spark:\S+)")[1]
        self.wait_for(master, "New state: ALIVE")

    def add_worker(self, cores: int = 1, memory: str = "1g") -> None:
        """Start a worker and wait until the master knows it."""
        name = f"worker {len(list(self.folder.glob('worker *.log'))) + 1}"
        work = ("--work-dir", str(self.folder / name / "work"))
        size = ("--cores", str(cores), "--memory", memory)
        worker = self._launch("worker.Worker", name, *work, *size, self.url)
        self.wait_for(worker, "Successfully registered with master")

    def lose_worker(self) -> None:
        """Have the worker that came last die, as if its machine did: with executors and files."""
        worker = self._daemons.pop()
        worker.signal(signal.SIGKILL)
        worker.end()
        shutil.rmtree(worker.log.with_suffix(""))

    def stop(self) -> None:
        """End all processes."""
        for daemon in self._daemons:
            daemon.signal(signal.SIGTERM)
        for daemon in self._daemons:
            daemon.end()

    def wait_for(self, daemon: Daemon, pattern: str, seconds: float = 120) -> re.Match[str]:
        """Wait until a daemon has printed a text.

        Raises:
            DaemonError: it has ended instead.
            TimeoutError: it has printed something else.
        """
        deadline = time.monotonic() + seconds
        while not (found := daemon.said(pattern)):
            daemon.require()
            if time.monotonic() > deadline:
                raise TimeoutError(f"the {daemon.log.stem} has not said {pattern!r}.")
            self._pause()
        return found

    def _launch(self, entry_point: str, name: str, *arguments: str) -> Daemon:
        command = [
            str(self._spark_home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{entry_point}",
            *("--host", HOST, "--webui-port", "0", *arguments),
        ]
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=self._environment(self.folder / name / "local"),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        daemon = Daemon(process, log)
        self._daemons.append(daemon)
        return daemon

    def _environment(self, files: Path) -> dict[str, str]:
        """This process's, without what it says of another Spark, and with this Python first."""
        inherited = {name: it for name, it in os.environ.items() if not name.startswith("SPARK_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        places = {"SPARK_HOME": str(self._spark_home), "SPARK_LOCAL_DIRS": str(files)}
        return {**inherited, "PATH": path, **places, **LOCALLY, **NO_REST}


@contextmanager
def running(
    spark_home: Path,
    folder: Path,
    port: int = 0,
    pause: Callable[[], None] = short_pause,
) -> Iterator[Cluster]:
    """A cluster without workers; at the end, or if it does not start, nothing of it is left."""
    cluster = Cluster(spark_home, folder, pause)
    try:
        cluster.start_master(port)
        yield cluster
    finally:
        cluster.stop()
