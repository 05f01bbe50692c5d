"""The file by which a kernel tells the notebook server of its Spark."""

from __future__ import annotations

import json
import logging
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from startspark.kernel import session as sessions
from startspark.kernel import state_file
from state_files import write_state


def fake_session(port: int = 4040) -> Any:
    """What a file needs of a SparkContext."""
    socket_address = SimpleNamespace(
        getAddress=lambda: SimpleNamespace(getHostAddress=lambda: "::1")
    )
    connector = SimpleNamespace(
        getLocalPort=lambda: port,
        getTransport=lambda: SimpleNamespace(getLocalAddress=lambda: socket_address),
    )
    server = SimpleNamespace(getConnectors=lambda: [connector])
    info = SimpleNamespace(get=lambda: SimpleNamespace(server=lambda: server))
    ui = SimpleNamespace(boundPort=lambda: port, serverInfo=lambda: info)
    scala = SimpleNamespace(ui=lambda: SimpleNamespace(isDefined=lambda: True, get=lambda: ui))
    java = SimpleNamespace(sc=lambda: scala)
    facts = {"applicationId": "local-1", "startTime": 1, "version": "3.5.9", "master": "local[2]"}
    return SimpleNamespace(_jsc=java, **facts)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's runtime folder, of which nothing is there yet."""
    path = tmp_path / "new" / "runtime"
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(path))
    state_file._warn.cache_clear()
    return path


def test_a_file_says_where_spark_is_to_its_owner_alone(folder: Path) -> None:
    state_file.write(fake_session())
    (path,) = folder.iterdir()
    state = json.loads(path.read_text())
    assert path.name == f"startspark-{os.getpid()}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert state.pop("process_mark")
    assert state.pop("network") == state_file.network()
    assert state == {
        "host": socket.gethostname(),
        "process_id": os.getpid(),
        "kernel_id": None,
        "notebook": "",
        "config": None,
        "version": "3.5.9",
        "master": "local[2]",
        "since": 1,
        "application_id": "local-1",
        "ui_port": 4040,
        "ui_address": "::1",
    }
    state_file.remove()
    assert list(folder.iterdir()) == []
    state_file.remove()


def test_a_file_is_written_again_where_it_is_gone_or_spark_is_another(folder: Path) -> None:
    session = fake_session()
    state_file.write(session)
    (path,) = folder.iterdir()
    before = path.stat()
    state_file.write(session)
    assert path.stat() == before
    path.unlink()
    state_file.write(session)
    assert path.exists()
    state_file.write(fake_session(4041))
    assert json.loads(path.read_text())["ui_port"] == 4041


def test_what_changes_is_written_now_and_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def idle_since() -> object:
        (path,) = folder.iterdir()
        return json.loads(path.read_text()).get("idle_since")

    session, now = fake_session(), time.monotonic()
    state_file.write(session, {"idle_since": 5})
    state_file.write(session, {"idle_since": None})
    assert idle_since() == 5
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * state_file.UPDATE)
    state_file.write(session, {"idle_since": None})
    assert idle_since() is None


def test_the_notebook_is_named_by_the_start_or_by_the_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(name: str, **notes: str) -> object:
        monkeypatch.setenv("JPY_SESSION_NAME", name)
        session = fake_session()
        sessions.record(session, **notes)
        state_file.write(session)
        (path,) = folder.iterdir()
        return json.loads(path.read_text())["notebook"]

    assert named("/home/ann/a.ipynb") == "/home/ann/a.ipynb"
    assert named("/home/ann/") == ""
    assert named("/home/ann/", notebook="b.ipynb") == "b.ipynb"


def test_a_kernel_is_named_by_its_connection_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for path, name in {"/run/kernel-a-b.json": "a-b", "/tmp/tmp1.json": None, "": None}.items():
        monkeypatch.setattr(state_file, "_connection_file", lambda path=path: path)
        assert state_file._kernel_id() == name


def test_what_killed_processes_have_left_is_removed(folder: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder.mkdir(parents=True)
    write_state(folder, "ended", process_id=ended.pid, process_mark="x")
    write_state(folder, "reused", process_mark="x")
    write_state(folder, "elsewhere", host="elsewhere", process_id=ended.pid, process_mark="x")
    (folder / "startspark-senseless.json").write_text("[]")
    state_file.write(fake_session())
    left = {path.name.removeprefix("startspark-") for path in folder.iterdir()}
    assert left == {"elsewhere.json", "senseless.json", f"{os.getpid()}.json"}


def test_a_failure_is_logged_once_and_breaks_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.parent.mkdir()
    folder.write_text("no folder")
    session = fake_session()
    with caplog.at_level(logging.WARNING):
        state_file.write(session)
        state_file.write(session)
        state_file.write(object())  # it has no attributes
    assert len(caplog.messages) == 2
    assert str(folder) in caplog.messages[0]
    state_file.remove()


def test_a_process_is_told_from_a_later_one() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        marks = [state_file._mark(process) for process in (os.getpid(), other.pid)]
        assert marks == [state_file._mark(process) for process in (os.getpid(), other.pid)]
        assert len(set(marks)) == 2
        assert None not in marks
        other.communicate()
    assert state_file._mark(other.pid) is None


def test_where_linux_does_not_say_when_a_process_began(monkeypatch: pytest.MonkeyPatch) -> None:
    assert state_file._creation_time(os.getpid()) == state_file._creation_time(os.getpid())
    assert state_file._creation_time(2**22 + 1) is None


def test_a_file_has_no_credentials_of_the_master(folder: Path) -> None:
    session = fake_session()
    session.master = "k8s://https://ann:pw@host:6443"
    state_file.write(session)
    (path,) = folder.iterdir()
    assert json.loads(path.read_text())["master"] == "k8s://https://(hidden)@host:6443"
