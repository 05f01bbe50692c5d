"""A real Spark Connect server, of this environment's pyspark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

import archives
from servers import free_port

SPARK_HOME = Path(pyspark.__file__).parent

IS_THERE = any(SPARK_HOME.glob("jars/spark-connect_*.jar"))
"""pip's pyspark has it since 4.0."""


@contextmanager
def running(folder: Path, token: str) -> Iterator[int]:
    """Start a server that wants a token; gives its port."""
    port = free_port()
    command = [
        *(str(SPARK_HOME / "bin" / "spark-submit"), "--master", "local[2]"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *("--conf", f"spark.connect.grpc.binding.port={port}"),
        *("--conf", "spark.connect.progress.reportInterval=200ms"),
        *("--conf", "spark.ui.enabled=false"),
        *("--conf", "spark.sql.artifact.isolation.enabled=false"),
        "spark-internal",
    ]
    environment = {
        **os.environ,
        **archives.for_spark(sys.executable),
        "SPARK_HOME": str(SPARK_HOME),
    }
    environment["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = token
    with (folder / "connect.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(port, folder / "connect.log")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, log: Path, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        else:
            return
