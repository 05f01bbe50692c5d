"""What a prewarmed JVM is launched with, and what it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from startspark.kernel.jvm.launcher import launch_fingerprint
from startspark.kernel.jvm.prewarm import Prewarmer
from waiting import wait_until


@pytest.mark.parametrize(
    "change",
    [
        lambda patch, folder: patch.setenv("TRIED", "changed"),
        lambda patch, folder: patch.chdir(folder),
    ],
)
def test_what_a_cell_changes_makes_another_fingerprint(
    change: Callable[[pytest.MonkeyPatch, Path], object],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    before = launch_fingerprint({})
    assert launch_fingerprint({}) == before
    change(monkeypatch, tmp_path)
    assert launch_fingerprint({}) != before


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "sys.exit()", "java.end()", "launch()"])
def test_a_kernel_that_ends_before_java_is_up_leaves_nothing(tmp_path: Path, end: str) -> None:
    submit = tmp_path / "bin" / "spark-submit"
    submit.parent.mkdir()
    submit.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/jvm'\nexec sleep 600\n")
    submit.chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = (
        "import os, sys, tempfile\n"
        "from startspark.kernel.jvm.launcher import GatewayLauncher\n"
        "launch = lambda: GatewayLauncher({}, [])\n"
        "java = launch()\n"
        "print(len(os.listdir(tempfile.gettempdir())), flush=True)\n"
        "os.environ['SPARK_HOME'] += '/gone'\n" + end
    )
    environment = {**os.environ, "SPARK_HOME": str(tmp_path), "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert ended.stdout == "1\n"
    wait_until(lambda: not list(temporary.iterdir()))
    jvm = tmp_path / "jvm"
    number = jvm.read_text() if jvm.exists() else ""  # it may have ended before it said that
    wait_until(lambda: not number or not psutil.pid_exists(int(number)))


@pytest.mark.parametrize(
    ("options", "master"), [('--conf "x', "local[1]"), ("pyspark-shell", "local[1]\0")]
)
def test_what_cannot_be_launched_leaves_nothing(
    options: str, master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", options)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    published: list[Any] = []
    prewarmer = Prewarmer(published.append, threading.RLock())
    prewarmer.launch({"spark.master": master}, [])
    assert (prewarmer.state, published, list(tmp_path.iterdir())) == ({}, [], [])
