"""The commands that the docs show, run as they stand there, against a cluster of this machine."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

import archives
from docs_pages import commands
from servers import free_port, isolated_environment
from waiting import wait_until

CLONE = Path(__file__).resolve().parents[2]

HOST = "127.0.0.1"

CLUSTER = """
title: Cluster
master: {master}
conf:
  spark.cores.max: "{{{{ parameters.executors }}}}"
  spark.executor.cores: 1
  spark.executor.memory: 512m
  spark.ui.enabled: false
parameters:
  executors: {{type: integer, default: 1, minimum: 1, maximum: 20}}
"""

MATCH = """
import sys
print(sys.argv[1], sc.master, spark.range(8).count())
"""

LINES = commands()


def lines(beginning: str) -> list[str]:
    """The commands that begin with a text, each once."""
    return list(dict.fromkeys(line for line in LINES if line.startswith(beginning)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a user."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "conf").mkdir()
    return folder


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    """Of all commands: what they write is below that home."""
    return {
        **isolated_environment(home),
        **archives.for_spark(sys.executable),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SPARK_LOCAL_IP": HOST,
        "SPARK_CONF_DIR": str(home / "conf"),
        "SPARK_LOG_DIR": str(home / "logs"),
        "SPARK_PID_DIR": str(home / "pids"),
        "SPARK_WORKER_DIR": str(home / "work"),
    }


@pytest.fixture(scope="module")
def shell(home: Path, environment: dict[str, str]) -> Callable[[str], str]:
    """Run a command in that home; returns what it prints."""

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    return run


@contextmanager
def going_on(command: str, environment: dict[str, str]) -> Iterator[None]:
    """Run a command that does not end by itself."""
    process = subprocess.Popen(
        ["bash", "-c", command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def master(environment: dict[str, str]) -> Iterator[str]:
    """A cluster's URL: what the page on standalone clusters says starts it."""
    port, web_ui = free_port(), free_port()
    ports = {"SPARK_MASTER_PORT": str(port), "SPARK_MASTER_WEBUI_PORT": str(web_ui)}
    start_master, start_worker = lines("spark-class ")
    variables = {**environment, **ports, "SPARK_WORKER_CORES": "2", "SPARK_WORKER_MEMORY": "1g"}
    url = f"spark://{HOST}:{port}"
    with (
        going_on(start_master.replace("spark.example", HOST), variables),
        going_on(start_worker.replace("spark://spark.example:7077", url), variables),
    ):
        wait_until(lambda: len(alive(f"http://{HOST}:{web_ui}/json/")) == 1)
        yield url


def alive(address: str) -> list[str]:
    """The workers that a master has."""
    with suppress(requests.RequestException):  # it answers before it has all its pages
        workers = requests.get(address, timeout=60).json()["workers"]
        return [it["id"] for it in workers if it["state"] == "ALIVE"]
    return []


@pytest.fixture(scope="module")
def configs(home: Path, master: str) -> Path:
    """The user's configurations, and what the commands name."""
    for folder in (home / ".jupyter" / "startspark", home / "configs"):
        folder.mkdir(parents=True)
        (folder / "cluster.yaml").write_text(CLUSTER.format(master=master))
    (home / "match.py").write_text(MATCH)
    return home / ".jupyter" / "startspark"


@pytest.mark.spark
def test_startspark_checks_configurations(shell, configs: Path) -> None:
    (check,) = lines("startspark check")
    assert shell(check) == ""


@pytest.mark.spark
def test_startspark_runs_a_script(shell, configs: Path, master: str) -> None:
    (start,) = lines("startspark start")
    assert shell(start) == f"gaia.parquet {master} 8\n"


@pytest.mark.spark
def test_startspark_writes_the_schema_for_editors(shell, configs: Path) -> None:
    (schema,) = lines("startspark schema")
    shell(schema)
    assert "spark.executor.memory" in (configs / "startspark.schema.json").read_text()


@pytest.mark.spark
def test_the_doctor_examines_and_starts(shell, configs: Path) -> None:
    plain, starting = lines("startspark doctor")
    assert "Configuration cluster" in shell(plain)
    assert re.search("with [12] of 2 executors", shell(starting))  # the task needs one


@pytest.mark.spark
def test_bash_completes_the_command(shell) -> None:
    (register,) = lines("eval")
    assert "startspark" in shell(f"{register}; complete -p startspark")


@pytest.mark.spark
def test_the_connect_server_starts_and_stops(shell, home: Path, master: str) -> None:
    (there,) = lines("cd ")
    start, stop = lines("sbin/")
    start = start.replace("spark://spark.example:7077", master)
    with port_of(home, "spark.connect.grpc.binding.port") as port:
        expect_served(shell, f"{there}; {start}", f"{there}; {stop}", port)


@pytest.mark.spark
def test_the_history_server_starts(shell, home: Path) -> None:
    (home / "spark-events").mkdir()
    (start,) = lines("SPARK_HISTORY_OPTS")
    with port_of(home, "spark.history.ui.port") as port:
        expect_served(shell, start, start.replace("start-history", "stop-history"), port)


@contextmanager
def port_of(home: Path, port_property: str) -> Iterator[int]:
    """Have Spark's servers listen on a port that is free."""
    port = free_port()
    file = home / "conf" / "spark-defaults.conf"
    file.write_text(f"{port_property} {port}\n")
    yield port
    file.unlink()


def expect_served(shell: Callable[[str], str], start: str, stop: str, port: int) -> None:
    """Start a server, wait until it listens, and stop it."""
    shell(start)
    try:
        wait_until(lambda: is_served(port))
    finally:
        shell(stop)
    wait_until(lambda: not is_served(port))


def is_served(port: int) -> bool:
    """Whether something listens on a port."""
    with socket.socket() as client:
        return client.connect_ex((HOST, port)) == 0


def test_make_has_the_targets() -> None:
    for line in lines("make "):
        command = shlex.split(line, comments=True)
        subprocess.run([*command, "--dry-run"], cwd=CLONE, check=True, capture_output=True)


RUN_HERE = ("startspark ", "spark-class ", "sbin/", "cd ", "SPARK_HISTORY_OPTS=", "eval ", "make ")
RUN_BY_TEST_PACKAGING = ("pip install ",)


def test_no_command_is_forgotten() -> None:
    assert len(LINES) > 20
    assert [it for it in LINES if not it.startswith((*RUN_HERE, *RUN_BY_TEST_PACKAGING))] == []
    assert all(lines(beginning) for beginning in RUN_HERE)
