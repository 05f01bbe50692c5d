"""Real clusters: Spark's standalone master and workers as processes of this machine."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernels import OTHER_PYTHON
from servers import QUICK_JAVA, free_port

SPARK_HOME = next(OTHER_PYTHON.parents[1].glob("lib/python*/site-packages/pyspark"), Path())
"""That of the other kernels: driver and cluster need the same Spark."""


class Cluster:
    """A running master, and its workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self._launch("master.Master", "--host", "127.0.0.1", "--port", str(port))
        self._wait_for("I have been elected leader", seconds=60)

    def add_worker(self, cores: int = 1) -> None:
        """Start a worker and wait until the master knows it."""
        self._launch(
            "worker.Worker",
            *("--host", "127.0.0.1", "--cores", str(cores), "--memory", "1g"),
            *("--work-dir", str(self.folder / "work"), self.master),
        )
        workers = len(self.processes) - 1
        self._wait_for("Registering worker", seconds=60, times=workers)

    def lose_worker(self) -> None:
        """Have the worker that came last die, and its executors with it."""
        worker = self.processes.pop()
        worker.kill()
        worker.wait(30)

    def stop(self) -> None:
        """End all processes."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)

    @property
    def log(self) -> Path:
        """What they have printed."""
        return self.folder / "cluster.log"

    def _launch(self, name: str, *arguments: str) -> None:
        command = [str(SPARK_HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
        settings = {"SPARK_DAEMON_JAVA_OPTS": f"-Dlog4j2.configurationFile={self._log_settings()}"}
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*command, "--webui-port", "0", *arguments],
                env={**os.environ, **QUICK_JAVA, "SPARK_HOME": str(SPARK_HOME), **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)

    def _log_settings(self) -> Path:
        path = self.folder / "log4j2.properties"
        path.write_text(
            "rootLogger.level = info\nrootLogger.appenderRef.stderr.ref = stderr\n"
            "appender.console.type = Console\nappender.console.name = stderr\n"
            "appender.console.target = SYSTEM_ERR\n"
            "appender.console.layout.type = PatternLayout\n"
            "appender.console.layout.pattern = %p %c{1}: %m%n\n"
        )
        return path

    def _wait_for(self, text: str, seconds: float, times: int = 1) -> None:
        deadline = time.monotonic() + seconds
        while self.log.read_text().count(text) < times:
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A cluster without workers."""
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()
