"""What the tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import settings

import servers
from startspark.catalog import load
from startspark.config import Config

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", params=servers.KINDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Server]:
    """A running server of each kind in turn, shared by all tests."""
    with servers.running(request.param, tmp_path_factory.mktemp(request.param)) as running:
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
