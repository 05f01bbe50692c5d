#!/usr/bin/env python3
"""Run a Spark cluster on this machine until Ctrl-C: a master, two workers and a config for them.

    .venv/bin/python tools/cluster.py FOLDER

FOLDER gets the config, and loses it at the end: a folder of configs that the notebook server
reads. It needs pyspark and a Java; `make cluster` prepares both.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from prepare import OLDEST_JAVA, java_version
from standalone import Cluster, DaemonError, running, short_pause

NAME = "cluster-of-this-machine"
PORT = 7077  # Spark's own for a master
WORKERS = 2
NEEDED = 3  # GB: each worker's executor has 1 and some for Python, each Java about 0.2

CONFIG = """\
# Written by `make cluster`, which removes it when the cluster stops.
title: Cluster of this machine
description: Two workers of Spark's standalone cluster manager, each with 1 core and 1 GB
master: {url}
app_name: "{{{{ notebook }}}}"
conf:
  spark.driver.host: 127.0.0.1
  spark.cores.max: 2
  spark.executor.cores: 1
  spark.executor.memory: 1g
"""

RUNS = """\
A Spark cluster runs on this machine:

  master    {url}
  web UI    {web_ui}
  workers   2, each with 1 core and 1 GB
  logs      {folder}
  config    {config}

In the notebook's toolbar it is "Cluster of this machine" (`make run` in another terminal).
Ctrl-C stops the cluster and removes the config.
"""


def main(folder: Path) -> None:
    """Run the cluster, or say why not."""
    pause = hearing_signals()
    check_java()
    check_memory()
    with only_one(folder), TemporaryDirectory(prefix="startspark-cluster-") as logs:
        try:
            run(folder / f"{NAME}.yaml", Path(logs), pause)
        except KeyboardInterrupt:
            print("\nThe cluster is stopped.")
        except (DaemonError, TimeoutError) as error:
            sys.exit(f"\nThe cluster is stopped: {error}")


def hearing_signals() -> Callable[[], None]:
    """Note each wish to stop; returns a pause that raises KeyboardInterrupt once there is one.

    So a signal ends waits alone, and never the start or the end of a process.
    """
    heard: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: heard.append(number))

    def pause() -> None:
        short_pause()
        if heard:
            raise KeyboardInterrupt

    return pause


def check_java() -> None:
    """Say it if Spark would find no Java that suits it."""
    if java_version(os.environ.get("JAVA_HOME")) < OLDEST_JAVA:
        sys.exit(
            f"Spark needs Java {OLDEST_JAVA} or later, and there is none on the path or at"
            " JAVA_HOME: install one, or run `make cluster`, which does."
        )


def check_memory() -> None:
    """Say it if the cluster would use more memory than is free."""
    free = psutil.virtual_memory().available / 2**30
    if free < NEEDED:
        sys.exit(f"The cluster needs {NEEDED} GB of memory, and {free:.1f} GB are free.")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep others from running a cluster for the same folder.

    A lock on the folder needs no file, and the system gives it back however this process ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(
            f"The cluster runs already: it is {NAME} in {folder}. Ctrl-C in its terminal stops it."
        )
    try:
        yield
    finally:
        os.close(descriptor)


def run(config: Path, logs: Path, pause: Callable[[], None]) -> None:
    """Run the cluster until `pause` or the master ends it."""
    print("Starting a Spark cluster: this takes some seconds.", flush=True)
    with running(spark_home(), logs, PORT, pause) as cluster:
        for _ in range(WORKERS):
            cluster.add_worker(cores=1, memory="1g")
        try:
            config.write_text(CONFIG.format(url=cluster.url), encoding="utf-8")
            print(RUNS.format(**vars(cluster), config=config), flush=True)
            watch(cluster, pause)
        finally:
            config.unlink(missing_ok=True)


def spark_home() -> Path:
    """Where this Python's pyspark is."""
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        sys.exit(f"{sys.executable} has no pyspark: `make cluster` installs it into .venv.")
    return Path(spec.origin).parent


def watch(cluster: Cluster, pause: Callable[[], None]) -> None:
    """Stay until the master ends; say it of each worker that does."""
    alive = cluster.workers
    while True:
        pause()
        cluster.master.require()
        for worker in [it for it in alive if it.has_ended]:
            print(f"The {worker.log.stem} has ended. Its log: {worker.log}", flush=True)
            alive.remove(worker)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python tools/cluster.py FOLDER (where the config shall stand)")
    main(Path(sys.argv[1]).resolve())
