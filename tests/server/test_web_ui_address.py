"""The web UIs of sessions, from state files."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from startspark.kernel import state_file
from startspark.server.web_ui_address import NoWebUIError, web_ui_address, why_no_web_ui
from state_files import write_state

Note = Callable[..., None]


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which this process listens, as Spark's web UI would."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def note(tmp_path: Path, port: int) -> Note:
    """Write the state file of a session of this process."""

    def write(application: str, **changes: Any) -> None:
        here = {"network": state_file.network(), "since": 1, "application_id": application}
        where = {"ui_port": port, "ui_address": "127.0.0.1"}
        write_state(tmp_path, application, **{**here, **where, **changes})

    return write


def test_the_web_ui_of_a_session_on_this_machine_is_shown(
    note: Note, tmp_path: Path, port: int
) -> None:
    note("app-1")
    assert why_no_web_ui([tmp_path], port, "app-1") is None
    note("app-2", network=None)  # a kernel that does not know, such as on macOS
    assert why_no_web_ui([tmp_path], port, "app-1") is None
    assert web_ui_address([tmp_path], port) == "127.0.0.1"


def test_another_session_with_the_same_port_on_this_machine_is_an_error(
    note: Note, tmp_path: Path, port: int
) -> None:
    note("mine-1")
    why = why_no_web_ui([tmp_path], port, "far-1") or ""
    assert why.startswith("Spark's web UI is on another machine than the notebook server")
    assert f"another Spark of yours (mine-1) has port {port}" in why


def test_the_error_names_the_machine_of_a_session(note: Note, tmp_path: Path, port: int) -> None:
    note("far-1", host="far")
    assert f"port {port} runs on far" in (why_no_web_ui([tmp_path], port, "far-1") or "")


def test_a_session_without_a_state_file_here_is_an_error(tmp_path: Path, port: int) -> None:
    assert "its kernel runs on another machine" in (why_no_web_ui([tmp_path], port, "far-1") or "")


@pytest.mark.skipif(state_file.network() is None, reason="a system without network namespaces")
def test_a_session_in_another_network_namespace_is_an_error(
    note: Note, tmp_path: Path, port: int
) -> None:
    note("contained-1", network="net:[1]", since=2)
    assert "in another network" in (why_no_web_ui([tmp_path], port, "contained-1") or "")
    with pytest.raises(NoWebUIError, match="in another network"):
        web_ui_address([tmp_path], port)
    note("here-1")
    assert "another Spark of yours (here-1)" in (
        why_no_web_ui([tmp_path], port, "contained-1") or ""
    )
    assert why_no_web_ui([tmp_path], port, "here-1") is None
