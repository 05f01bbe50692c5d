"""Files in a folder into which others may write, too."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from startspark import sessions
from startspark.doctor import running_servers
from startspark.kernel import own_file, state_file
from startspark.kernel.waiting import other_sessions
from state_files import write_state

CLUSTER = "spark://host:7077"

HOSTILE = {
    "a named pipe": os.mkfifo,
    "another one's file": lambda path: _of_another(path),
    "a large file": lambda path: path.write_text(" " * own_file.MOST + "{}"),
    "a deep list": lambda path: path.write_text("[" * 60_000),
    "a folder": Path.mkdir,
    "no UTF-8": lambda path: path.write_bytes(b"\xff"),
    "no object": lambda path: path.write_text("[1]"),
    "a text for a number": lambda path: _state(path, cores="all"),
    "a path for a process": lambda path: _state(path, process_id="self/../1"),
    "a truth for a number": lambda path: _state(path, since=True),
}
"""What makes a file that is not to be read, by what it is."""


def _of_another(path: Path) -> None:
    _state(path)
    os.chown(path, 54321, -1)


def _state(path: Path, **changes: Any) -> None:
    write_state(path.parent, path.stem[len(state_file.PREFIX) :], master=CLUSTER, **changes)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's runtime folder, with one good file of another process of this user."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    other = {"process_id": os.getppid(), "process_mark": state_file._mark(os.getppid())}
    write_state(tmp_path, "good", master=CLUSTER, notebook="good.ipynb", **other)
    return tmp_path


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_state_files_change_nothing(folder: Path, kind: str) -> None:
    if kind == "another one's file" and os.geteuid() != 0:
        pytest.skip("only root gives files away")
    HOSTILE[kind](folder / f"{state_file.PREFIX}bad.json")
    assert [it["name"] for it in other_sessions.sessions(CLUSTER)] == ["good.ipynb"]
    assert [it["notebook"] for it in sessions.running([folder])] == ["good.ipynb"]
    state_file._remove_dead(folder)
    assert len(list(folder.iterdir())) == 2


def test_a_server_of_another_account_gets_no_token(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    note = folder / "jpserver-1.json"
    note.write_text(json.dumps({"url": "http://localhost:1/", "pid": os.getpid()}))
    assert list(running_servers.running_servers())
    os.chown(note, 54321, -1)
    assert not list(running_servers.running_servers())


def test_a_pipe_in_place_of_a_server_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "jpserver-1.json")
    thread = threading.Thread(target=lambda: list(running_servers.running_servers()), daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
