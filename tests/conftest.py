"""What the tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import settings

import hubs
import servers
from imitations import VARIABLES, install, make
from pythons import QUICK_JAVA
from startspark.configs.catalog import load
from startspark.configs.model import Config
from startspark.kernel.cds.installation import installation

os.environ.update(QUICK_JAVA)

# In the background of a shell they are ignored, also by what a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more about the machine than about the code.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("quick")

LONGEST = (
    *("test_progress.py", "test_life.py", "test_cluster.py", "test_hub.py", "test_journey.py"),
    *("test_picture.py", "test_connection.py", "test_settings_pane.py", "test_connect.py"),
    *("test_kernel.py", "test_real_failures.py", "test_magics.py", "test_kubernetes.py"),
    *("test_packaging.py", "test_jobs.py", "test_access.py", "test_cookbook.py", "test_cli.py"),
    *("test_archive.py", "test_spark_ui_proxy.py", "test_start.py", "test_cluster_tool.py"),
)
"""The files that take longest, which begin first: at the end, no process waits long for another."""

assert set(LONGEST) <= {it.name for it in Path(__file__).parent.rglob("test_*.py")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running NotebookApp, shared by all tests."""
    with servers.running("notebook", tmp_path_factory.mktemp("notebook")) as running:
        yield running


@pytest.fixture(scope="session")
def nbclassic_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running ServerApp with nbclassic, shared by all tests."""
    with servers.running("nbclassic", tmp_path_factory.mktemp("nbclassic")) as running:
        yield running


@pytest.fixture(scope="module", params=servers.KINDS)
def server(request: pytest.FixtureRequest) -> servers.Server:
    """Each of the shared servers in turn."""
    running: servers.Server = request.getfixturevalue(f"{request.param}_server")
    return running


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hubs.Hub]:
    """A running hub, shared by all tests; a user's name says of which kind the servers are."""
    with hubs.running(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def with_cookie(server: servers.Server) -> Iterator[requests.Session]:
    """A browser's way: signed in by cookie alone."""
    with requests.Session() as session:
        assert session.get(f"{server.url}tree?token={servers.TOKEN}").ok
        yield session


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Config]:
    """Write a config's text into a file and load it."""

    def write_and_load(text: str) -> Config:
        path = tmp_path / "test.yaml"
        path.write_bytes(text.encode())
        return load(path, "user")

    return write_and_load


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a Java and a Spark look like, which are this process's."""
    installed = install(tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(installed.java))
    monkeypatch.setenv("SPARK_HOME", str(installed.spark))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def made(machine: Path) -> Path:
    """What an archive for that looks like."""
    return make(machine / "archives" / installation().key())
