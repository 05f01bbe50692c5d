"""`make cluster`: tools/cluster.py, with real masters and workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

import archives
import cluster
from kernels import javas_below
from startspark.configs.catalog import load
from waiting import wait_until

Tool = subprocess.Popen[str]
COMMAND = [sys.executable, cluster.__file__]


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    return tmp_path / "configs"


@pytest.fixture
def start(configs: Path) -> Iterator[Callable[[], Tool]]:
    """Start the tool; its temporary files go beside the configs."""
    started: list[Tool] = []
    environment = {**os.environ, **archives.for_spark(sys.executable)}
    environment["TMPDIR"] = str(configs.parent)

    def start_tool() -> Tool:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        tool = subprocess.Popen([*COMMAND, str(configs)], env=environment, **pipes)
        started.append(tool)
        return tool

    yield start_tool
    for tool in started:
        tool.terminate()
        tool.wait()
        tool.stdout.close()


def javas(tool: Tool) -> list[psutil.Process]:
    """The master and the workers, as they were started: their ids may begin anew between them."""
    return sorted(javas_below(tool.pid), key=lambda it: it.create_time())


def said_until_its_end(tool: Tool) -> str:
    return tool.communicate(timeout=60)[0]


def is_written(configs: Path) -> bool:
    """Whether the tool has written its config, which is empty at first."""
    return any(it.read_text() for it in configs.glob("*.yaml"))


def expect_gone(processes: list[psutil.Process]) -> None:
    assert psutil.wait_procs(processes, timeout=60)[1] == []


@pytest.mark.spark
def test_a_cluster_runs_until_ctrl_c_and_leaves_nothing(start, configs: Path) -> None:
    is_taken = False
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it
            taken.bind(("127.0.0.1", cluster.PORT))
            taken.listen()
            is_taken = True
        tool = start()
        wait_until(lambda: is_written(configs))
    processes = javas(tool)
    assert len(processes) == 3
    config = load(configs / f"{cluster.NAME}.yaml", "user")
    assert config.error is None
    assert config.data["master"].startswith("spark://127.0.0.1:")
    assert not (is_taken and config.data["master"].endswith(f":{cluster.PORT}"))
    assert {it.laddr.ip.removeprefix("::ffff:") for it in listeners(processes)} == {"127.0.0.1"}

    second = said_until_its_end(start())
    assert second.startswith("The cluster runs already")

    processes[-1].kill()
    expect_gone(processes[-1:])
    tool.send_signal(signal.SIGINT)
    said = said_until_its_end(tool)
    assert config.data["master"] in said
    assert said.endswith("The cluster is stopped.\n")
    assert tool.returncode == 0
    expect_gone(processes)
    assert list(configs.parent.rglob("*")) == [configs]


def listeners(processes: list[psutil.Process]) -> list[object]:
    connections = [it for process in processes for it in process.net_connections("inet")]
    return [it for it in connections if it.status == psutil.CONN_LISTEN]


@pytest.mark.spark
def test_a_master_that_dies_ends_the_cluster(start, configs: Path) -> None:
    tool = start()
    wait_until(lambda: is_written(configs))
    processes = javas(tool)
    processes[0].kill()
    said = said_until_its_end(tool)
    assert "The cluster is stopped: the master has ended. Its log ends with:" in said
    assert tool.returncode == 1
    expect_gone(processes)
    assert list(configs.parent.rglob("*")) == [configs]


@pytest.mark.spark
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_cluster_that_is_ended_while_it_starts_leaves_nothing(
    start, configs: Path, number: signal.Signals
) -> None:
    tool = start()
    wait_until(lambda: javas(tool))
    processes = psutil.Process(tool.pid).children(recursive=True)
    tool.send_signal(number)
    said_until_its_end(tool)
    expect_gone(processes)
    assert list(configs.parent.rglob("*")) == [configs]


@pytest.mark.spark
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent")
def test_a_tool_that_is_killed_leaves_no_process(start) -> None:
    tool = start()
    wait_until(lambda: javas(tool))
    processes = psutil.Process(tool.pid).children(recursive=True)
    tool.kill()
    said_until_its_end(tool)
    expect_gone(processes)


def test_a_missing_java_is_told(configs: Path) -> None:
    environment = {name: it for name, it in os.environ.items() if name != "JAVA_HOME"}
    environment["PATH"] = str(configs)
    run = subprocess.run([*COMMAND, str(configs)], env=environment, capture_output=True, text=True)
    assert run.stderr.startswith("Spark needs Java 17 or later")
    assert run.returncode == 1
    assert not configs.exists()


def test_too_little_memory_is_told(monkeypatch) -> None:
    monkeypatch.setattr(cluster, "NEEDED", 10**6)
    with pytest.raises(SystemExit, match=r"needs 1000000 GB of memory, and [\d.]+ GB are free"):
        cluster.check_memory()
